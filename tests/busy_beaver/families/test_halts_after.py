from __future__ import annotations

import pytest

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.halts_after import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from tests.busy_beaver.families.checking import (
    check_mutations,
    check_wrong_claims,
)
from tests.problems.making import claim, problem

MACHINES = ("1RB1LB_1LA1RZ", "------_------")
FALSE = (({"steps": 5}, "steps"),)

LEAN = """\
import BBSynth

open BBSynth

/-- The machine `1RB1LB_1LA1RZ`. State `A` is `0`, state `B` is `1`; `none` means that it halts. -/
def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 1⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, none⟩

/-- Started on the blank tape, the machine halts after exactly 6 steps. -/
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  sorry
"""

MARKDOWN = """\
# When a machine halts

## The machine

A Turing machine has 2 states, A and B, and 2 symbols, 0 and 1. This table says what it does in \
each state (row) on each symbol that it reads (column).

| state | reads 0 | reads 1 |
| :---: | :--- | :--- |
| A | write 1, move right, go to B | write 1, move left, go to B |
| B | write 1, move left, go to A | write 1, move right, halt |

In standard notation the machine is `1RB1LB_1LA1RZ`: the states in order, separated by `_`, and in \
each of them one group of three characters for each symbol read, in order: the symbol written, the \
direction of the move (`L` or `R`), and the next state, or `Z` to halt.

## Conventions

- **Tape.** The tape is a row of cells, one for each integer, infinite in both directions; cell \
*i* + 1 is the right neighbour of cell *i*. Every cell holds one symbol. The symbol 0 is the \
blank: a cell that holds it is blank, and a tape is blank if all its cells are.
- **Start.** The machine starts in state A, with its head on cell 0 of the blank tape.
- **Step.** In one step the machine reads the symbol in the cell under its head, writes a symbol \
into this cell, moves its head to the left or right neighbour, and then goes to its next state or \
halts. What it writes, where it moves and how it goes on depend only on its state and the symbol \
read, as given in the table.
- **Halting.** The step in which the machine halts is a step like any other: it writes, it moves, \
and it is counted. After it the machine does nothing more, and the tape stays as it is.
- **Halting time.** The machine halts *after exactly N steps* if its *N*-th step is the one in \
which it halts: after *N* steps it has halted, and after any smaller number of steps it has not.

## To prove

Started on the blank tape, the machine halts after exactly 6 steps.
"""


def test_the_whole_problem() -> None:
    one = problem("halts-after", "1RB1LB_1LA1RZ")
    assert one.formal_statement == LEAN
    assert one.informal_statement == MARKDOWN
    assert one.reference_proof == LEAN.replace(
        " by\n  sorry\n", "\n  Machine.haltsAfter_of_check (by decide +kernel)\n"
    )
    assert one.parameters == {"steps": 6}
    assert one.certificate == {"kind": "halts", "steps": 6}
    assert one.stratum == "halts"
    assert (one.metadata["cells_visited"], one.metadata["non_blank"]) == (4, 4)


def test_one_step() -> None:
    one = problem("halts-after", "------_------")
    assert one.informal_statement.endswith("\nthe machine halts after exactly 1 step.\n"[1:])
    assert "machine.HaltsAfter 1 :=" in one.formal_statement


def test_more_states_than_fit_on_a_line() -> None:
    one = problem("halts-after", "1RB1LB_1LA0LC_---1LD_1RD0RA")
    assert (
        "/-- The machine `1RB1LB_1LA0LC_1RZ1LD_1RD0RA`. State `A` is `0`, state `B` is `1`, state "
        "`C` is\n`2`, state `D` is `3`; `none` means that it halts. -/\ndef machine : Machine 4 2\n"
    ) in one.formal_statement
    assert claim("halts-after", "1RB1LB_1LA0LC_---1LD_1RD0RA").parameters == {"steps": 107}


@pytest.mark.parametrize("machine", ["1RB0RB_0LA0LB", "1RB---_1RA---", "1RB0LC_1LA1RA_1RC1LA"])
def test_nothing_is_claimed_of_machines_that_do_not_halt(machine: str) -> None:
    assert FAMILY.claim(decide(Machine.parse(machine), max_steps=1_000)) is None


def test_verify() -> None:
    table = read_notation("1RB1LB_1LA1RZ")
    assert FAMILY.verify(table, {"steps": 6}, {"kind": "halts", "steps": 6}) is None
    assert "halts after 6 steps" in str(FAMILY.verify(table, {"steps": 7}, {"steps": 7}))
    assert "has not halted" in str(FAMILY.verify(table, {"steps": 5}, {"steps": 5}))
    assert "certificate says 5" in str(FAMILY.verify(table, {"steps": 6}, {"steps": 5}))


@pytest.mark.parametrize(
    "sentence",
    [
        "Started on the blank tape, the machine halts after exactly six steps.",
        "Started on the blank tape, the machine halts after exactly 6 steps. Or not.",
        "Started on the blank tape, the machine halts after at most 6 steps.",
        "Started on the blank tape, the machine halts after exactly -6 steps.",
    ],
)
def test_other_sentences_are_other_claims(sentence: str) -> None:
    assert not any(pattern.fullmatch(sentence) for pattern in FAMILY.sentences)


def test_mutations() -> None:
    one = problem("halts-after", "1RB1LC_1RC1RB_1LA---")
    assert check_mutations(one) >= 4
    assert check_wrong_claims(one) == 2
