"""The independent check of certificates, in plain Python.

Nothing here shares code with the searches or with the compiled simulation. Halts and loops are
checked in this module: it reads the machine and the certificate, and runs the machine on a dict. It
follows the wording of `bbsynth.busy_beaver.deciders.certificates` line by line. Certificates that
stand for a closed set are checked by a function of their own, beside the definition of such sets.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from bbsynth.busy_beaver.deciders.backward import check_backward
from bbsynth.busy_beaver.deciders.bouncer_check import check_bouncer
from bbsynth.busy_beaver.deciders.certificates import (
    FAR,
    Backward,
    Bouncer,
    Certificate,
    Cycler,
    Halts,
    NGramCPS,
    NoReachableHalt,
    RepWL,
    TranslatedCycler,
)
from bbsynth.busy_beaver.deciders.far import check_far
from bbsynth.busy_beaver.deciders.ngram_cps import check_ngram_cps
from bbsynth.busy_beaver.deciders.no_reachable_halt import check_no_reachable_halt
from bbsynth.busy_beaver.deciders.repwl import check_repwl
from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.errors import UsageError

__all__ = ["MAX_CHECKED_HALT", "MAX_CHECKED_STEPS", "check"]

MAX_CHECKED_STEPS: Final = 200_000_000
"""Steps beyond which a certificate is not followed: minutes of work."""

MAX_CHECKED_HALT: Final = 20_000_000_000
"""The same for a halt, which is followed by compiled code if it comes late."""

_LATE: Final = 100_000
_PORTION: Final = 2**28
_FIRST_WIDTH: Final = 2**16
_LAST_WIDTH: Final = 2**31

_Rules = dict[tuple[int, int], tuple[int, int, int]]


def check(machine: Machine, certificate: Certificate) -> bool:
    """Return whether `certificate` is right about `machine`.

    For a loop, the machine is run to the end of the certificate, some million steps a second; for
    a halt too, and faster if it comes late; for the other kinds, the closed set is built and gone
    through. Certificates that would take more than ``MAX_CHECKED_STEPS``, or for a halt
    ``MAX_CHECKED_HALT``, are not accepted.

    Raises
    ------
    UsageError
        If an argument is not a machine or not a certificate.
    """
    if not isinstance(machine, Machine):
        raise UsageError(f"expected a Machine, not {machine!r}")
    match certificate:
        case NoReachableHalt():
            return check_no_reachable_halt(machine, certificate)
        case NGramCPS():
            return check_ngram_cps(machine, certificate)
        case Bouncer(start=start):
            return start <= MAX_CHECKED_STEPS and check_bouncer(machine, certificate)
        case Backward():
            return check_backward(machine, certificate)
        case FAR():
            return check_far(machine, certificate)
        case RepWL():
            return check_repwl(machine, certificate)
    # Transitions that halt, defined or not, are left out: a run ends where it finds no rule.
    rules: _Rules = {}
    for state, row in enumerate(machine.transitions):
        for symbol, transition in enumerate(row):
            if transition is not None and not transition.halts:
                offset = -1 if transition.move is Direction.LEFT else 1
                rules[state, symbol] = (transition.write, offset, transition.next)
    match certificate:
        case Halts(steps):
            if steps > _LATE:
                return _halts_late(machine, rules, steps)
            return _halts_at(rules, steps)
        case Cycler(start, period, width):
            return _loops(rules, start, period, width, 0, 1)
        case TranslatedCycler(start, period, direction, width, shift):
            way = -1 if direction is Direction.LEFT else 1
            return _loops(rules, start, period, width, shift, way)
    raise UsageError(f"expected a certificate, not {certificate!r}")


def _halts_at(rules: _Rules, steps: int) -> bool:
    tape: dict[int, int] = {}
    head = state = 0
    for _ in range(steps - 1):
        rule = rules.get((state, tape.get(head, 0)))
        if rule is None:
            return False
        tape[head], offset, state = rule
        head += offset
    return (state, tape.get(head, 0)) not in rules


def _halts_late(machine: Machine, rules: _Rules, steps: int) -> bool:
    if steps > MAX_CHECKED_HALT:
        return False
    # numba takes a noticeable part of a second to import.
    from bbsynth.busy_beaver.deciders.checking_kernel import follow

    table = np.full((machine.n_states, machine.n_symbols, 3), -1, dtype=np.int64)
    for place, rule in rules.items():
        table[place] = rule
    tape = np.zeros(_FIRST_WIDTH, dtype=np.uint8)
    head, state, left = tape.size // 2, 0, steps - 1
    while left:
        # In portions, so that an interrupt from the keyboard is noticed.
        fuel = min(_PORTION, left)
        head, state, unused = follow(table, tape, head, state, fuel)
        left -= fuel - unused
        if not 0 <= head < tape.size:
            if tape.size >= _LAST_WIDTH:
                return False
            margin = tape.size // 2
            tape = np.pad(tape, margin)
            head += margin
        elif unused:
            return False
    return bool(table[state, tape[head], 2] < 0)


def _loops(rules: _Rules, start: int, period: int, width: int, shift: int, way: int) -> bool:
    """Check a loop that gains `shift` cells in the direction `way` (+1 or -1) per period."""
    if start + period > MAX_CHECKED_STEPS:
        return False
    tape: dict[int, int] = {}
    head = state = 0
    for _ in range(start):
        rule = rules.get((state, tape.get(head, 0)))
        if rule is None:
            return False
        tape[head], offset, state = rule
        head += offset
    first_tape, first_head, first_state = dict(tape), head, state
    for _ in range(period):
        rule = rules.get((state, tape.get(head, 0)))
        if rule is None:
            return False
        tape[head], offset, state = rule
        head += offset
        if (first_head - head) * way > width:
            return False
    if state != first_state or (head - first_head) * way != shift:
        return False
    # Cells are compared by their distance from the head, ahead positive; those not in either dict
    # are blank on both sides, and those more than `width` behind do not matter.
    distances = {(cell - first_head) * way for cell in first_tape}
    distances |= {(cell - head) * way for cell in tape}
    return all(
        first_tape.get(first_head + distance * way, 0) == tape.get(head + distance * way, 0)
        for distance in distances
        if distance >= -width
    )
