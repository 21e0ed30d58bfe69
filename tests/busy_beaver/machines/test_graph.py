from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.busy_beaver.machines import (
    HALT,
    Direction,
    Machine,
    can_reach_halt,
    canonical_form,
    enumerate_tnf,
    equivalent,
    mirror,
    reachable_states,
    rename,
    run,
    strongly_connected_components,
    transition_graph,
)
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines


@st.composite
def renamed(draw: st.DrawFn) -> tuple[Machine, list[int]]:
    machine = draw(machines(max_states=6))
    return machine, [0, *draw(st.permutations(range(1, machine.n_states)))]


def test_the_graph_has_an_edge_per_transition() -> None:
    graph = transition_graph(Machine.parse("1RB---_0LA1RZ"))
    assert set(graph.nodes) == {0, 1, HALT}
    assert graph.nodes[HALT]["name"] == "Z"
    assert [(a, b) for a, b in graph.edges()] == [(0, 1), (0, HALT), (1, 0), (1, HALT)]
    assert graph.edges[1, 0, 0] == {
        "read": 0,
        "write": 0,
        "move": Direction.LEFT,
        "defined": True,
    }
    assert graph.edges[0, HALT, 1]["defined"] is False


def test_reachability() -> None:
    machine = Machine.parse("1RB1LB_1LA0RA_1RZ1RC")
    assert reachable_states(machine) == {0, 1}
    assert not can_reach_halt(machine)
    assert can_reach_halt(Machine.parse("1RB1LB_1LA---"))
    assert reachable_states(Machine.parse("1RZ1RA")) == {0, HALT}


def test_strongly_connected_components() -> None:
    machine = Machine.parse("1RB1RB_1LC1LD_1RB1RZ_1RD1RD")
    assert strongly_connected_components(machine) == ({0}, {1, 2}, {3})


@given(machines())
def test_machines_that_cannot_reach_a_halt_do_not_halt(machine: Machine) -> None:
    if not can_reach_halt(machine):
        assert not run(machine, 300).halted


@given(machines(undefined=False))
def test_the_mirror_image_runs_in_the_mirror(machine: Machine) -> None:
    one, other = run(machine, 200), run(mirror(machine), 200)
    assert (one.halted, one.steps, one.state) == (other.halted, other.steps, other.state)
    assert one.head == -other.head
    assert one.tape.tolist() == other.tape.tolist()[::-1]
    assert mirror(mirror(machine)) == machine


@given(renamed())
def test_renaming_changes_names_only(case: tuple[Machine, list[int]]) -> None:
    machine, permutation = case
    one, other = run(machine, 200), run(rename(machine, permutation), 200)
    assert (one.steps, one.head) == (other.steps, other.head)
    assert one.tape.tolist() == other.tape.tolist()
    assert other.state == (permutation[one.state] if one.state != HALT else HALT)
    inverse = sorted(range(machine.n_states), key=permutation.__getitem__)
    assert rename(rename(machine, permutation), inverse) == machine


@given(renamed(), st.booleans())
def test_equivalent_under_renaming_and_mirror(
    case: tuple[Machine, list[int]], reflected: bool
) -> None:
    machine, permutation = case
    other = rename(mirror(machine) if reflected else machine, permutation)
    assert equivalent(machine, other)
    form = canonical_form(machine)
    assert canonical_form(form) == form == canonical_form(other)


def test_the_canonical_form_is_the_text_that_comes_first() -> None:
    # Of 0RB…, numbered in the order met, and its mirror image 0LB…, the second comes first.
    assert str(canonical_form(Machine.parse("0RC1RZ_1LA0LB_1RB---"))) == "0LB1LZ_1LC---_1RA0RC"
    assert str(canonical_form(Machine.parse("0LC1LZ_1RA0RB_1LB---"))) == "0LB1LZ_1LC---_1RA0RC"


def test_differences_in_more_than_names() -> None:
    machine = Machine.parse("1RB1LB_1LA1RZ")
    assert not equivalent(machine, Machine.parse("1RB1LB_1LA1RZ_------"))
    assert not equivalent(machine, Machine.parse("1RB1LB_1LA1LZ"))
    assert not equivalent(machine, machine.completed().parse("0RB1LB_1LA1RZ"))
    # No transition leads to C, so it does not matter what it holds.
    assert equivalent(Machine.parse("1RB1LB_1LA1RZ_1RA1RC"), Machine.parse("1RB1LB_1LA1RZ_------"))


def test_the_tree_has_no_two_machines_of_one_form() -> None:
    nodes = list(enumerate_tnf(2, 2))
    forms = {canonical_form(node.machine) for node in nodes}
    assert len(forms) == len(nodes)


@pytest.mark.parametrize("permutation", [[1, 0], [0], [0, 0], [0, 1, 2], [0, 2]])
def test_permutations_are_checked(permutation: list[int]) -> None:
    with pytest.raises(UsageError):
        rename(Machine.parse("1RB1LB_1LA1RZ"), permutation)
