from __future__ import annotations

import dataclasses
import functools
from typing import Any

import pytest

from bbsynth.busy_beaver.certificates.bouncer import find_bouncer
from bbsynth.busy_beaver.certificates.ngram_cps import NGramCPS
from bbsynth.busy_beaver.deciders import decide_tree
from bbsynth.busy_beaver.deciders.counter import Counter, Exponential, find_counter
from bbsynth.busy_beaver.deciders.counter_check import check_counter
from bbsynth.busy_beaver.machines import Direction, Machine
from bbsynth.busy_beaver.parametric import Linear, written_out
from bbsynth.errors import UsageError

BINARY = "1RB1LC_0LA0RB_1LA---"
TERNARY = "2RB0RB1LA_0LA1RB---"
CARRYING = "0RB0LA_1RC---_1LA1RC"
FURTHER = "1RB1LC_0LA0RB_1RD1LA_---0RB"
MACHINES = [BINARY, TERNARY, CARRYING, FURTHER]


@functools.cache
def counter_of(text: str) -> Counter:
    found = find_counter(Machine.parse(text))
    assert found is not None
    return found


def test_a_counter_by_hand() -> None:
    # State A goes left over full digits, 11, and makes them 00; B goes back over 00 and 01.
    found = find_counter(Machine.parse("0RB---0LA_1LA2RB---"))
    assert found is not None
    assert (found.digits, found.crossed, found.first) == (("0", "1"), "2", 1)
    assert found.direction is Direction.RIGHT
    assert found.carries == (Linear(2, 2),)
    assert found.steps == Exponential(4, 2, -1)
    assert str(found.steps) == "4·2^n - 1"
    assert [found.steps(n) for n in range(4)] == [3, 7, 15, 31]


@pytest.mark.parametrize("text", MACHINES)
def test_what_is_found_passes_the_check(text: str) -> None:
    assert check_counter(Machine.parse(text), counter_of(text))


def test_bases() -> None:
    assert [len(counter_of(text).digits) for text in MACHINES] == [2, 3, 2, 4]
    assert counter_of(CARRYING).carried


def run(machine: Machine, left: str, right: str, state: int, steps: int) -> tuple[object, ...]:
    """State and tape, seen from the head, which begins on the first cell right of an edge."""
    tape = {place - len(left): symbol for place, symbol in enumerate(left + right)}
    head = 0
    for _ in range(steps):
        transition = machine.transitions[state][int(tape.get(head, "0"))]
        assert transition is not None
        tape[head] = str(transition.write)
        head += transition.move.offset
        state = transition.next
    return state, {cell - head: symbol for cell, symbol in tape.items() if symbol != "0"}


@pytest.mark.parametrize("text", MACHINES)
def test_rules_by_running_the_machine(text: str) -> None:
    machine, found = Machine.parse(text), counter_of(text)
    edge = 0 if found.direction is Direction.RIGHT else 1

    def start(family: Any, n: int, steps: int) -> tuple[object, ...]:
        left, right = written_out(family.left, n), written_out(family.right, n)
        if edge:
            # The head is on the last cell on the left.
            last = left[-1:] or "0"
            left, right = left[:-1], last + right
        return run(machine, left, right, family.state, steps)

    family = found.family()
    for n in range(5):
        assert start(family, n, found.steps(n)) == start(family, n + 1, 0)
        for digit in [*range(len(found.digits) - 1), None]:
            for beyond in ("", "1", "0110") if digit is not None else ("",):
                before, after, steps = found.carry(digit, beyond)
                assert start(before, n, steps(n)) == start(after, n, 0)
    blank = run(machine, "", "", 0, found.start)
    assert blank == start(family, 0, 0)


