"""What follows from a rule: the machine passes every configuration of a family."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.other_starts import Start
from bbsynth.busy_beaver.rules import (
    CONFIGURATIONS,
    DEFINITION,
    WORDS,
    plain,
    read_rule,
    rule_certificate,
    start_of,
)
from bbsynth.problems.family import Claim, Family, Value

__all__ = ["FAMILY", "Passes"]

_NAMES = ("state", "facing", "left", "right")


class Passes(Family):
    """From the blank tape, the machine comes to every C(m)."""

    name = "passes"
    summary = "passes C(m) for every m, from the blank tape"
    title = "What a machine passes"
    example = "1RB---_1LB1LC_1RC0RB"
    strata = ("bouncer",)
    by_rules = "always"
    induction = True
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

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the claim for a machine that sweeps over a growing block."""
        certificate = rule_certificate(decision)
        if certificate is None or int(certificate["constant"]) < 1:
            return None
        return Claim(
            family=self.name,
            machine=decision.machine,
            stratum="bouncer",
            parameters={name: certificate[name] for name in _NAMES},
            certificate=certificate,
        )

    def start(self, parameters: Mapping[str, Value]) -> Start:
        """Return one of the configurations."""
        return start_of(parameters)

    def read(self, groups: Mapping[str, str | None]) -> dict[str, Value]:
        """Return the configurations."""
        return read_rule(groups)

    def verify(
        self,
        table: reference.Table,
        parameters: Mapping[str, Value],
        certificate: Mapping[str, int | str],
    ) -> str | None:
        """Follow the rule for the first few values of m, and the way to the first of them."""
        if any(certificate[name] != parameters[name] for name in _NAMES):
            return "the certificate and the statement name different configurations"
        wrong = reference.check_rule(table, certificate)
        return wrong or reference.check_rule_start(table, certificate)

    def refuted(
        self, table: reference.Table, parameters: Mapping[str, Value], steps: int
    ) -> str | None:
        """Watch for the first few configurations, or for a halt."""
        wrong = reference.check_runs_on(table, steps)
        return wrong or reference.check_passes(table, plain(parameters), steps)


FAMILY = Passes()
