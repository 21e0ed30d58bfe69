"""All searches together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from bbsynth.busy_beaver.deciders import DECIDERS, Budgets, check, decide_tree
from bbsynth.busy_beaver.deciders.searches import find_certificates
from bbsynth.busy_beaver.machines import Machine, mirror, rename, run
from tests.busy_beaver.machines.strategies import machines

pytestmark = pytest.mark.slow

# They halt after so many steps that a search could take them for machines that do not.
LATE = {
    "1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA": 47_176_870,
    "1RB1RA_1LC1LB_1RA1LD_1RA1LE_1RZ0LC": 11_798_826,
    "1RB2LA1RA1RA_1LB1LA3RB1RZ": 3_932_964,
    "1RB1LB_1LA0LC_1RZ1LD_1RD0RA": 107,
    "1RB0RC_1LA1RA_1RZ1RD_1LD0LB": 96,
    "1RB2LB1RZ_2LA2RB1LB": 38,
}


def _found(machine: Machine, decider: str) -> object:
    tables = machine.to_array()[None]
    (found,) = find_certificates(tables, search_steps=1_000, budgets=Budgets(), deciders=[decider])
    return found


@pytest.mark.parametrize("decider", DECIDERS)
@pytest.mark.parametrize("text", LATE)
def test_machines_that_halt_late_are_not_decided(text: str, decider: str) -> None:
    assert _found(Machine.parse(text), decider) is None


def test_they_halt() -> None:
    for text, steps in LATE.items():
        assert run(Machine.parse(text), 50_000_000).steps == steps


def test_every_decider_alone_is_right_about_the_machines_of_a_tree() -> None:
    nodes = list(decide_tree(2, 3, deciders=[]))[::5]
    tables = np.stack([decision.machine.to_array() for decision in nodes])
    halting = np.array([decision.certificate is not None for decision in nodes])
    decided = {}
    for decider in DECIDERS:
        budgets = Budgets(contexts=1_000, descriptions=100, bouncer_steps=300, nodes=50)
        found = find_certificates(tables, search_steps=100, budgets=budgets, deciders=[decider])
        has = np.array([one is not None for one in found])
        assert not (has & halting).any()
        decided[decider] = int(has.sum())
        for index in np.flatnonzero(has)[::11].tolist():
            certificate = found[index]
            assert certificate is not None
            assert certificate.kind == decider
            assert check(nodes[index].machine, certificate)
    # Closed sets decide everything, or nearly, loops included.
    running = int((~halting).sum())
    assert decided["ngram_cps"] == running
    assert decided["far"] > 0.99 * running
    assert decided["repwl"] > 0.95 * running
    assert decided["translated_cycler"] > 0.75 * running
    assert decided["cycler"] > 0
    assert decided["bouncer"] > 0.5 * running
    assert decided["backward"] > 0


@settings(max_examples=60)
@given(machines(max_states=3, undefined=False))
def test_names_and_sides_change_no_fate(machine: Machine) -> None:
    small = Budgets(contexts=500, descriptions=100, bouncer_steps=300, automata=500, nodes=100)
    order = [0, *reversed(range(1, machine.n_states))]
    for other in (mirror(machine), rename(machine, order)):
        for one in (machine, other):
            (found,) = find_certificates(
                one.to_array()[None], search_steps=200, budgets=small, deciders=None
            )
            if found is not None:
                assert check(one, found)
                assert not run(machine, 20_000).halted
                assert not run(other, 20_000).halted
