from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bbsynth.busy_beaver.certificates.bouncer import find_bouncer
from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families import families
from bbsynth.busy_beaver.machines import (
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
    start_key,
    tail_key,
)
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.busy_beaver.reference import Tape
from bbsynth.errors import MachineFormatError
from bbsynth.problems.rendering import render_problem
from bbsynth.release.equivalence import Groups, grouped, keys_of_row, problem_keys
from bbsynth.release.rows import Entry, row_of
from tests.problems.making import claim


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


def all_used(machine: Machine) -> set[tuple[int, int]]:
    """All that a run of 10,000 steps uses, by the slow simulator."""
    tape = Tape(read_notation(str(machine.completed())))
    found = set()
    while tape.state is not None and tape.time < 10_000:
        found.add((tape.state, tape.read(tape.head)))
        tape.step()
    return found


def slow_key(machine: Machine, steps: int = 300) -> tuple[object, ...]:
    """What is read, written and how it moves from the last blank tape on, by the slow simulator;
    of the two directions and the states of a round the least."""
    table = read_notation(str(machine.completed()))
    tape = Tape(table)
    blank: list[int] = []
    while tape.state is not None and tape.time < steps:
        if not any(tape.cells.values()):
            if tape.state in blank:
                blank = blank[blank.index(tape.state) :]
                break
            blank.append(tape.state)
        tape.step()
    else:
        blank = blank[-1:]
    found = []
    for state in blank:
        for mirrored in (1, -1):
            tape = Tape(table)
            tape.state = state
            names = {0: 0}
            acts: list[tuple[int, int, int]] = []
            while tape.state is not None and tape.time < steps:
                rule = table[tape.state][tape.read(tape.head)]
                assert rule is not None
                if rule[2] is None:
                    break
                symbols = (tape.read(tape.head), rule[0])
                acts.append(
                    (*(names.setdefault(one, len(names)) for one in symbols), mirrored * rule[1])
                )
                tape.step()
            found.append((len(acts) < steps, tuple(acts)))
    if all(not ends and not any(one[1] for one in acts) for ends, acts in found):
        return ("blank",)
    return min(found)


def test_the_key_is_that_of_the_slow_simulator() -> None:
    """Of machines of the trees of 2x2 and 2x3, and of random ones: the same classes."""
    choice = random.Random(5)
    some = [node.machine for node in enumerate_tnf(2, 2)]
    some += choice.sample([node.machine for node in enumerate_tnf(2, 3)], 300)
    some += [drawn(choice, 3, 2) for _ in range(300)]
    pairs = {(run_key(machine), slow_key(machine)) for machine in some}
    assert len(pairs) == len({key for key, _ in pairs}) == len({key for _, key in pairs})
    assert 100 < len(pairs) < len(some)


def drawn(choice: random.Random, n_states: int, n_symbols: int) -> Machine:
    def entry() -> Transition:
        return Transition(
            choice.randrange(n_symbols),
            choice.choice(list(Direction)),
            choice.randrange(HALT, n_states),
        )

    return Machine(tuple(tuple(entry() for _ in range(n_symbols)) for _ in range(n_states)))


@settings(max_examples=60)
@given(machines(), st.randoms(use_true_random=False))
def test_what_is_never_used_does_not_matter(machine: Machine, choice: random.Random) -> None:
    needed = all_used(machine)
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


@given(machines(3), st.lists(st.sampled_from(Direction), min_size=1, max_size=3))
def test_what_leaves_nothing_does_not_matter(machine: Machine, moves: list[Direction]) -> None:
    """States before the first, which go on from blank to blank."""
    before = len(moves)
    rows = [
        tuple(
            Transition(0, move, place + 1 if place + 1 < before else before)
            for _ in range(machine.n_symbols)
        )
        for place, move in enumerate(moves)
    ]
    rows += [
        tuple(
            one if one is None or one.halts else Transition(one.write, one.move, one.next + before)
            for one in row
        )
        for row in machine.transitions
    ]
    assert run_key(Machine(tuple(rows))) == run_key(machine)


