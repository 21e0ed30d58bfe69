"""The check against the words of the definition, written a third time, on traces."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bbsynth.busy_beaver.certificates.bouncer import Bouncer
from bbsynth.busy_beaver.certificates.cycler import Cycler
from bbsynth.busy_beaver.certificates.halts import Halts
from bbsynth.busy_beaver.certificates.translated_cycler import TranslatedCycler
from bbsynth.busy_beaver.deciders import Certificate, check
from bbsynth.busy_beaver.machines import Direction, Machine, mirror, run, trace
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines

R, L = Direction.RIGHT, Direction.LEFT

BOUNCING = Machine.parse("1RB1LB_1LA1RZ")
RIGHTWARDS = Machine.parse("1RB---_0RA---")


def _holds(machine: Machine, certificate: Cycler | TranslatedCycler) -> bool:
    start, period, width = certificate.start, certificate.period, certificate.width
    shift, direction = 0, R
    if isinstance(certificate, TranslatedCycler):
        shift, direction = certificate.shift, certificate.direction
    if direction is L:
        machine = mirror(machine.completed())
    configurations = trace(machine, start + period)
    if configurations.steps < start + period or configurations.halted:
        return False
    heads, states = configurations.heads, configurations.states
    h, end = int(heads[start]), int(heads[start + period])
    if states[start] != states[start + period] or end - h != shift:
        return False
    if int(heads[start:].min()) < h - width:
        return False
    margin = start + period + width + shift + 2
    tapes = np.pad(configurations.tapes, ((0, 0), (margin, margin)))
    origin = configurations.origin + margin
    ahead = margin - shift - 1
    first = tapes[start, origin + h - width : origin + h + ahead]
    last = tapes[start + period, origin + end - width : origin + end + ahead]
    return first.tolist() == last.tolist()


loops = st.one_of(
    st.builds(Cycler, start=st.integers(0, 12), period=st.integers(1, 12), width=st.integers(0, 6)),
    st.builds(
        TranslatedCycler,
        start=st.integers(0, 12),
        period=st.integers(1, 12),
        direction=st.sampled_from(Direction),
        width=st.integers(0, 6),
        shift=st.integers(1, 4),
    ),
)


@settings(max_examples=500)
@given(machines(max_states=2, max_symbols=2), loops)
def test_check_follows_the_definition(
    machine: Machine, certificate: Cycler | TranslatedCycler
) -> None:
    # The mirror image of an undefined transition would move the other way; none is met in a loop.
    assert check(machine, certificate) == _holds(machine, certificate)


@settings(max_examples=300)
@given(machines(max_states=2, max_symbols=2), loops)
def test_what_passes_never_halts(machine: Machine, certificate: Certificate) -> None:
    if check(machine, certificate):
        assert not run(machine, 2_000).halted


@pytest.mark.parametrize(
    ("machine", "certificate", "expected"),
    [
        (BOUNCING, Halts(6), True),
        (BOUNCING, Halts(5), False),
        (BOUNCING, Halts(7), False),
        (RIGHTWARDS, Halts(1), False),
        (Machine.parse("------"), Halts(1), True),
        (RIGHTWARDS, TranslatedCycler(0, 2, R, 0, 2), True),
        (RIGHTWARDS, TranslatedCycler(1, 4, R, 0, 4), True),
        (RIGHTWARDS, TranslatedCycler(0, 2, L, 0, 2), False),
        (RIGHTWARDS, TranslatedCycler(0, 2, R, 0, 1), False),
        (RIGHTWARDS, TranslatedCycler(0, 1, R, 0, 1), False),  # another state
        (mirror(RIGHTWARDS), TranslatedCycler(0, 2, L, 0, 2), True),
        # The window holds the cell behind the start, blank at first and written later.
        (RIGHTWARDS, TranslatedCycler(0, 2, R, 1, 2), True),
        (Machine.parse("1RA---"), TranslatedCycler(0, 1, R, 1, 1), False),
        (Machine.parse("1RA---"), TranslatedCycler(1, 1, R, 1, 1), True),
        (Machine.parse("1RA---"), TranslatedCycler(1, 1, R, 2, 1), False),
        (Machine.parse("0RB---_0LA---"), Cycler(0, 2, 0), True),
        (Machine.parse("0LB---_0RA---"), Cycler(0, 2, 1), True),
        (Machine.parse("0LB---_0RA---"), Cycler(0, 2, 0), False),  # goes further back
        (Machine.parse("0LB---_0RA---"), Cycler(0, 1, 1), False),
        (Machine.parse("1RB---_0LA---"), Cycler(0, 2, 0), False),  # the tape differs
        (BOUNCING, Cycler(0, 6, 5), False),  # halts on the way
        (BOUNCING, Cycler(7, 1, 5), False),
    ],
)
def test_cases(machine: Machine, certificate: Certificate, expected: bool) -> None:
    assert check(machine, certificate) is expected


@given(machines(), st.integers(1, 60))
def test_halting_times(machine: Machine, steps: int) -> None:
    outcome = run(machine, 60)
    assert check(machine, Halts(steps)) == (outcome.halted and outcome.steps == steps)


@pytest.mark.parametrize(
    "certificate",
    [
        Halts(10**15),
        Cycler(10**15, 2, 0),
        TranslatedCycler(0, 10**15, R, 0, 2),
        Bouncer(10**15, 0, R, (), (), 1),
    ],
)
def test_what_would_take_for_ever_is_not_accepted(certificate: Certificate) -> None:
    assert not check(RIGHTWARDS, certificate)


def test_arguments_are_checked() -> None:
    with pytest.raises(UsageError, match="Machine"):
        check("1RZ---", Halts(1))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="certificate"):
        check(BOUNCING, {"kind": "halts", "steps": 6})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA", 47_176_870),
        ("1RB1LC_1RC1RB_1RD0LE_1LA1LD_---0LA", 47_176_870),
        ("1RB2LA1RA1RA_1LB1LA3RB1RZ", 3_932_964),
    ],
)
def test_late_halts(text: str, steps: int) -> None:
    machine = Machine.parse(text)
    assert check(machine, Halts(steps))
    for wrong in (steps - 1, steps + 1, 10 * steps, 100_001, 10**30):
        assert not check(machine, Halts(wrong))


def test_late_halts_of_machines_that_leave_the_tape_behind() -> None:
    assert not check(Machine.parse("1RB---_1RA---"), Halts(1_000_000))
    assert not check(Machine.parse("1RB0RB_0LA0LB"), Halts(1_000_000))
