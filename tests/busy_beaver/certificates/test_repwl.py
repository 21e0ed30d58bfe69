from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bbsynth.busy_beaver.certificates.repwl import (
    Block,
    Description,
    RepWL,
    Side,
    closed_descriptions,
    find_repwl,
)
from bbsynth.busy_beaver.deciders import check
from bbsynth.busy_beaver.machines import Machine, run
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines

BOUNCER = Machine.parse("1RB1LA_1LA1RB")
# Neither a loop nor an n-gram closure of a reasonable size shows that these never halt.
HARD = ["0RB1LA_1LC1RB_1LA1LD_---0LA", "1RB1LA_1LA0RC_1LD1RC_---0LA", "1RB0RB_0LC1RB_1RD1LC_---1RA"]

parameters = st.builds(RepWL, length=st.integers(1, 4), threshold=st.integers(1, 3))


@settings(max_examples=300)
@given(machines(max_states=3), parameters)
def test_search_and_check_agree(machine: Machine, wanted: RepWL) -> None:
    found = find_repwl(machine, wanted.length, wanted.threshold, max_descriptions=2_000)
    assert found in (None, wanted)
    if found is not None:
        assert check(machine, wanted)
    elif run(machine, 2_000).halted:
        assert not check(machine, wanted)


@settings(max_examples=200)
@given(machines(max_states=3, undefined=False), parameters)
def test_what_closes_never_halts(machine: Machine, wanted: RepWL) -> None:
    if find_repwl(machine, wanted.length, wanted.threshold, max_descriptions=500) is not None:
        assert not run(machine, 20_000).halted


def _fits(cells: list[int], side: Side, length: int) -> bool:
    """Whether the cells, nearest word first, are a side followed by blanks."""
    if not side:
        return not any(cells)
    (word, count, more), rest = side[0], side[1:]
    taken = 0
    while cells[taken * length : (taken + 1) * length] == list(word):
        taken += 1
        if (taken == count or (more and taken > count)) and _fits(
            cells[taken * length :], rest, length
        ):
            return True
    return False


def _describes(
    description: Description, tape: dict[int, int], head: int, state: int, way: int, length: int
) -> bool:
    if description[:2] != (state, way):
        return False
    edge = head if way > 0 else head + 1
    rights = [tape.get(edge + offset, 0) for offset in range(70 * length)]
    lefts: list[int] = []
    for start in range(edge - length, edge - 70 * length, -length):
        lefts += [tape.get(start + offset, 0) for offset in range(length)]
    return _fits(lefts, description[2], length) and _fits(rights, description[3], length)


@settings(max_examples=100)
@given(machines(max_states=2, max_symbols=2, undefined=False), parameters)
def test_closed_descriptions_describe_the_run(machine: Machine, wanted: RepWL) -> None:
    closed = closed_descriptions(machine, wanted, max_descriptions=300)
    if closed is None:
        return
    tape: dict[int, int] = {}
    head, state, way, enters = 0, 0, 1, True
    for _ in range(60):
        if enters:
            assert any(_describes(one, tape, head, state, way, wanted.length) for one in closed)
        transition = machine.transitions[state][tape.get(head, 0)]
        assert transition is not None
        tape[head], way, state = transition.write, transition.move.offset, transition.next
        enters = (head + way) // wanted.length != head // wanted.length
        head += way


def test_the_descriptions_of_a_runner_by_hand() -> None:
    closed = closed_descriptions(Machine.parse("1RA---"), RepWL(1, 2))
    ones: list[Block] = [((1,), 1, False), ((1,), 2, True)]
    assert closed == {(0, 1, (), ()), (0, 1, (ones[0],), ()), (0, 1, (ones[1],), ())}


@pytest.mark.parametrize(("machine", "threshold"), list(zip(HARD, (2, 3, 2), strict=True)))
def test_machines_that_nothing_cheaper_decides(machine: str, threshold: int) -> None:
    found = find_repwl(Machine.parse(machine), 2, threshold)
    assert found == RepWL(2, threshold)
    assert check(Machine.parse(machine), found)
    assert not run(Machine.parse(machine), 1_000_000).halted


def test_the_budget_is_kept() -> None:
    closed = closed_descriptions(BOUNCER, RepWL(1, 2))
    assert closed is not None
    size = len(closed)
    assert find_repwl(BOUNCER, 1, 2, max_descriptions=size) is not None
    assert find_repwl(BOUNCER, 1, 2, max_descriptions=size - 1) is None


def test_halting_machines_never_close() -> None:
    machine = Machine.parse("1RB1LB_1LA0LC_1RZ1LD_1RD0RA")
    for length in range(1, 6):
        for threshold in range(1, 4):
            assert find_repwl(machine, length, threshold) is None
            assert not check(machine, RepWL(length, threshold))


@pytest.mark.parametrize(
    "arguments",
    [
        {"length": 0},
        {"length": 65},
        {"threshold": 0},
        {"threshold": "2"},
        {"max_descriptions": 0},
        {"max_descriptions": True},
        {"max_descriptions": 10**9},
    ],
)
def test_arguments_are_checked(arguments: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        find_repwl(BOUNCER, **{"length": 1, "threshold": 2, **arguments})
