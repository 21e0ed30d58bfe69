"""What follows from a rule: the machine passes every configuration of a family."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.certificates.bouncer import Bouncer
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.rule_families import RuleFamily, plain
from bbsynth.busy_beaver.rules import CONFIGURATIONS, DEFINITION, WORDS
from bbsynth.problems.family import Fields, Parameters

__all__ = ["FAMILY", "Passes"]


class Passes(RuleFamily):
    """From the blank tape, the machine comes to every C(m)."""

    name = "passes"
    summary = "passes C(m) for every m, from the blank tape"
    title = "What a machine passes"
    example = "1RB---_1LB1LC_1RC0RB"
    meanings = (
        CONFIGURATIONS,
        "- **Passing.** The machine *passes* a configuration if there is a number *t* such that "
        "it is in this configuration after *t* steps.",
    )
    proposition = re.compile(rf"{DEFINITION}∀ m, ∃ t, machine\.Reaches \.initial \(C m\) t")
    sentences = (
        re.compile(
            rf"{WORDS}Then the machine, started on the blank tape, passes C\(m\) for every m\."
        ),
        re.compile(
            rf"{WORDS}Show that for every m there is a time in the run from the blank tape at "
            r"which the machine is in C\(m\)\."
        ),
    )

    def certified(self, decision: Decision, seed: int) -> dict[str, int | str] | None:
        """Return the rule, if it takes time."""
        rule = super().certified(decision, seed)
        return None if rule is None or int(rule["constant"]) < 1 else rule

    def follow(self, table: Table, claimed: Fields) -> str | None:
        """Follow the way to C(0), and the rule for the first few values of m."""
        return Bouncer.verify(table, claimed)

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Watch for the first few configurations, or for a halt."""
        wrong = reference.check_runs_on(table, steps)
        return wrong or reference.check_passes(table, plain(parameters), steps)


FAMILY = Passes()
