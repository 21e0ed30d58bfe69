from __future__ import annotations

import re

import pytest

from bbsynth._common.resources import lean_dir
from bbsynth.busy_beaver.semantics import bare_header

PREDICATES = (
    "HaltsAfter",
    "Halts",
    "HaltsWithin",
    "HaltsLeaving",
    "HaltsWith",
    "VisitsExactly",
    "RunsFor",
    "NeverHalts",
    "RepeatsFrom",
    "StaysWithin",
    "LeavesEveryInterval",
    "NeverUses",
    "VisitsAtLeast",
    "HaltsAfterFrom",
    "NeverHaltsFrom",
)


@pytest.mark.parametrize("predicate", PREDICATES)
def test_every_definition_is_that_of_the_library(predicate: str) -> None:
    library = "\n\n".join(
        (lean_dir() / "BBSynth" / f"{name}.lean").read_text() for name in ("Machine", "Predicates")
    )
    text = bare_header(f"machine.{predicate} 1")
    assert f" {predicate} " in text
    assert "BBSynth" not in text
    assert "import" not in text
    for block in text.split("\n\n"):
        if re.match(r"/-- ", block):
            assert block in library
    opened = re.findall(r"^namespace (\w+)$", text, re.MULTILINE)
    closed = re.findall(r"^end (\w+)$", text, re.MULTILINE)
    assert sorted(opened) == sorted(closed)
    assert text.endswith("\n\nopen BusyBeaver\n")


def test_what_a_statement_about_all_machines_needs_comes_along() -> None:
    text = bare_header("(M : Machine n k) (N : Nat) : M.mirror.HaltsAfter N ↔ M.HaltsAfter N")
    for name in ("Dir.reverse", "Transition.mirror", "def mirror", "def HaltsAfter"):
        assert name in text
    assert "theorem" not in text


def test_only_what_is_needed_comes_along() -> None:
    short, long = bare_header("machine.NeverHalts"), bare_header("machine.HaltsWithin 3")
    assert "HaltsAfter" not in short
    assert "HaltsAfter" in long
    assert "RepeatsFrom" not in short + long
