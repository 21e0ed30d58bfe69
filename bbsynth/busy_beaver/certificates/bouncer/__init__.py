"""Bouncers: machines that run to and fro over repeated words, of which there are ever more.

At some time, such a machine is in a configuration C(0) of a family C(n) (see
`bbsynth.busy_beaver.parametric`), and leads from C(n) to C(n + 1) for every n ≥ 0, by the
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
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.certificate import (
    MAX_CHECKED_STEPS,
    Budget,
    Certificate,
    Search,
    limits,
    one_by_one,
    quantity,
)
from bbsynth.busy_beaver.certificates.bouncer.check import check_bouncer
from bbsynth.busy_beaver.edges import EdgeRecord, edge_records
from bbsynth.busy_beaver.machines import MAX_STATES
from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.busy_beaver.parametric import (
    Block,
    Family,
    Linear,
    advanced,
    canonical,
    facing,
    same,
    written,
)
from bbsynth.busy_beaver.rule_check import rule_holds

__all__ = ["KIND", "MAX_WORDS", "Bouncer", "Rule", "find_bouncer", "rule_of"]

MAX_WORDS: Final = 12
"""Words in the configurations of a rule that problems are made of."""

_MAX_WORD: Final = 200
_MAX_COUNT: Final = 1_000
_MAX_BLOCKS: Final = 50
"""Symbols in a word, the t and the p of a block, and the blocks on a side of a certificate."""

_LATEST_START: Final = 3_000
_MORE_FUEL: Final = 2_000
"""The last time at which a rule may start that problems are made of, and macro steps that Lean
makes beyond this number."""

_MAX_MACRO_STEPS: Final = 2_000
_MAX_PERIOD: Final = 12
_MAX_GROWTH: Final = 40
_TRIES: Final = 48
_STARTS: Final = 6


@dataclass(frozen=True)
class Bouncer(Certificate):
    """The machine reaches C(0), and from C(n) always C(n + 1).

    Parameters
    ----------
    start : int
        The time of C(0), in steps.
    state : int
        The state of the family C.
    direction : Direction
        The side of the edge that the head is on.
    left, right : tuple of Block
        Blocks left and right of the edge, both from left to right.
    macro_steps : int
        Macro steps from C(n) to C(n + 1), 1 to 100,000.
    """

    kind = "bouncer"
    order = 70
    budget = Budget("bouncer_steps", 10_000, "Steps to look at for bouncers.")
    evidence = "rule"
    stratum = "bouncer"
    weight = 2
    # Families of their own state the rules.
    in_statements = False

    start: int = field(metadata=limits(0))
    state: int = field(metadata=limits(0, MAX_STATES - 1))
    direction: Direction
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    macro_steps: int = field(metadata=limits(1, 100_000))

    def __post_init__(self) -> None:
        super().__post_init__()
        for blocks in (self.left, self.right):
            self._need(
                isinstance(blocks, tuple) and all(map(_is_block, blocks)),
                f"blocks are a tuple of (word, t, p), with words of at most {_MAX_WORD} digits and "
                f"t and p of at most {_MAX_COUNT}, not {blocks!r}",
            )
            few = len(blocks) <= _MAX_BLOCKS
            self._need(few, f"a side has at most {_MAX_BLOCKS} blocks, not {len(blocks)}")

    @classmethod
    def searches(cls, search_steps: int, budget: int) -> list[Search]:
        """Return the search, without what the check does not see.

        The two compare rows of words in different ways, and neither sees every equality: what the
        check does not see is no mistake, but no certificate either.
        """
        return [Search(70, one_by_one(partial(_find_checked, max_steps=budget)))]

    def check(self, machine: Machine) -> bool:
        """Return whether the machine is in C(0), and goes from C(n) to C(n + 1); see `check`."""
        return self.start <= MAX_CHECKED_STEPS and check_bouncer(machine, self)

    def in_words(self) -> str:
        return (
            "Never halts: it goes to and fro over repeated words, of which there are more each "
            "time."
        )

    def reason(self) -> str:
        return f"after {quantity(self.start, 'step')} it begins to sweep over a block that grows"

    def rule(self, machine: Machine) -> dict[str, int | str] | None:
        """Return the rule that the machine follows, if Lean will accept it."""
        if self.start > _LATEST_START:
            return None
        left = tuple(block for block in self.left if block[1] or block[2])
        right = tuple(block for block in self.right if block[1] or block[2])
        if len(left) + len(right) > MAX_WORDS:
            return None
        family = Family(self.state, self.direction, left, right)
        found = advanced(machine, family, self.macro_steps)
        fuel = self.start + _MORE_FUEL
        holds = rule_holds(machine, self.state, self.direction, left, right, fuel=fuel)
        if found is None or holds is None or holds != (found[1].slope, found[1].constant):
            return None
        return {
            "kind": self.evidence,
            "start": self.start,
            "state": self.state,
            "facing": facing(self.direction),
            "left": written(left),
            "right": written(right),
            "slope": holds[0],
            "constant": holds[1],
            "fuel": fuel,
        }

    def facts(self, machine: Machine) -> dict[str, int | str] | None:
        """Return the rule, if every turn of it takes a step."""
        rule = self.rule(machine)
        return rule if rule is not None and int(rule["constant"]) >= 1 else None

    @classmethod
    def verify(cls, table: reference.Table, facts: Mapping[str, int | str]) -> str | None:
        """Follow the rule for the first few values of its parameter, and the run to C(0)."""
        return reference.check_rule(table, facts) or reference.check_rule_start(table, facts)


def _is_block(block: object) -> bool:
    if not isinstance(block, tuple) or len(block) != 3:
        return False
    word, *counts = block
    return (
        isinstance(word, str)
        and 0 < len(word) <= _MAX_WORD
        and all(character in "0123456789" for character in word)
        and all(
            isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= _MAX_COUNT for n in counts
        )
    )


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

    The start is not checked; `Bouncer.check` does so.
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


def _find_checked(machine: Machine, max_steps: int) -> Bouncer | None:
    found = find_bouncer(machine, max_steps)
    return found if found is not None and check_bouncer(machine, found) else None


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


KIND = Bouncer