def test_the_last_blank_tape_counts() -> None:
    # The same a step later, renamed and mirrored.
    assert run_key("0RB1RZ_1LA0LA") == run_key("1RB0RB_0LA1RZ")
    # Writes, erases, and begins as the champion of two states.
    assert run_key("1RB0RA_0LC0LB_0LC0RD_1RE1LE_1LD1RZ") == run_key("1RB1LB_1LA1RZ")
    # Round and round through blank tapes, entered in either of two states.
    assert run_key("1RB---_1LB0RA") != run_key("1RB---_1LB0RB")
    one, other = "1RB0RC_0LC0LC_0RA0RA", "0RB0RB_1RC0RA_0LA0LA"
    assert run_key(one) == run_key(other)


def test_machines_that_never_write_are_the_same() -> None:
    for machine in ("0RA1RA", "0RB---_0LA---", "0RB---_0RC---_0LB---", "0RB1RB_0RB0RA"):
        assert run_key(machine) == "blank"
    assert run_key("------") == run_key("0RB---_------") == run_key("0RB---_0LC---_------")
    assert run_key("------") not in ("blank", run_key("1RB---_------"))


def test_states_that_do_the_work_of_others_do_not_matter() -> None:
    # Two states for one, one of them in disguise.
    assert run_key("1RB1RB_1LC1LA_1RZ1LA") == run_key("1RB1RC_1LC1LA_1RZ1LA")
    # One state more.
    assert run_key("1RB0LB_1LA1RZ") == run_key("1RB0LC_1LA1RZ_1LD1RZ_1RB0LC")
    one = "0RB1RZ_1LC1LD_1RD0RE_1RC1LB_1LC1LA"
    other = "0RB1LE_1LC1LD_1RD1LE_0RC1LA_1RF1LE_1RZ0RB"
    # The same theorem: from (11)^(m+1) 0 | to 11110 | (11)^m.
    assert (
        keys_of("reaches", one, state=4, left="11:1:1,0:0:1")[1]
        == (keys_of("reaches", other, state=1, left="1:2:2,0:0:1")[1])
    )


def keys_of(family: str, machine: str, *, state: int, left: str) -> tuple[str, ...]:
    parameters = {"state": state, "facing": "right", "left": left, "right": ""}
    return problem_keys("x", family, machine, "library", parameters)


@settings(max_examples=60)
@given(machines(3), st.randoms(use_true_random=False), st.booleans(), st.data())
def test_names_of_a_start_do_not_matter(
    machine: Machine, choice: random.Random, mirrored: bool, data: st.DataObject
) -> None:
    state = data.draw(st.integers(0, machine.n_states - 1))
    symbols = data.draw(st.lists(st.integers(0, machine.n_symbols - 1), min_size=1, max_size=6))
    first, head = data.draw(st.integers(-4, 2)), data.draw(st.integers(-5, 5))
    # Any state may become the first, since the machine is started elsewhere.
    states = list(range(machine.n_states))
    names = list(range(1, machine.n_symbols))
    choice.shuffle(states)
    choice.shuffle(names)
    new = (0, *names)
    other = with_symbols(renamed(machine, states), new)
    place, tape, where = first, [new[symbol] for symbol in symbols], head
    if mirrored:
        other, tape = mirror(other), tape[::-1]
        place, where = -(first + len(symbols) - 1), -head
    moved = data.draw(st.integers(-3, 3))
    for key in (start_key, tail_key):
        before = key(machine, state, head, first, symbols)
        after = key(other, states[state], where + moved, place + moved, [*tape, 0, 0])
        assert before == after


def renamed(machine: Machine, states: list[int]) -> Machine:
    """State ``q`` is called ``states[q]``, the first one too."""
    rows: list[tuple[Transition | None, ...]] = [()] * machine.n_states
    for state, row in enumerate(machine.transitions):
        rows[states[state]] = tuple(
            one if one is None or one.halts else Transition(one.write, one.move, states[one.next])
            for one in row
        )
    return Machine(tuple(rows))


def test_starts_that_differ() -> None:
    machine = "1RB1LC_1RC1RB_1LA1RZ"
    keys = {
        start_key(machine, 0, 0, 0, [1]),
        start_key(machine, 1, 0, 0, [1]),
        start_key(machine, 0, 1, 0, [1]),
        start_key(machine, 0, 0, 0, [1, 1]),
    }
    assert len(keys) == 4
    assert tail_key("1RB---_1RA---") != tail_key("1RB---_1LA---")
    assert tail_key("1RB---_1RA---", 0) == tail_key("1RB---_1RA---", 1)


