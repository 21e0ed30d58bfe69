"""A kind of certificate is one module: nothing else names it, and nothing else is needed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest

from bbsynth.busy_beaver import certificates
from bbsynth.busy_beaver.certificate import Fate, certificate_from_dict, check, kinds
from bbsynth.busy_beaver.deciders import Budgets, decide
from bbsynth.busy_beaver.deciders.records import read_record, record_line
from bbsynth.busy_beaver.deciders.wording import fate_in_words
from bbsynth.busy_beaver.difficulty import measure
from bbsynth.busy_beaver.families.never_halts import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.errors import UsageError
from bbsynth.problems.crosscheck import crosscheck
from bbsynth.problems.registry import domain
from bbsynth.problems.rendering import render_problem

ROOT = Path(__file__).parents[3]
TOY = Path(__file__).with_name("toy")
BUSY_BEAVER = ROOT / "bbsynth" / "busy_beaver"

# "halts" is left out: it is the other fate of a machine, and an English word.
KINDS = {name: kind for name, kind in kinds().items() if kind.fate is Fate.NEVER_HALTS}

LOOPS = {"cycler", "translated_cycler"}
MAY_NAME = {
    # Families about what one kind of machine does: that is what they state.
    "repeats": {"cycler"},
    "stays_within": {"cycler"},
    "claims": {"cycler"},
    "leaves_every_interval": {"translated_cycler"},
    "never_uses": LOOPS,
    # It finds loops from other starts, for which nothing is searched otherwise.
    "started_elsewhere": LOOPS,
    # Rules are those of bouncers, and some families are about rules.
    "rules": {"bouncer"},
    "rule_families": {"bouncer"},
    "passes": {"bouncer"},
    "visits_at_least": {"bouncer"},
    # What a machine does is told by its rule, a bouncer's or a counter's, whatever decided it.
    "shown_rules": {"bouncer"},
    "classes": {"bouncer"},
    # A compiled loop that counts what the searches for loops see, on a million machines a second.
    "survey_kernel": LOOPS,
}


def names_of(kind: str) -> set[str]:
    """What a kind is called in texts and imports, and its class."""
    found = KINDS[kind]
    return {kind, found.stratum, found.evidence, f"class {found.__name__}"} - {"", "rule"}


def words(tree: ast.AST) -> Iterator[str]:
    """The names of modules, the texts that are no documentation, and the capitalised names."""
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield f"class {name}"
            case ast.alias(name=name):
                yield f"class {name}"
                yield from name.split(".")
            case ast.ImportFrom(module=str(name)):
                yield from name.split(".")
            case ast.Constant(value=str(text)) if id(node) not in documentation:
                yield text


def test_no_module_names_a_kind_of_certificate_but_its_own() -> None:
    seen = dict.fromkeys(MAY_NAME, False)
    for path in sorted((ROOT / "bbsynth").rglob("*.py")):
        found = set(words(ast.parse(path.read_text(encoding="utf-8"))))
        for kind in KINDS:
            own = BUSY_BEAVER / "certificates" / kind
            if own in path.parents or path == own.with_suffix(".py"):
                continue
            named = names_of(kind) & found
            allowed = kind in MAY_NAME.get(path.stem, set())
            assert not named or allowed, f"{path} names {', '.join(named)}"
            if named:
                seen[path.stem] = True
    assert all(seen.values()), f"nothing is named any more in {seen}"


def test_no_template_names_a_kind_of_certificate_but_its_own() -> None:
    lemmas = {
        path.name.partition(".")[0]: set(re.findall(r"neverHalts_of_\w+", path.read_text()))
        for path in (ROOT / "templates" / "busy_beaver" / "lean" / "certificates").iterdir()
    }
    assert set(lemmas) == {kind.evidence for kind in KINDS.values() if kind.stratum}
    for path in sorted((ROOT / "templates").rglob("*.j2")):
        text = path.read_text(encoding="utf-8")
        own = path.name.partition(".")[0] if path.parent.name == "certificates" else ""
        for kind in KINDS:
            if KINDS[kind].evidence != own:
                for name in (*names_of(kind), KINDS[kind].evidence):
                    assert not re.search(rf"[\"']{name}[\"']", text), f"{path} names {name}"
                for lemma in lemmas.get(KINDS[kind].evidence, set()) - lemmas.get(own, set()):
                    assert not re.search(rf"{lemma}\b", text), f"{path} names {lemma}"


def test_each_kind_with_a_stratum_has_its_templates() -> None:
    for kind in KINDS.values():
        for place, ending in (("lean", "lean"), ("markdown", "md")):
            path = (
                ROOT
                / "templates"
                / "busy_beaver"
                / place
                / "certificates"
                / f"{kind.evidence}.{ending}.j2"
            )
            assert path.is_file() == bool(kind.stratum)


def functions_of(kind: str) -> dict[str, set[str]]:
    """The functions of a kind and of what kinds share, each with what it speaks of or calls."""
    own = BUSY_BEAVER / "certificates" / kind
    shared = [BUSY_BEAVER / f"{name}.py" for name in ("edges", "loop", "parametric", "plain_run")]
    found: dict[str, set[str]] = {}
    for path in [*shared, *(own.rglob("*.py") if own.is_dir() else [own.with_suffix(".py")])]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                inside = list(ast.walk(node))
                names = [one for one in inside if isinstance(one, ast.Name)]
                called = [one.func for one in inside if isinstance(one, ast.Call)]
                spoken = {one.id for one in names}
                spoken -= {one.id for one in names if isinstance(one.ctx, ast.Store)}
                spoken -= {one.arg for one in inside if isinstance(one, ast.arg)}
                spoken |= {one.attr for one in called if isinstance(one, ast.Attribute)}
                found.setdefault(node.name, set()).update(spoken)
    return found


def reached(functions: dict[str, set[str]], start: str, stop: set[str]) -> set[str]:
    """The functions that one leads to, itself not counted."""
    found: set[str] = set()
    todo = [start]
    while todo:
        for name in (functions[todo.pop()] & functions.keys()) - found - stop - {start}:
            found.add(name)
            todo.append(name)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_check_shares_no_code_with_the_search(kind: str) -> None:
    functions = functions_of(kind)
    checking = reached(functions, "check", {"searches", "instead"})
    # A search may end with the check itself.
    entrances = {"check", *(name for name in checking if name.startswith("check_"))}
    searching = reached(functions, "searches", entrances)
    assert searching
    assert not checking & searching


def test_names_and_places_are_different() -> None:
    for name in ("kind", "evidence", "order", "stratum_rank"):
        values = [
            getattr(kind, name)
            for kind in kinds().values()
            if name != "stratum_rank" or kind.stratum
        ]
        assert len(set(values)) == len(values), name
    budgets = [kind.budget.name for kind in kinds().values() if kind.budget is not None]
    assert len(set(budgets)) == len(budgets)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A kind of certificate more: a module in the folder of kinds, and its two templates."""
    monkeypatch.setattr(certificates, "__path__", [*certificates.__path__, str(TOY)])
    environment = domain("busy-beaver").environment
    templates = environment.loader
    assert templates is not None
    both = jinja2.ChoiceLoader([templates, jinja2.FileSystemLoader(TOY / "templates")])
    monkeypatch.setattr(environment, "loader", both)
    kinds.cache_clear()
    yield
    kinds.cache_clear()


