from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bbsynth.busy_beaver.certificates.far import FAR, find_far, find_fars
from bbsynth.busy_beaver.deciders import check, decide_tree
from bbsynth.busy_beaver.machines import Direction, Machine, mirror, run, run_batch
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines

R, L = Direction.RIGHT, Direction.LEFT

COUNTER = Machine.parse("0RB---_0LC0RB_1RB1LC")
HARD = Machine.parse("1RB1LA_1LA0RC_1LD1RC_---0LA")


@st.composite
def automata(draw: st.DrawFn, n_symbols: int) -> FAR:
    size = draw(st.integers(1, 4))
    row = st.tuples(*[st.integers(0, size - 1)] * n_symbols)
    rows = draw(st.lists(row, min_size=size, max_size=size))
    return FAR(draw(st.sampled_from(Direction)), ((0, *rows[0][1:]), *rows[1:]))


@settings(max_examples=400)
@given(st.data())
def test_whatever_passes_the_check_never_halts(data: st.DataObject) -> None:
    machine = data.draw(machines(max_states=3))
    if check(machine, data.draw(automata(machine.n_symbols))):
        assert not run(machine, 20_000).halted


@settings(max_examples=300)
@given(machines(max_states=4))
def test_what_is_found_holds(machine: Machine) -> None:
    found = find_far(machine, 4)
    if found is not None:
        assert check(machine, found)
        assert not run(machine, 20_000).halted
    else:
        # Nothing was overlooked among the smallest ones.
        for direction in Direction:
            assert not check(machine, FAR(direction, ((0,) * machine.n_symbols,)))


def test_the_smallest_automaton_by_hand() -> None:
    # To the right for ever: whatever is on the left, the head is on a blank in state A.
    machine = Machine.parse("1RA---")
    assert check(machine, FAR(L, ((0, 0),)))
    assert find_far(machine, 1) == FAR(L, ((0, 0),))
    # Read from the right, the ones do not matter either.
    assert check(mirror(machine), FAR(R, ((0, 0),)))
    assert not check(Machine.parse("1RA---_------"), FAR(L, ((0, 0, 0),)))


def test_all_machines_of_three_states_that_do_not_loop() -> None:
    decisions = decide_tree(3, 2, deciders=["cycler", "translated_cycler"])
    left = [d.machine for d in decisions if d.certificate is None]
    found = find_fars(np.stack([machine.to_array() for machine in left]), 4)
    sizes = [len(one.automaton) for one in found if one is not None]
    assert len(sizes) == 92
    assert max(sizes) == 4
    assert all(check(m, c) for m, c in zip(left, found, strict=True) if c is not None)


def test_no_halting_machine_of_three_states_has_one() -> None:
    tables = np.stack([d.machine.to_array() for d in decide_tree(3, 2, deciders=[])])
    halted = run_batch(tables, 21)["halted"]
    assert find_fars(tables[halted], 3) == [None] * 1_772


def test_counters_and_harder_machines() -> None:
    for machine, size in ((COUNTER, 3), (HARD, 5)):
        found = find_far(machine, 5)
        assert found is not None
        assert len(found.automaton) <= size
        assert check(machine, found)
        image = dataclasses.replace(found, direction=found.direction.opposite)
        assert check(mirror(machine), image)
        assert find_far(machine, 5, max_nodes=1) is None


def test_changes_are_refused_or_true() -> None:
    halting = Machine.parse("1RB1LB_1LA0LC_1RZ1LD_1RD0RA")
    found = find_far(HARD, 5)
    assert found is not None
    rows = [list(row) for row in found.automaton]
    refused = 0
    for q in range(len(rows)):
        for symbol in range(2):
            if (q, symbol) == (0, 0):
                continue
            for other in range(len(rows)):
                changed = [list(line) for line in rows]
                changed[q][symbol] = other
                certificate = FAR(found.direction, tuple(map(tuple, changed)))
                refused += not check(HARD, certificate)
                assert not check(halting, certificate)
    assert refused > 20
    assert not check(HARD, FAR(found.direction, ((0, 0, 0),)))


@pytest.mark.parametrize(
    ("direction", "automaton"),
    [
        ("L", ((0, 0),)),
        (L, ((1, 0), (0, 0))),
        (L, ((0, 1),)),
        (L, ((0, -1),)),
        (L, ((0,),)),
        (L, ()),
        (L, [[0, 0]]),
        (L, ((0, True),)),
        (L, ((0, 0),) * 31),
    ],
)
def test_certificates_are_checked(direction: object, automaton: object) -> None:
    with pytest.raises(UsageError):
        FAR(direction, automaton)  # type: ignore[arg-type]


@pytest.mark.parametrize("arguments", [(0, 1), (31, 1), (True, 1), (2, 0), (2, 10**9), (2, True)])
def test_arguments_are_checked(arguments: tuple[int, int]) -> None:
    with pytest.raises(UsageError):
        find_far(COUNTER, arguments[0], max_nodes=arguments[1])
