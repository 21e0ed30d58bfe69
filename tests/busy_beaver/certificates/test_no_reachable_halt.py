from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from bbsynth.busy_beaver.certificates.no_reachable_halt import (
    NoReachableHalt,
    find_no_reachable_halts,
)
from bbsynth.busy_beaver.deciders import check
from bbsynth.busy_beaver.machines import HALT, Machine, enumerate_tnf_arrays, reachable_states
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines


def find_no_reachable_halt(machine: Machine) -> NoReachableHalt | None:
    return find_no_reachable_halts(machine.to_array()[None])[0]


@settings(max_examples=500)
@given(machines(max_states=5))
def test_the_graph_agrees(machine: Machine) -> None:
    found = find_no_reachable_halt(machine)
    reachable = reachable_states(machine)
    if HALT in reachable:
        assert found is None
    else:
        assert found == NoReachableHalt(tuple(sorted(reachable)))
        assert check(machine, found)


@pytest.mark.parametrize(
    ("text", "states", "holds"),
    [
        ("1RB0LA_0LA1RB_------", (0, 1), True),
        ("1RB0LA_0LA1RB_------", (0, 1, 2), False),
        ("1RB0LA_0LA1RB_------", (0,), False),
        ("1RB0LA_0LA1RB_------", (0, 1, 3), False),
        ("1RB0LA_0LA1RB_0RA0RC", (0, 1, 2), True),
        ("1RB0LA_0LA1RZ_------", (0, 1), False),
        ("1RB0LA_0LA---_------", (0, 1), False),
    ],
)
def test_checks(text: str, states: tuple[int, ...], holds: bool) -> None:
    assert check(Machine.parse(text), NoReachableHalt(states)) is holds


def test_none_of_them_halts_in_the_tree() -> None:
    found = 0
    for chunk in enumerate_tnf_arrays(3, 2):
        has = np.array([one is not None for one in find_no_reachable_halts(chunk.tables)])
        assert not (has & chunk.runs["halted"]).any()
        found += int(has.sum())
    assert found > 0


@pytest.mark.parametrize("states", [(), (1,), (0, 0), (0, 2, 1), (0, 25), (0, -1), [0], (0, 1.0)])
def test_certificates_are_checked(states: object) -> None:
    with pytest.raises(UsageError):
        NoReachableHalt(states)  # type: ignore[arg-type]
