from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bbsynth.busy_beaver.certificates import bouncer
from bbsynth.busy_beaver.certificates.bouncer import Bouncer, Rule, find_bouncer, rule_of
from bbsynth.busy_beaver.certificates.bouncer import check as bouncer_check
from bbsynth.busy_beaver.deciders import check, decide, decide_tree
from bbsynth.busy_beaver.machines import Direction, Machine, mirror, run, trace
from bbsynth.busy_beaver.parametric import Family, Linear, written_out
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines

R, L = Direction.RIGHT, Direction.LEFT

SIMPLE = Machine.parse("0RB---_0LC1RB_1LA1LC")
LOOPS = ["cycler", "translated_cycler", "no_reachable_halt"]


def test_a_rule_by_hand() -> None:
    found = find_bouncer(SIMPLE)
    assert found == Bouncer(3, 0, L, (), (("1", 1, 1),), 5)
    assert rule_of(SIMPLE, found) == Rule(Family(0, L, (), (("1", 1, 1),)), Linear(2, 5), 3)
    assert check(SIMPLE, found)


@pytest.mark.parametrize(("n_states", "n_symbols", "expected"), [(3, 2, 70), (2, 3, 252)])
def test_bouncers_of_the_small_trees(n_states: int, n_symbols: int, expected: int) -> None:
    others = [
        decision.machine
        for decision in decide_tree(n_states, n_symbols)
        if decision.decider == "ngram_cps"
    ]
    found = 0
    for machine in others:
        certificate = find_bouncer(machine, 3_000)
        if certificate is not None:
            found += 1
            assert check(machine, certificate)
            rule = rule_of(machine, certificate)
            assert rule is not None
            if found % 5 == 0:
                _follow(machine, rule)
    assert found == expected


def _follow(machine: Machine, rule: Rule) -> None:
    """Compare five members of the family with the run from the blank tape."""
    time, times = rule.start, []
    for n in range(5):
        times.append(time)
        time += rule.steps(n)
    shown = trace(machine, times[-1])
    for n, at in enumerate(times):
        left = written_out(rule.family.left, n).lstrip("0")
        right = written_out(rule.family.right, n).rstrip("0")
        head = int(shown.heads[at]) + shown.origin
        edge = head if rule.family.direction is R else head + 1
        cells = "".join(map(str, shown.tapes[at].tolist()))
        assert int(shown.states[at]) == rule.family.state
        assert (cells[:edge].lstrip("0"), cells[edge:].rstrip("0")) == (left, right)


@settings(max_examples=300)
@given(machines(max_states=3, undefined=False))
def test_bouncers_never_halt(machine: Machine) -> None:
    found = find_bouncer(machine, 500)
    if found is not None:
        assert check(machine, found)
        assert not run(machine, 20_000).halted


@settings(max_examples=300)
@given(
    machines(max_states=2, max_symbols=2, undefined=False),
    st.builds(
        Bouncer,
        start=st.integers(0, 8),
        state=st.integers(0, 1),
        direction=st.sampled_from(Direction),
        left=st.sampled_from([(), (("1", 1, 0),), (("1", 1, 1),), (("1", 0, 1),)]),
        right=st.sampled_from([(), (("1", 1, 0),), (("1", 1, 1),), (("0", 1, 1),)]),
        macro_steps=st.integers(1, 6),
    ),
)
def test_whatever_passes_the_check_is_true(machine: Machine, certificate: Bouncer) -> None:
    if check(machine, certificate):
        assert not run(machine, 5_000).halted
        assert rule_of(machine, certificate) is not None


def _altered(certificate: Bouncer) -> list[Bouncer]:
    changed = [
        {"start": certificate.start + 1},
        {"state": 1 - certificate.state},
        {"direction": certificate.direction.opposite},
        {"macro_steps": certificate.macro_steps + 1},
        {"left": (*certificate.left, ("1", 0, 1))},
        {"right": (("1", 0, 1), *certificate.right)},
        {"right": tuple((word, t + 1, p) for word, t, p in certificate.right)},
        {"right": tuple((word, t, p + 1) for word, t, p in certificate.right)},
        {"right": tuple(("0" + word, t, p) for word, t, p in certificate.right)},
    ]
    return [dataclasses.replace(certificate, **change) for change in changed]  # type: ignore[arg-type]


