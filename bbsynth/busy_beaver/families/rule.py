"""Rules: from each configuration of a family to the next, in a number of steps that grows."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.rule_families import RuleFamily
from bbsynth.busy_beaver.rules import DEFINITION, LINEAR, WORDS, leading
from bbsynth.problems.family import Fields

__all__ = ["FAMILY", "Rule"]


class Rule(RuleFamily):
    """For all m, the machine goes from C(m) to C(m + 1) in exactly f(m) steps."""

    name = "rule"
    summary = "goes from C(m) to C(m + 1) in exactly f(m) steps, for all m"
    title = "A rule that a machine follows"
    example = "1RB---_1LB1LC_1RC0RB"
    named = (*RuleFamily.named, "slope", "constant")
    proposition = re.compile(
        rf"{DEFINITION}∀ m, machine\.Reaches \(C m\) \(C \(m \+ 1\)\) \({LINEAR}\)"
    )
    sentences = leading(WORDS, LINEAR, r"C\(m \+ 1\)")

    def follow(self, table: Table, claimed: Fields) -> str | None:
        """Follow the rule for the first few values of m."""
        return reference.check_rule(table, claimed)


FAMILY = Rule()
