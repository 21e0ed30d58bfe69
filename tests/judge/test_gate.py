from __future__ import annotations

from pathlib import Path

from bbsynth.judge.gate import gate_page, gate_table

DOCS = Path(__file__).parents[2] / "docs"


def test_no_name_is_there_twice() -> None:
    names = [(entry.sort, entry.name) for entry in gate_table()]
    assert len(names) == len(set(names))


def test_the_table_is_sorted_into_groups() -> None:
    groups = [(entry.sort, entry.decision, entry.reason) for entry in gate_table()]
    changes = [a for a, b in zip(groups, [None, *groups], strict=False) if a != b]
    assert len(changes) == len(set(changes))


def test_what_must_never_be_allowed() -> None:
    allowed = {entry.name for entry in gate_table() if entry.decision not in ("sound", "refused")}
    for word in (
        "nativeDecide",
        "runTac",
        "byElab",
        "includeStr",
        "unsafe",
        "quot",
        "dynamicQuot",
        "axiom",
        "opaque",
        "inductive",
        "structure",
        "macro",
        "elab",
        "syntax",
        "notation",
        "eval",
        "initialize",
        "implemented_by",
        "extern",
        "csimp",
        "debug",
        "simproc",
        "export",
    ):
        found = [name for name in allowed if name.split(".")[-1] == word or name == word]
        assert found == [], word


def test_the_page_is_made_from_the_table() -> None:
    remedy = "run `python -m bbsynth.judge.gate > docs/gate.md`"
    assert (DOCS / "gate.md").read_text(encoding="utf-8") == gate_page(), remedy
