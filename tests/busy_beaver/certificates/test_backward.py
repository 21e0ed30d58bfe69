from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from bbsynth.busy_beaver.certificates.backward import Backward, find_backward
from bbsynth.busy_beaver.deciders import check, decide_tree
from bbsynth.busy_beaver.machines import Machine, mirror, run, run_batch
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines


@settings(max_examples=500)
@given(machines(max_states=4))
def test_what_is_found_holds_and_is_the_least(machine: Machine) -> None:
    found = find_backward(machine, max_nodes=300)
    if found is not None:
        assert check(machine, found)
        assert found.depth == 1 or not check(machine, Backward(found.depth - 1))
        assert find_backward(mirror(machine), max_nodes=300) == found
        assert not run(machine, 20_000).halted


def test_the_start_has_a_past_of_nothing() -> None:
    # Nothing leads to state A, and yet it halts at once: the trap of the method.
    assert find_backward(Machine.parse("---1RB_1RB1RB")) is None
    assert not check(Machine.parse("---1RB_1RB1RB"), Backward(5))
    # It halts in A on 1 only, where it cannot be.
    assert find_backward(Machine.parse("1RB---_1RB1RB")) == Backward(1)


def test_by_hand() -> None:
    # B halts on 1. The start leads to A, and A may have come to a 1 in B as far as is known.
    assert find_backward(Machine.parse("1RB---_0LA---")) is None
    # B halts on 0, which it may have come to from the right again and again.
    assert find_backward(Machine.parse("1RA1RA_---1LB")) is None
    # Nothing leads to B.
    assert find_backward(Machine.parse("1RA1RA_---1LA")) == Backward(1)


def test_the_tree_of_three_states() -> None:
    decisions = list(decide_tree(3, 2, deciders=[]))
    halted = run_batch(np.stack([d.machine.to_array() for d in decisions]), 21)["halted"]
    found = [find_backward(decision.machine, max_nodes=100) for decision in decisions]
    has = np.array([one is not None for one in found])
    assert not (has & halted).any()
    assert has.sum() > 1_000
    for decision, one in list(zip(decisions, found, strict=True))[::17]:
        if one is not None:
            assert check(decision.machine, one)


def test_arguments_are_checked() -> None:
    for nodes in (0, 10**9, True):
        with pytest.raises(UsageError):
            find_backward(Machine.parse("1RZ---"), max_nodes=nodes)
    with pytest.raises(UsageError):
        find_backward("1RZ---")  # type: ignore[arg-type]
