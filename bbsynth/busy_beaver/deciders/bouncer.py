"""Bouncers: machines that run to and fro over repeated words, of which there are ever more.

At some time, such a machine is in a configuration C(0) of a family C(n) (see
`bbsynth.busy_beaver.deciders.parametric`), and leads from C(n) to C(n + 1) for every n ≥ 0, by the
same macro steps for all n. So it never halts. The certificate holds the time, the family, and the
number of macro steps; the same makes a *rule*, whose steps are linear in n.

The search looks at records, times at which the head enters a cell for the first time at an end of
the tape. If three records in the same state, as many records apart, have tapes whose lengths grow
by the same number, they are taken for C(0), C(1) and C(2): what to repeat is found by a shortest
path that goes along the three tapes at once, either over a symbol that they have in common, or over
a word that the first lacks, the second has once and the third twice.

References
----------
.. [1] The bbchallenge Collaboration, "Determination of the fifth Busy Beaver value",
   arXiv:2509.12337 (bouncers).
"""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass
from typing import Final

from bbsynth.busy_beaver.deciders.closures import Block, Bouncer
from bbsynth.busy_beaver.deciders.edges import EdgeRecord, edge_records
from bbsynth.busy_beaver.deciders.parametric import Family, Linear, advanced, canonical, same
from bbsynth.busy_beaver.machines.notation import Direction, Machine

__all__ = ["Rule", "find_bouncer", "rule_of"]

_MAX_MACRO_STEPS: Final = 2_000
_MAX_PERIOD: Final = 12
_MAX_GROWTH: Final = 40
_TRIES: Final = 48
_STARTS: Final = 6


@dataclass(frozen=True)
class Rule:
    """From C(n) the machine reaches C(n + 1), for every n ≥ 0.

    Parameters
    ----------
    family : Family
        C.
    steps : Linear
        How many steps it takes.
    start : int
        The time at which the machine, started on the blank tape, is in C(0).
    """

    family: Family
    steps: Linear
    start: int


def rule_of(machine: Machine, certificate: Bouncer) -> Rule | None:
    """Return the rule that a certificate stands for, or None if its macro steps lead elsewhere.

    The start is not checked; `bbsynth.busy_beaver.deciders.check` does so.
    """
    family = Family(certificate.state, certificate.direction, certificate.left, certificate.right)
    reached = advanced(machine, family, certificate.macro_steps)
    if reached is None or not same(reached[0], family.following()):
        return None
    return Rule(family, reached[1], certificate.start)


def find_bouncer(machine: Machine, max_steps: int = 10_000) -> Bouncer | None:
    """Return a certificate that `machine` is a bouncer, or None.

    Parameters
    ----------
    machine : Machine
        The machine.
    max_steps : int
        Steps to look at, at most 1,000,000.

    Raises
    ------
    UsageError
        If an argument is not right.
    """
    for way, records in edge_records(machine, max_steps).items():
        for family, start in _candidates(records, way):
            macro_steps = _macro_steps_to_next(machine, family)
            if macro_steps is not None:
                return Bouncer(
                    start=start,
                    state=family.state,
                    direction=way,
                    left=family.left,
                    right=family.right,
                    macro_steps=macro_steps,
                )
    return None


def _candidates(records: list[EdgeRecord], way: Direction) -> list[tuple[Family, int]]:
    found: list[tuple[Family, int]] = []
    for period in range(1, _MAX_PERIOD + 1):
        # Later starts help where copies have to be taken off a block before it can be crossed.
        starts = 0
        for first in range(len(records) - 3 * period):
            if starts == _STARTS or len(found) == _TRIES:
                break
            four = [records[first + number * period] for number in range(4)]
            if len({record.state for record in four}) > 1:
                continue
            lengths = [len(record.tape) for record in four]
            times = [record.time for record in four]
            growth = {b - a for a, b in itertools.pairwise(lengths)}
            waits = [b - a for a, b in itertools.pairwise(times)]
            if len(growth) > 1 or not 0 < min(growth) <= _MAX_GROWTH:
                continue
            if waits[2] - waits[1] != waits[1] - waits[0]:
                continue
            blocks = _generalised(*(record.tape for record in four[:3]))
            if blocks is None:
                continue
            for row in dict.fromkeys((blocks, _grouped(blocks))):
                if way is Direction.RIGHT:
                    family = Family(four[0].state, way, row, ())
                else:
                    mirrored = tuple((word[::-1], t, p) for word, t, p in reversed(row))
                    family = Family(four[0].state, way, (), mirrored)
                found.append((family, times[0]))
            starts += 1
    return found


def _generalised(first: str, second: str, third: str) -> tuple[Block, ...] | None:
    """Return blocks that are the three tapes for n = 0, 1, 2, with as few repeated as possible."""
    grown = len(second) - len(first)
    start, end = (0, 0), (len(first), grown)
    cost = {start: 0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    todo = deque([start])
    while todo:
        place = todo.popleft()
        if place == end:
            break
        index, extra = place
        options = []
        if index < len(first) and first[index] == second[index + extra] == third[index + 2 * extra]:
            options.append(((index + 1, extra), 0))
        for length in range(1, grown - extra + 1):
            word = second[index + extra : index + extra + length]
            if third.startswith(word + word, index + 2 * extra):
                options.append(((index, extra + length), 1))
        for onwards, price in options:
            if cost[place] + price < cost.get(onwards, len(first) + grown):
                cost[onwards] = cost[place] + price
                came[onwards] = place
                (todo.append if price else todo.appendleft)(onwards)
    if end not in came:
        return None
    blocks: list[Block] = []
    place = end
    while place != start:
        before = came[place]
        if before[1] == place[1]:
            blocks.append((first[before[0]], 0, 1))
        else:
            index, extra = before
            blocks.append((second[index + extra : index + place[1]], 1, 0))
        place = before
    return canonical(tuple(reversed(blocks)))


def _grouped(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the same blocks with t = 1: a state may need several copies to come back."""
    grouped: list[Block] = []
    for word, times, plus in blocks:
        if times > 1:
            copies, rest = divmod(plus, times)
            grouped.append((word * times, 1, copies))
            if rest:
                grouped.append((word * rest, 0, 1))
        else:
            grouped.append((word, times, plus))
    return tuple(grouped)


def _macro_steps_to_next(machine: Machine, family: Family) -> int | None:
    goal = family.following()
    current = family
    for macro_steps in range(1, _MAX_MACRO_STEPS + 1):
        reached = advanced(machine, current, 1)
        if reached is None:
            return None
        current = reached[0]
        if (
            current.state == goal.state
            and current.direction is goal.direction
            and same(current, goal)
        ):
            return macro_steps
    return None
