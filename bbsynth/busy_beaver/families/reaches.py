"""Rules that lead from configurations of one form to those of another."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.rule_families import RuleFamily
from bbsynth.busy_beaver.rules import (
    DEFINITION,
    GOAL,
    GOAL_WORDS,
    LINEAR,
    WORDS,
    facing,
    halfway_of,
    leading,
    written,
)
from bbsynth.problems.family import Fields, draw

__all__ = ["FAMILY", "Reaches"]


class Reaches(RuleFamily):
    """For all m, the machine goes from C(m) to D(m) in exactly f(m) steps.

    D(m) is a configuration on the way from C(m) to C(m + 1): the machine has crossed a block whose
    length depends on m, and is about to cross another, or the same in the other direction.
    """

    name = "reaches"
    summary = "goes from C(m) to D(m) in exactly f(m) steps, for all m"
    title = "The first part of a rule"
    example = "1RB1LA_0LA1RB"
    named = (
        *RuleFamily.named,
        *(f"to_{name}" for name in RuleFamily.named),
        "slope",
        "constant",
    )
    proposition = re.compile(
        rf"{DEFINITION}{GOAL}∀ m, machine\.Reaches \(C m\) \(D m\) \({LINEAR}\)"
    )
    sentences = leading(WORDS.removesuffix(r"\. ") + f", {GOAL_WORDS}", LINEAR, r"D\(m\)")

    def certified(self, decision: Decision, seed: int) -> dict[str, int | str] | None:
        """Return the first part of the rule of a machine that sweeps over a growing block."""
        rule = super().certified(decision, seed)
        ways = None if rule is None else halfway_of(decision, rule)
        if rule is None or not ways:
            return None
        way = draw(seed, self.name, decision.machine).choice(ways)
        return {
            "kind": "rule",
            **{name: rule[name] for name in RuleFamily.named},
            "to_state": way.state,
            "to_facing": facing(way.direction),
            "to_left": written(way.left),
            "to_right": written(way.right),
            "slope": way.slope,
            "constant": way.constant,
            "fuel": rule["fuel"],
        }

    def follow(self, table: Table, claimed: Fields) -> str | None:
        """Follow the rule for the first few values of m."""
        return reference.check_reaches(table, claimed)


FAMILY = Reaches()
