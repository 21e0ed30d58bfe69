from __future__ import annotations

import pytest
from hypothesis import given

from bbsynth.busy_beaver.certificates.cycler import Cycler
from bbsynth.busy_beaver.certificates.cycler.search import find_cyclers
from bbsynth.busy_beaver.deciders import check
from bbsynth.busy_beaver.machines import Machine, enumerate_tnf_arrays, trace
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines


def find_cycler(machine: Machine, max_steps: int) -> Cycler | None:
    return find_cyclers(machine.to_array()[None], max_steps)[0]


def _first_recurrence(machine: Machine, steps: int) -> tuple[int, int] | None:
    """Return the first time and the configuration's first recurrence, among all configurations."""
    configurations = trace(machine, steps)
    if configurations.halted:
        return None
    seen: dict[tuple[int, int, bytes], int] = {}
    for time in range(configurations.steps + 1):
        key = (
            int(configurations.states[time]),
            int(configurations.heads[time]),
            configurations.tapes[time].tobytes(),
        )
        if key in seen:
            return seen[key], time - seen[key]
        seen[key] = time
    return None


@given(machines())
def test_every_recurrence_is_found_with_least_start_and_period(machine: Machine) -> None:
    expected = _first_recurrence(machine, 60)
    found = find_cycler(machine, 200)
    if expected is not None:
        assert found is not None
        assert (found.start, found.period) == expected
    if found is not None:
        assert check(machine, found)


def test_the_width_is_the_least() -> None:
    machine = Machine.parse("0LB---_0RA---")
    assert find_cycler(machine, 100) == Cycler(start=0, period=2, width=1)


def test_the_tree() -> None:
    for chunk in enumerate_tnf_arrays(3, 2):
        found = find_cyclers(chunk.tables, 200)
        assert sum(certificate is not None for certificate in found) == 526
        # Searching one by one leaves no traces of the machine before.
        for index in range(0, len(found), 97):
            machine = Machine.from_array(chunk.tables[index])
            assert find_cycler(machine, 200) == found[index]


def test_halting_machines_and_short_searches_find_nothing() -> None:
    assert find_cycler(Machine.parse("1RB1LB_1LA1RZ"), 1_000) is None
    assert find_cycler(Machine.parse("0LB---_0RA---"), 1) is None
    assert find_cycler(Machine.parse("0LB---_0RA---"), 0) is None


@pytest.mark.parametrize("steps", [-1, 10**8 + 1, 1.0])
def test_steps_are_checked(steps: int) -> None:
    with pytest.raises(UsageError):
        find_cycler(Machine.parse("1RZ---"), steps)