def test_a_change_in_any_field_is_refused() -> None:
    certificate = find_bouncer(SIMPLE)
    assert certificate is not None
    assert [check(SIMPLE, one) for one in _altered(certificate)] == [False] * 9
    assert not check(Machine.parse("0RB---_0LC1RB_1LA0LC"), certificate)
    assert not check(Machine.parse("0RB---"), certificate)
    three = dataclasses.replace(certificate, right=(("2", 1, 1),))
    assert not check(SIMPLE, three)


def test_mirror_images() -> None:
    found = find_bouncer(mirror(SIMPLE))
    assert found is not None
    assert check(mirror(SIMPLE), found)
    assert found.direction is R


def test_cells_taken_along() -> None:
    # The head goes through the ones by stepping back at each of them.
    machine = Machine.parse("0RB0RC_1LA1RB_---1LB")
    found = find_bouncer(machine)
    assert found is not None
    assert check(machine, found)


def test_words_of_several_symbols() -> None:
    # A single one changes the state, two leave it as it was.
    machine = Machine.parse("1RB---_1LC0RB_1LB1LA")
    found = find_bouncer(machine)
    assert found is not None
    assert check(machine, found)


def test_other_machines_are_no_bouncers() -> None:
    counter = Machine.parse("0RB---_0LC0RB_1RB1LC")
    assert find_bouncer(counter) is None
    assert find_bouncer(Machine.parse("1RB1LB_1LA1RZ")) is None
    assert find_bouncer(SIMPLE, 0) is None
    with pytest.raises(UsageError):
        find_bouncer(SIMPLE, -1)
    with pytest.raises(UsageError):
        find_bouncer("1RZ---")  # type: ignore[arg-type]


def test_a_block_that_ends_in_a_blank_of_the_tape() -> None:
    # It reaches 1 (101)^n 1, which is (110)^n 11 and, with one blank, (110)^(n+1).
    machine = Machine.parse("1RB---_0LC0RD_1RA0LD_1RA1LB")
    certificate = find_bouncer(machine, max_steps=10_000)
    assert certificate is not None
    assert check(machine, certificate)


def test_a_block_behind_cells_that_it_can_be_turned_through() -> None:
    machine = Machine.parse("0RB0RC_1LC---_0LD1RA_1RB0LC")
    certificate = find_bouncer(machine, 3_000)
    assert certificate is not None
    assert check(machine, certificate)
    assert decide(machine, deciders=["bouncer"]).certificate == certificate


def test_what_the_check_does_not_see_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bouncer, "check_bouncer", lambda *_: False)
    decision = decide(Machine.parse("1RB---_1LC0RB_1LC1LA"), deciders=["bouncer"])
    assert decision.certificate is None


WORDS = st.text("01", min_size=1, max_size=3)
ROWS = st.lists(
    st.one_of(st.sampled_from("01"), st.tuples(WORDS, st.integers(1, 2), st.integers(0, 2))),
    max_size=5,
)


def spelt(row: list[str | tuple[str, int, int]], n: int) -> str:
    parts = [item if isinstance(item, str) else item[0] * (item[1] * n + item[2]) for item in row]
    return "".join(parts).rstrip("0")


def turned(
    row: list[str | tuple[str, int, int]], choices: list[int]
) -> list[str | tuple[str, int, int]]:
    """The row, written in another way."""
    row = list(row)
    for choice in choices:
        place = choice % max(1, len(row))
        if place < len(row) and not isinstance(row[place], str):
            word, times, plus = row[place]  # type: ignore[misc]
            if plus:
                row[place : place + 1] = [*word, (word, times, plus - 1)]
            elif place and row[place - 1] == word[-1]:
                row[place - 1 : place + 1] = [(word[-1] + word[:-1], times, plus), word[-1]]
            else:
                row[place] = (word * times, 1, 0)
    return row


@settings(max_examples=300)
@given(ROWS, ROWS, st.lists(st.integers(0, 30), max_size=8))
def test_rows_that_are_found_equal_are_equal(
    one: list[str | tuple[str, int, int]],
    other: list[str | tuple[str, int, int]],
    choices: list[int],
) -> None:
    for second in (other, turned(one, choices)):
        if bouncer_check._equal(list(one), list(second)):
            for n in range(6):
                assert spelt(one, n) == spelt(second, n)
