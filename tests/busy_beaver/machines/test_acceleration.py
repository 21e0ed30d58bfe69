from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bbsynth.busy_beaver.machines import HALT, LongRun, Machine, enumerate_tnf, run, run_accelerated
from bbsynth.busy_beaver.machines.acceleration import _run
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines

CHAMPION = Machine.parse("1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA")


def _cells(found: LongRun) -> dict[int, int]:
    text = "".join(word * count for word, count in found.tape)
    return {found.origin + place: int(c) for place, c in enumerate(text) if c != "0"}


def _agree(machine: Machine, found: LongRun) -> None:
    """Compare with a plain run of as many steps."""
    expected = run(machine, found.steps)
    assert found.steps == expected.steps
    assert (found.halted, found.state, found.head) == (
        expected.halted,
        expected.state,
        expected.head,
    )
    assert (found.undefined, found.non_blank) == (expected.undefined, expected.non_blank)
    tape = enumerate(expected.tape.tolist(), start=-expected.origin)
    assert _cells(found) == {place: symbol for place, symbol in tape if symbol}
    if found.runs_forever:
        assert not run(machine, found.steps + 2_000).halted


@settings(max_examples=400)
@given(machines(), st.integers(1, 5), st.integers(0, 60))
def test_any_machine_and_block(machine: Machine, block: int, operations: int) -> None:
    _agree(machine, run_accelerated(machine, block=block, max_operations=operations))


@settings(max_examples=200)
@given(machines(), st.integers(1, 3), st.integers(0, 60), st.integers(1, 40))
def test_large_numbers_take_another_way_to_the_same_end(
    machine: Machine, block: int, operations: int, largest: int
) -> None:
    expected = _run(machine, block, operations)
    found = _run(machine, block, operations, largest)
    if expected.halted or expected.runs_forever:
        assert found == expected
    _agree(machine, found)


@pytest.mark.parametrize(("n_states", "n_symbols"), [(3, 2), (2, 3)])
def test_all_halting_machines_of_a_tree(n_states: int, n_symbols: int) -> None:
    for node in enumerate_tnf(n_states, n_symbols):
        if node.halts:
            found = run_accelerated(node.machine, block=2, max_operations=1_000)
            assert (found.halted, found.steps) == (True, node.steps)
            assert (found.undefined, found.non_blank) == (node.undefined, node.non_blank)


@pytest.mark.parametrize("block", [None, 1, 3, 6, 12])
def test_the_five_state_champion(block: int | None) -> None:
    found = run_accelerated(CHAMPION, block=block)
    assert (found.halted, found.steps, found.non_blank) == (True, 47_176_870, 4_098)
    assert (found.state, found.head) == (HALT, -12_242)
    assert found.operations < 100_000
    assert _cells(found) == {
        place: 1
        for place, symbol in enumerate(run(CHAMPION, 10**8).tape.tolist(), start=-12_243)
        if symbol
    }


def test_other_records() -> None:
    second = run_accelerated(Machine.parse("1RB1RA_1LC1LB_1RA1LD_1RA1LE_1RZ0LC"))
    assert (second.steps, second.non_blank) == (11_798_826, 4_098)
    two_by_four = run_accelerated(Machine.parse("1RB2LA1RA1RA_1LB1LA3RB1RZ"))
    assert (two_by_four.steps, two_by_four.non_blank) == (3_932_964, 2_050)


def test_running_for_ever() -> None:
    right = run_accelerated(Machine.parse("1RA---"), block=3)
    assert (right.runs_forever, right.halted) == (True, False)
    inside = run_accelerated(Machine.parse("0RB---_0LA---"), block=2)
    assert inside.runs_forever


@pytest.mark.parametrize("arguments", [{"block": 0}, {"block": 13}, {"max_operations": -1}])
def test_arguments_are_checked(arguments: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        run_accelerated(CHAMPION, **arguments)
    with pytest.raises(UsageError):
        run_accelerated("1RZ---")  # type: ignore[arg-type]
