from __future__ import annotations

import pytest

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.halts_leaving import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from tests.busy_beaver.families.checking import (
    check_mutations,
    check_wrong_claims,
)
from tests.problems.making import claim, problem

MACHINES = ("1RB1LB_1LA1RZ", "1RB1LC_1RC1RB_1LA---")


def test_the_whole_problem() -> None:
    one = problem("halts-leaving", "1RB---_0LA---")
    assert one.formal_statement == (
        "import BBSynth\n\nopen BBSynth\n\n"
        "/-- The machine `1RB1RZ_0LA1RZ`. State `A` is `0`, state `B` is `1`; `none` means that it "
        "halts. -/\n"
        "def machine : Machine 2 2\n"
        "  | 0, 0 => ⟨1, .right, some 1⟩\n"
        "  | 0, 1 => ⟨1, .right, none⟩\n"
        "  | 1, 0 => ⟨0, .left, some 0⟩\n"
        "  | 1, 1 => ⟨1, .right, none⟩\n\n"
        "/-- Started on the blank tape, the machine halts, and then exactly 1 cell is not blank. "
        "-/\n"
        "theorem halts_leaving_1RB1RZ_0LA1RZ : machine.HaltsLeaving 1 := by\n  sorry\n"
    )
    assert one.reference_proof.endswith(
        " : machine.HaltsLeaving 1 :=\n"
        "  Machine.haltsLeaving_of_check (N := 3) (by decide +kernel)\n"
    )
    assert one.informal_statement.startswith("# What a machine leaves on the tape\n\n")
    assert one.informal_statement.endswith(
        "- **What is left.** The cells that are not blank are counted after the step in which the "
        "machine halts, so that what this step has written is on the tape too.\n\n"
        "## To prove\n\n"
        "Started on the blank tape, the machine halts, and then exactly 1 cell is not blank.\n"
    )
    assert one.parameters == {"non_blank": 1}
    assert one.metadata["steps"] == 3


@pytest.mark.parametrize(
    ("machine", "left"),
    [
        ("1RB1LB_1LA1RZ", 4),
        ("1RB1RZ_1LB0RC_1LC1LA", 5),
        ("1RB1LC_1LA1RB_1LB1RZ", 6),
        ("1RB1LB_1LA0LC_1RZ1LD_1RD0RA", 13),
        ("1RB0RC_1LA1RA_1RZ1RD_1LD0LB", 13),
        ("1RB2LB1RZ_2LA2RB1LB", 9),
    ],
)
def test_known_scores(machine: str, left: int) -> None:
    assert claim("halts-leaving", machine).parameters == {"non_blank": left}
    assert (
        f"exactly {left} cells are not blank."
        in problem("halts-leaving", machine).informal_statement
    )


def test_symbols_other_than_one_are_counted_too() -> None:
    assert claim("halts-leaving", "2RB------_---------").parameters == {"non_blank": 2}


@pytest.mark.parametrize("machine", ["1RB0RB_0LA0LB", "1RB---_1RA---", "1RB0LC_1LA1RA_1RC1LA"])
def test_nothing_is_claimed_of_machines_that_do_not_halt(machine: str) -> None:
    assert FAMILY.claim(decide(Machine.parse(machine), max_steps=1_000)) is None


def test_verify() -> None:
    table = read_notation("1RB1LB_1LA1RZ")
    assert FAMILY.verify(table, {"non_blank": 4}, {"steps": 6}) is None
    assert "leaves 4" in str(FAMILY.verify(table, {"non_blank": 3}, {"steps": 6}))
    assert "has not halted" in str(FAMILY.verify(table, {"non_blank": 4}, {"steps": 5}))


@pytest.mark.parametrize(
    "sentence",
    [
        "Started on the blank tape, the machine halts, and then at least 4 cells are not blank.",
        "Started on the blank tape, the machine halts, and then exactly 4 cells are blank.",
        "Started on the blank tape, the machine halts, and then exactly 4 cell are not blank.",
    ],
)
def test_other_sentences_are_other_claims(sentence: str) -> None:
    assert not any(pattern.fullmatch(sentence) for pattern in FAMILY.sentences)


def test_mutations() -> None:
    one = problem("halts-leaving", "1RB1LC_1RC1RB_1LA---")
    assert check_mutations(one) >= 4
    assert check_wrong_claims(one) == 2
