from __future__ import annotations

import re
from pathlib import Path

import pytest

from bbsynth._common.resources import lean_dir, templates_dir
from bbsynth.busy_beaver.sheet import declarations, semantics, theorem_sheet
from bbsynth.errors import BBSynthError
from bbsynth.problems import Dataset


def test_the_definitions_are_those_of_the_library() -> None:
    text = semantics()
    for name in ("Machine", "Predicates"):
        file = (lean_dir() / "BBSynth" / f"{name}.lean").read_text(encoding="utf-8")
        assert file[file.index("namespace BBSynth") :].strip() in text
    assert "def NeverHalts (M : Machine n k) : Prop :=" in text


def test_every_theorem_that_a_reference_proof_uses_is_there() -> None:
    names = set()
    for path in (templates_dir() / "busy_beaver" / "lean").rglob("*.lean.j2"):
        if path.name.startswith("_bare"):
            continue
        # What a bare proof uses, it brings along.
        text = re.sub(
            r"{% block (?:bare|plain)_proof %}.*?{% endblock %}",
            "",
            path.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        )
        names.update(re.findall(r"Machine\.[A-Za-z]+_of_[A-Za-z]+(?![A-Za-z{]|\{\{)", text))
    assert len(names) > 10
    for name in names:
        assert f"theorem {name}" in theorem_sheet(), name


def test_every_proof_in_the_set_uses_what_is_there(dataset: Dataset) -> None:
    for problem in dataset:
        _, _, proof = problem.reference_proof.rpartition(":=\n")
        name = proof.split()[0]
        assert f"theorem {name} " in theorem_sheet()


def test_computations_stand_before_the_theorems_about_them() -> None:
    text = theorem_sheet()
    check = text.index("def Machine.loopCheck (M : Machine n k) (start period width : Nat) : Bool")
    assert check < text.index("theorem Machine.neverHalts_of_loopRight {start period width : Nat}")
    assert "/-- Computes whether the machine, after `start` steps, is in a loop" in text
    assert "sorry" not in text
    assert ":= by" not in text


def test_what_a_declaration_is(tmp_path: Path) -> None:
    (tmp_path / "A.lean").write_text(
        "/-- One. -/\n@[simp]\ntheorem one (h : 1 = 1) :\n    2 = 2 := rfl\n\n"
        "theorem silent : True := trivial\n\n"
        "/-- Two\nlines. -/\nnoncomputable def two (n : Nat) : Nat\n  | 0 => 1\n"
    )
    one, two = declarations(tmp_path)
    assert (one.kind, one.name, one.docstring) == ("theorem", "one", "One.")
    assert one.signature == " (h : 1 = 1) :\n    2 = 2"
    assert two.text == "/-- Two\nlines. -/\ndef Machine.two (n : Nat) : Nat\n"
    assert (one.module, two.module) == ("A", "A")


def test_another_library(tmp_path: Path) -> None:
    (tmp_path / "Machine.lean").write_text("-- nothing\n")
    with pytest.raises(BBSynthError, match="no `namespace BBSynth`"):
        semantics(tmp_path)
    folder = tmp_path / "empty"
    folder.mkdir()
    for name in ("Machine", "Predicates"):
        (folder / f"{name}.lean").write_text("namespace BBSynth\n\ndef Odd (n : Nat) := n = 1\n")
    with pytest.raises(BBSynthError, match="no theorem"):
        theorem_sheet(folder)