@pytest.mark.parametrize("text", MACHINES)
def test_any_field_that_is_changed_is_noticed(text: str) -> None:
    machine, found = Machine.parse(text), counter_of(text)
    other = Direction.LEFT if found.direction is Direction.RIGHT else Direction.RIGHT
    steps = found.steps
    changes: list[dict[str, Any]] = [
        {"start": found.start + 1},
        {"start": -1},
        {"start": 10**30},
        {"state": (found.state + 1) % machine.n_states},
        {"state": 99},
        {"back": (found.back + 1) % machine.n_states},
        {"back": -1},
        {"direction": other},
        {"tail": found.tail + "1"},
        {"tail": "9"},
        {"crossed": "0" * len(found.crossed) if "1" in found.crossed else "1" * len(found.crossed)},
        {"crossed": ""},
        {"crossed": found.crossed * 2},
        {"carried": found.carried + "1"},
        {"returned": found.returned + "0"},
        {"copies": found.copies + 1},
        {"copies": -1},
        {"copies": 10**30},
        {"digits": found.digits[::-1]},
        {"digits": found.digits[:1]},
        {"digits": ()},
        {"first": found.first - 1},
        {"first": len(found.digits)},
        {"carries": ()},
        {"carries": (*found.carries, found.growth)},
        {"carries": (Linear(found.carries[0].slope + 1, 0), *found.carries[1:])},
        {"growth": found.growth + Linear(0, 1)},
        {"growth": found.growth + Linear(1, 0)},
        {"steps": dataclasses.replace(steps, factor=steps.factor + 1)},
        {"steps": dataclasses.replace(steps, base=steps.base + 1)},
        {"steps": dataclasses.replace(steps, constant=steps.constant + 1)},
    ]
    for change in changes:
        assert not check_counter(machine, dataclasses.replace(found, **change)), change


def test_counters_of_other_machines_are_refused() -> None:
    for text in MACHINES:
        for other in MACHINES:
            if other != text:
                assert not check_counter(Machine.parse(text), counter_of(other))


def test_mirrored_machines_count_alike() -> None:
    for text in MACHINES:
        table = Machine.parse(text)
        swapped = str(table).translate(str.maketrans("LR", "RL"))
        mirrored, found = counter_of(swapped), counter_of(text)
        assert mirrored.direction is not found.direction
        assert dataclasses.replace(mirrored, direction=found.direction) == found


def test_every_closed_machine_of_three_states_bounces_or_counts() -> None:
    counters = 0
    for decision in decide_tree(3, 2):
        if isinstance(decision.certificate, NGramCPS):
            found = find_counter(decision.machine)
            if found is None:
                assert find_bouncer(decision.machine) is not None
            else:
                assert check_counter(decision.machine, found)
                counters += 1
    assert counters == 16


@pytest.mark.parametrize(
    "text", ["1RB1LB_1LA1RZ", "1RB---_1RA---", "1RB---_1LB1LC_1RC0RB", "1RB1RB_1LA1LA"]
)
def test_others_are_no_counters(text: str) -> None:
    assert find_counter(Machine.parse(text)) is None


def test_arguments() -> None:
    machine = Machine.parse(BINARY)
    assert find_counter(machine, 0) is None
    for steps in (-1, 1_000_001, True, "100", 1.5):
        with pytest.raises(UsageError, match="the steps to look at are 0 to 1,000,000"):
            find_counter(machine, steps)  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        find_counter("1RB1LB_1LA1RZ")  # type: ignore[arg-type]
    found = counter_of(BINARY)
    for digit in (-1, 1, True):
        with pytest.raises(UsageError, match="a digit to count up is 0 to 0"):
            found.carry(digit)
    with pytest.raises(UsageError, match="beyond the last digit all is blank"):
        found.carry(None, "01")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Exponential(1, 2, 0), "2^n"),
        (Exponential(3, 2, -1), "3·2^n - 1"),
        (Exponential(8, 3, 5), "8·3^n + 5"),
    ],
)
def test_numbers_in_words(number: Exponential, text: str) -> None:
    assert str(number) == text