@pytest.mark.parametrize(
    "start", [(2, 0, 0, [1]), (-1, 0, 0, [1]), (0, 0, 0, [2]), (0, 10**9, 0, [1])]
)
def test_starts_that_are_not_possible(start: tuple[int, int, int, list[int]]) -> None:
    for key in (start_key, tail_key):
        with pytest.raises(ValueError, match=r"no such state|too large"):
            key("1RB1LB_1LA1RZ", *start)


def keys(family: str, machine: str) -> tuple[str, ...]:
    """The keys of a problem, which its row has to tell as well, with its proof hidden."""
    decision = decide(Machine.parse(machine), max_steps=1_000)
    bouncer = dataclasses.replace(decision, certificate=find_bouncer(decision.machine))
    found = (families()[family].claim(one) for one in (bouncer, decision))
    one = render_problem(next(one for one in found if one is not None))
    row = row_of(Entry(one, split="a", revision=1), release="", canary="", with_proof=False)
    same = problem_keys(one.id, family, one.machine, "library", one.parameters)
    assert keys_of_row(row) == same
    return same


def test_the_same_rule_from_another_state() -> None:
    machine, other = "1RB1LC_0LA0RB_1LA---", "1RB1LA_0LA0RC_1LB---"
    one = keys("counts", machine)
    assert [key.split()[0] for key in one[1:]] == ["tail"]
    turned = renamed(Machine.parse(machine).completed(), [1, 2, 0])
    parameters = dict(claim("counts", machine).parameters)
    parameters["state"] = [1, 2, 0][int(str(parameters["state"]))]
    two = problem_keys("x", "counts", str(turned), "library", parameters)
    assert two[1] == one[1]
    assert two[0] != one[0]
    assert problem_keys("x", "counts", other, "library", parameters)[1] != one[1]


def test_kinds_of_keys() -> None:
    for family in ("rule", "passes"):
        machine = families()[family].example
        assert keys(family, machine)[1] == f"tail {tail_key(machine, noted=5_000)}"
    for family in ("reaches", "visits-at-least"):
        machine = families()[family].example
        assert keys(family, machine)[1] == f"tail {tail_key(machine)}"
    assert tail_key("1RB---_1LB1LC_1RC0RB") != tail_key("1RB1LA_0LA1RB")
    assert keys("started-elsewhere", "1RB0RB_0LA0LB")[1].startswith("start ")
    assert len(keys("never-halts", "1RB0RB_0LA0LB")) == 1


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"state": 77, "facing": "left", "left": "", "right": ""},
        {"state": 0, "facing": "left", "left": "1:1:1000000000", "right": ""},
        {"state": 0, "facing": "left", "left": "1:0:-9000000000", "right": "1:0:9000000000"},
        {"state": 0, "facing": "left", "left": "a:b:c", "right": 5},
        {"state": "x", "facing": [], "left": [], "right": []},
    ],
)
def test_parameters_of_no_rule(parameters: dict[str, Any]) -> None:
    assert problem_keys("x", "rule", "1RB1LA_0LA1RB", "library", parameters) == (
        run_key("1RB1LA_0LA1RB"),
    )


def test_groups() -> None:
    groups = Groups({"a": "train", "b": "test", "c": "train"})
    assert groups.join(("a", "x"))
    assert groups.join(("x", "c"))
    assert not groups.join(("x", "b"))
    assert groups.join(("b", "y"))
    assert groups.join(("z", "w"))
    assert not groups.join(("y", "z", "c"))
    assert groups.join(("y", "z"))
    assert [groups.split(key) for key in "abcxyzwv"] == [
        *("train", "test", "train", "train", "test", "test", "test", None)
    ]
    items = [(1, ("a",)), (2, ("b", "c")), (3, ("c", "d")), (4, ("d", "b")), (5, ("a", "e"))]
    assert grouped(items) == {"a": [1, 5], "b": [2, 3, 4]}
    assert grouped([]) == {}


def test_problems_without_a_machine() -> None:
    def key(name: str, track: str) -> tuple[str, ...]:
        return problem_keys(name, "general", "", track, {})

    assert key("general-mirror-bare", "bare") == key("general-mirror", "library")
    assert key("general-mirror", "library") != key("general-space", "library")
    assert problem_keys("x", "halts", "1LB1RB_1RA1LZ", "bare", {}) == (run_key("1RB1LB_1LA1RZ"),)
    with pytest.raises(MachineFormatError):
        problem_keys("x", "halts", "no machine", "bare", {})
