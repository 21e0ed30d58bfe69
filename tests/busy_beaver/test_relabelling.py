from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.busy_beaver.machines import Machine, run
from bbsynth.busy_beaver.relabelling import disguised, with_symbols_renamed
from tests.busy_beaver.machines.strategies import machines


@given(machines(max_states=5, max_symbols=4), st.integers(0, 10**6))
def test_a_disguise_changes_nothing_that_is_asked_for(machine: Machine, seed: int) -> None:
    # Every transition defined: which one is missing is not the same under other names.
    machine = machine.completed()
    other, record = disguised(machine, Random(seed))
    before, after = run(machine, 200), run(other, 200)
    assert (before.halted, before.steps) == (after.halted, after.steps)
    assert (before.cells_visited, before.non_blank) == (after.cells_visited, after.non_blank)
    assert abs(before.head) == abs(after.head)
    assert record["states"][0] == record["symbols"][0] == 0
    renamed = [record["symbols"][symbol] for symbol in before.tape]
    assert [int(symbol) for symbol in after.tape] == (
        renamed[::-1] if record["mirrored"] else renamed
    )


def test_symbols_are_renamed() -> None:
    machine = Machine.parse("1RB2LB---_2LA0RA1LB")
    assert str(with_symbols_renamed(machine, [0, 2, 1])) == "2RB---1LB_1LA2LB0RA"
    assert with_symbols_renamed(machine, [0, 1, 2]) == machine


def test_disguises_differ() -> None:
    machine = Machine.parse("1RB1LC_1RC1RB_1RD0LE_1LA1LD_---0LA")
    assert len({str(disguised(machine, Random(seed))[0]) for seed in range(100)}) > 30


@pytest.mark.parametrize("text", ["1RZ---", "1RB2LB---_2LA0RA1LB", "0LA---_------"])
def test_a_disguise_is_another_text(text: str) -> None:
    machine = Machine.parse(text)
    assert text not in {str(disguised(machine, Random(seed))[0]) for seed in range(50)}


def test_nothing_can_be_disguised_of_an_empty_table() -> None:
    machine = Machine.parse("------_------")
    assert disguised(machine, Random(1))[0] == machine
