from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bbsynth._common.resources import lean_dir
from bbsynth.busy_beaver.excerpt import definitions, excerpt, library
from bbsynth.busy_beaver.semantics import NAMESPACE, bare_header
from bbsynth.errors import BBSynthError

HEADER = bare_header("machine.NeverHalts")
PROOFS = (
    "Machine.neverHalts_of_loopRight",
    "Machine.neverHalts_of_ngramCPS",
    "Machine.neverHalts_of_noReachableHalt",
    "Machine.neverHalts_of_farLeft",
    "Machine.neverHalts_of_rule",
    "Machine.repeatsFrom_of_check",
)


def declared(text: str) -> list[str]:
    pattern = r"^(?:@\[\w+\] )?(?:noncomputable )?(?:theorem|def|abbrev|instance) ([\w.']+)"
    return re.findall(pattern, text, re.MULTILINE)


def test_every_declaration_of_the_library_is_read() -> None:
    names = {name for one in library() for name in one.names}
    for name in ("Machine.run", "Rules.Stage.time", "Family.at", "Search.At", "Machine.Reaches"):
        assert name in names
    for path in (lean_dir() / "BBSynth").glob("*.lean"):
        for name in declared(path.read_text()):
            last = name.removeprefix("_root_.").rpartition(".")[2]
            assert any(one.endswith(last) for one in names), name


@pytest.mark.parametrize("proof", PROOFS)
def test_an_excerpt_declares_no_types(proof: str) -> None:
    text = excerpt(proof, namespace=NAMESPACE, header=HEADER)
    assert proof.removeprefix("Machine.") in text
    assert not re.search(r"^(inductive|structure|class|axiom|import)\b", text, re.MULTILINE)
    assert "BBSynth" not in text
    opened = re.findall(r"^namespace (\S+)$", text, re.MULTILINE)
    assert opened == re.findall(r"^end (\S+)$", text, re.MULTILINE)


@pytest.mark.parametrize("proof", PROOFS)
def test_nothing_is_declared_twice(proof: str) -> None:
    text = excerpt(proof, namespace=NAMESPACE, header=HEADER)
    names = []
    space = ""
    for line in f"{HEADER}\n{text}".splitlines():
        if line.startswith("namespace "):
            space = line.removeprefix("namespace ")
        names += [f"{space}.{name}" for name in declared(line)]
    assert len(set(names)) == len(names)


def test_only_what_is_needed_comes_along() -> None:
    text = excerpt("Machine.run_add s t", namespace=NAMESPACE, header=HEADER)
    assert declared(text) == ["run_zero", "run_succ", "run_add"]
    assert excerpt("fun h => h.1", namespace=NAMESPACE, header=HEADER) == ""
    loop = excerpt("Machine.neverHalts_of_loopRight h", namespace=NAMESPACE, header=HEADER)
    assert "mirror" not in loop
    assert "mirror" in excerpt("Machine.neverHalts_of_loopLeft", namespace=NAMESPACE, header=HEADER)


def test_what_the_header_lacks_comes_along() -> None:
    text = excerpt("Machine.neverHalts_iff.mp h", namespace=NAMESPACE, header=HEADER)
    assert {"HaltsAfter", "Halts", "neverHalts_iff"} <= set(declared(text))
    assert "NeverHalts" not in declared(text)
    longer = bare_header("machine.NeverHalts ∧ machine.Halts")
    assert "Halts" not in declared(
        excerpt("Machine.neverHalts_iff", namespace="BusyBeaver", header=longer)
    )


def test_what_stands_behind_a_dot_comes_along_if_its_namespace_does() -> None:
    # `Same.symm` is in the library, but is not meant where nothing is said of `Same`.
    assert excerpt("h.symm", namespace=NAMESPACE, header=HEADER) == ""
    text = excerpt("fun (h : Rules.Same xs ys) => h.symm", namespace=NAMESPACE, header=HEADER)
    assert declared(text) == ["Same", "Same.symm"]


def test_what_stands_behind_a_dot_comes_along_if_the_header_has_its_namespace() -> None:
    header = bare_header("(h : M.HaltsAfter N) : N = N")
    assert "HaltsAfter.unique" in declared(
        excerpt("h.unique h'", namespace=NAMESPACE, header=header)
    )


def test_structures_become_products_and_conjunctions() -> None:
    text = excerpt("Shows Snapshot", namespace=NAMESPACE, header=HEADER)
    assert "abbrev Snapshot := Nat × Nat × Nat × Nat" in text
    assert "abbrev Snapshot.depth (whole : Snapshot) :\n    Nat := whole.2.2.2" in text
    assert "abbrev Shows (c : Config n k) (q l r d : Nat) : Prop :=\n  (stateCode" in text
    assert "theorem Shows.state {c : Config n k} {q l r d : Nat} (whole : Shows c q l r d)" in text


def test_definitions_keep_their_structures() -> None:
    text = definitions("Snapshot", namespace="Other", always=["Machine"])
    assert "structure Snapshot where" in text
    assert "structure Transition" in text
    assert text.startswith("namespace Other\n")


def test_a_table_of_other_sources_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "lean"
    shutil.copytree(lean_dir(), root)
    source = root / "BBSynth" / "Run.lean"
    source.write_text(source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    monkeypatch.setattr("bbsynth.busy_beaver.excerpt.lean_dir", lambda: root)
    with pytest.raises(BBSynthError, match="`make declarations` makes it anew"):
        library.__wrapped__()