def test_a_kind_more_is_one_module_and_its_templates(toy: None) -> None:
    assert list(kinds())[-1] == "runs_off"
    machine = Machine.parse("1RA---_------")
    decision = decide(machine, max_steps=100, deciders=["runs_off"])
    found = decision.certificate
    assert found is not None
    assert (decision.fate, decision.decider) == (Fate.NEVER_HALTS, "runs_off")
    assert check(machine, found)
    assert not check(Machine.parse("1RB---_---1RA"), found)
    assert decide(machine, budgets=Budgets(glances=0), deciders=["runs_off"]).certificate is None
    assert certificate_from_dict(found.to_dict()) == found
    assert read_record(record_line(decision)) == (machine, found)
    assert fate_in_words(decision) == "Never halts: it runs off to the right at once."
    claim = FAMILY.claim(decision)
    assert claim is not None
    assert (claim.stratum, dict(claim.certificate)) == (
        "runs-off",
        {"kind": "runs_off", "direction": "R"},
    )
    assert measure(claim, FAMILY).argument == 1
    assert FAMILY.has_bare(claim)
    problem = render_problem(claim)
    crosscheck(problem)
    assert problem.reference_proof.endswith(
        ":=\n  Machine.neverHalts_of_loopRight (start := 0) (period := 1) (width := 0)\n"
        "    (by decide +kernel)\n"
    )
    assert problem.informal_proof.endswith("is right of the head when it moves there.\n")


def test_what_is_no_kind_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "not_a_kind.py").write_text("")
    monkeypatch.setattr(certificates, "__path__", [*certificates.__path__, str(tmp_path)])
    kinds.cache_clear()
    try:
        with pytest.raises(AttributeError, match="KIND"):
            kinds()
    finally:
        monkeypatch.undo()
        kinds.cache_clear()
    with pytest.raises(UsageError, match="no budget is called 'glances'; there are contexts"):
        Budgets(glances=1)
