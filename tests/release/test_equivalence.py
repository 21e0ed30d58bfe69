from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bbsynth.errors import MachineFormatError
from bbsynth.machines import (
    HALT,
    Direction,
    Machine,
    Transition,
    canonical_form,
    enumerate_tnf,
    machine_key,
    mirror,
    rename,
    run,
    run_key,
)
from bbsynth.problems.readback import read_notation
from bbsynth.problems.reference import Tape
from bbsynth.release.equivalence import problem_key


@st.composite
def machines(draw: st.DrawFn, states: int = 4, symbols: int = 3) -> Machine:
    n = draw(st.integers(1, states))
    k = draw(st.integers(2, symbols))
    entry = st.one_of(
        st.none(),
        st.builds(
            Transition, st.integers(0, k - 1), st.sampled_from(Direction), st.integers(HALT, n - 1)
        ),
    )
    row = st.tuples(*[entry] * k)
    return Machine(draw(st.tuples(*[row] * n)))


def with_symbols(machine: Machine, permutation: tuple[int, ...]) -> Machine:
    rows = []
    for row in machine.transitions:
        new: list[Transition | None] = [None] * len(row)
        for symbol, entry in enumerate(row):
            new[permutation[symbol]] = (
                None
                if entry is None
                else Transition(permutation[entry.write], entry.move, entry.next)
            )
        rows.append(tuple(new))
    return Machine(tuple(rows))


@given(machines(), st.randoms(use_true_random=False), st.booleans())
def test_names_do_not_matter(machine: Machine, draw: random.Random, mirrored: bool) -> None:
    states = list(range(1, machine.n_states))
    symbols = list(range(1, machine.n_symbols))
    draw.shuffle(states)
    draw.shuffle(symbols)
    other = with_symbols(rename(machine, [0, *states]), (0, *symbols))
    if mirrored:
        other = mirror(other)
    assert machine_key(other) == machine_key(machine)
    assert run_key(other) == run_key(machine)


@given(machines())
def test_a_machine_with_its_halts_spelled_differently(machine: Machine) -> None:
    assert machine_key(machine.completed()) == machine_key(machine)
    text = str(machine).replace("---", "0LZ").replace("Z", "Y")
    assert machine_key(text) == machine_key(machine)
    assert run_key(text) == run_key(machine.completed()) == run_key(machine)


@given(machines(), machines())
def test_not_finer_than_the_canonical_form(a: Machine, b: Machine) -> None:
    if canonical_form(a) == canonical_form(b):
        assert machine_key(a) == machine_key(b)
    if machine_key(a) == machine_key(b):
        assert run_key(a) == run_key(b)


def used(machine: Machine) -> set[tuple[int, int]]:
    """What a run of 10,000 steps uses, by the slow simulator."""
    tape = Tape(read_notation(str(machine.completed())))
    found = set()
    while tape.state is not None and tape.time < 10_000:
        found.add((tape.state, tape.read(tape.head)))
        tape.step()
    return found


@settings(max_examples=60)
@given(machines(), st.randoms(use_true_random=False))
def test_what_is_never_used_does_not_matter(machine: Machine, choice: random.Random) -> None:
    needed = used(machine)
    rows = [
        tuple(
            entry
            if (state, symbol) in needed
            else Transition(
                choice.randrange(machine.n_symbols),
                choice.choice(list(Direction)),
                choice.randrange(HALT, machine.n_states),
            )
            for symbol, entry in enumerate(row)
        )
        for state, row in enumerate(machine.transitions)
    ]
    assert run_key(Machine(tuple(rows))) == run_key(machine)
    # And all of what is used does.
    kept = run_key(machine)
    assert kept.count("L") + kept.count("R") + 1 >= len(needed)


def test_the_machine_of_a_fact_about_what_is_never_used() -> None:
    assert run_key("1RB0RB_0LA0RA") == run_key("1RB0RB_0LA1RZ")
    assert machine_key("1RB0RB_0LA0RA") != machine_key("1RB0RB_0LA1RZ")
    assert run_key("1RB0RB_0LA0RA") != run_key("1RB1LB_0LA1RZ")


def test_equal_keys_mean_equal_runs() -> None:
    """Of all machines of the tree of 2x3, and of their mirror images."""
    runs: dict[str, set[tuple[bool, int]]] = {}
    for node in enumerate_tnf(2, 3):
        machine = node.machine.completed()
        result = run(machine, 38)
        for one in (machine, mirror(machine)):
            runs.setdefault(machine_key(one), set()).add((result.halted, result.steps))
    assert all(len(different) == 1 for different in runs.values())
    assert 2_000 < len(runs) < 6_019


def test_what_no_run_can_meet_is_left_out() -> None:
    assert machine_key("1RB1LB_1LA1RZ_0RC0RC") == machine_key("1RB1LB_1LA1RZ")
    assert machine_key("1RB1LB2RB_1LA1RZ2LA") == machine_key("1RB1LB_1LA1RZ")
    assert machine_key("1RB1LB_1LA1RZ") != machine_key("1RB1LB_1LA1RA")
    assert machine_key("1RB1LB_1LA1RZ") != machine_key("1RB1LB_0LA1RZ")


def test_problems_without_a_machine() -> None:
    assert problem_key("general-mirror-bare", "", "bare") == problem_key(
        "general-mirror", "", "library"
    )
    assert problem_key("general-mirror", "", "library") != problem_key(
        "general-space", "", "library"
    )
    assert problem_key("x", "1LB1RB_1RA1LZ", "bare") == run_key("1RB1LB_1LA1RZ")
    with pytest.raises(MachineFormatError):
        problem_key("x", "no machine", "bare")
