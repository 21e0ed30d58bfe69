"""Counters: from each configuration of a family to the next, in a number of steps like 2^m."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.deciders.counter import find_counter
from bbsynth.busy_beaver.deciders.counter_check import check_counter
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.rule_families import ConfigurationsFamily
from bbsynth.busy_beaver.rules import DEFINITION, WORDS, facing, leading, read_rule, written
from bbsynth.problems.family import Claim, Fields, Groups, Value

__all__ = ["FAMILY", "Counts"]

_STEPS = r"(?P<factor>[0-9]+) \* (?P<base>[0-9]+) \^ m(?: (?P<sign>[+-]) (?P<shift>[0-9]+))?"


class Counts(ConfigurationsFamily):
    """For all m, the machine goes from C(m) to C(m + 1) in exactly a * b ^ m + s steps."""

    name = "counts"
    summary = "goes from C(m) to C(m + 1) in a number of steps that grows like a power, for all m"
    title = "How a machine counts"
    example = "1RB1LC_0LA0RB_1LA---"
    strata = ("counter",)
    weight = 4
    named = (*ConfigurationsFamily.named, "factor", "base", "shift")
    proposition = re.compile(
        rf"{DEFINITION}∀ m, machine\.Reaches \(C m\) \(C \(m \+ 1\)\) \({_STEPS}\)"
    )
    sentences = leading(WORDS, _STEPS, r"C\(m \+ 1\)")

    def certified(self, decision: Decision, seed: int) -> dict[str, int | str] | None:
        """Return the rule of a simple counter."""
        if decision.certificate is None or decision.certificate.kernel_cost is None:
            return None
        counter = find_counter(decision.machine)
        if counter is None or not check_counter(decision.machine, counter):
            return None
        family, steps = counter.family(), counter.steps
        rounds = (len(counter.digits) - counter.first) * steps.base**counter.copies
        return {
            "kind": "counter",
            "state": family.state,
            "facing": facing(family.direction),
            "left": written(family.left),
            "right": written(family.right),
            "factor": steps.factor,
            "base": steps.base,
            "shift": steps.constant,
            "back": counter.back,
            # From here on nearest to the head first, when it faces the digits.
            "carried": counter.carried[::-1],
            "returned": counter.returned,
            "crossed": counter.crossed[::-1],
            "tail": counter.tail[::-1],
            "copies": counter.copies,
            "digits": ",".join(counter.digits),
            "first": counter.first,
            "scale": steps.factor // rounds,
        }

    def bare_lines(self, claim: Claim) -> int:
        """Return the lines of the induction on the digits, all of which is repeated."""
        return 1_500

    def read(self, groups: Groups) -> dict[str, Value]:
        """Return the configurations and the number of steps."""
        shift = int(groups["shift"] or 0)
        return {
            **read_rule(groups),
            "factor": int(groups["factor"] or 0),
            "base": int(groups["base"] or 0),
            "shift": -shift if groups["sign"] == "-" else shift,
        }

    def time(self, claimed: Fields, m: int) -> int:
        """Return how many steps are claimed to lead from C(m) to the next."""
        factor, base, shift = (int(claimed[name]) for name in ("factor", "base", "shift"))
        return int(factor * base**m + shift)

    def follow(self, table: Table, claimed: Fields) -> str | None:
        """Follow the rule for the first few values of m."""
        times = self.times(claimed)
        if min(times) < 1:
            return "a number of steps is 1 or more"
        return reference.check_steps(table, claimed, times)


FAMILY = Counts()
