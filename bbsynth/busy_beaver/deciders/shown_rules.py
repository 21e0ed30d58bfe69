"""The rule that a machine follows, if it is a bouncer or a simple counter, for people to read.

Most such machines are decided in another way, which says nothing of what they do. The rules here
have been checked.
"""

from __future__ import annotations

from dataclasses import dataclass

from bbsynth.busy_beaver.certificate import Fate
from bbsynth.busy_beaver.certificates.bouncer import Bouncer, find_bouncer, rule_of
from bbsynth.busy_beaver.deciders.counter import Exponential, find_counter
from bbsynth.busy_beaver.deciders.counter_check import check_counter
from bbsynth.busy_beaver.deciders.pipeline import Decision
from bbsynth.busy_beaver.loop import Loop
from bbsynth.busy_beaver.machines import Direction, state_name
from bbsynth.busy_beaver.parametric import Block, Family, Linear

__all__ = ["ShownRule", "shown_rule"]


@dataclass(frozen=True)
class ShownRule:
    """A family of configurations C(n), each of which leads to the next.

    Parameters
    ----------
    name : str
        What a machine with such a rule is called.
    family : Family
        C.
    steps : Linear or Exponential
        How many steps lead from C(n) to C(n + 1).
    start : int
        The time of C(0).
    """

    name: str
    family: Family
    steps: Linear | Exponential
    start: int

    def times(self, count: int) -> list[int]:
        """Return the times of C(0), C(1), …"""
        found = [self.start]
        for n in range(count - 1):
            found.append(found[-1] + self.steps(n))
        return found

    def in_words(self) -> str:
        """Return the rule in two sentences."""
        family = self.family
        side = "left" if family.direction is Direction.LEFT else "right"
        tape = f"{_row(family.left, 0)} | {_row(family.right, -1)}".strip()
        after = "1 step" if self.start == 1 else f"{self.start:,} steps"
        return (
            f"It is a {self.name}. Let C(n) be the configuration in state "
            f"{state_name(family.state)} with the tape {tape} between blanks, and the head on the "
            f"first cell to the {side} of the bar: the machine is in C(0) after {after}, "
            f"and goes from C(n) to C(n + 1) in {self.steps} steps, for every n."
        )


def shown_rule(decision: Decision, *, bouncer_steps: int = 10_000) -> ShownRule | None:
    """Return the rule of a machine that never halts and is no loop; None if none was found.

    Parameters
    ----------
    decision : Decision
        What is known of the machine.
    bouncer_steps : int
        Steps to look at for bouncers.
    """
    machine, certificate = decision.machine, decision.certificate
    if decision.fate is Fate.HALTS or isinstance(certificate, Loop):
        return None
    counter = find_counter(machine)
    if counter is not None and check_counter(machine, counter):
        return ShownRule("counter", counter.family(), counter.steps, counter.start)
    bouncer = (
        certificate if isinstance(certificate, Bouncer) else find_bouncer(machine, bouncer_steps)
    )
    if bouncer is None or not bouncer.check(machine):
        return None
    rule = rule_of(machine, bouncer)
    return None if rule is None else ShownRule("bouncer", rule.family, rule.steps, rule.start)


def _row(blocks: tuple[Block, ...], far: int) -> str:
    """Return blocks as text, without blanks at the far end, the first or the last."""
    rest = list(blocks)
    while rest and not rest[far][1] and set(rest[far][0]) <= {"0"}:
        del rest[far]
    parts = []
    for word, times, plus in rest:
        if times:
            parts.append(f"({word})^({Linear(times, plus)})")
        elif plus:
            parts.append(word * plus)
    return " ".join(parts)
