"""Rules: from each configuration of a family to the next, in a number of steps that grows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.other_starts import Start
from bbsynth.busy_beaver.rules import (
    ANOTHER_START,
    CONFIGURATIONS,
    DEFINITION,
    WORDS,
    linear_times,
    plain,
    read_rule,
    rule_certificate,
    start_of,
)
from bbsynth.problems.family import Claim, Family, Value

__all__ = ["FAMILY", "Rule"]

_STEPS = r"(?P<steps>(?:[0-9]+ \* )?m(?: \+ [0-9]+)?|[0-9]+)"
_NAMES = ("state", "facing", "left", "right", "slope", "constant")


class Rule(Family):
    """For all m, the machine goes from C(m) to C(m + 1) in exactly f(m) steps."""

    name = "rule"
    summary = "goes from C(m) to C(m + 1) in exactly f(m) steps, for all m"
    title = "A rule that a machine follows"
    example = "1RB---_1LB1LC_1RC0RB"
    strata = ("bouncer",)
    by_rules = "always"
    induction = True
    meanings = (CONFIGURATIONS, ANOTHER_START)
    proposition = re.compile(
        rf"{DEFINITION}∀ m, machine\.Reaches \(C m\) \(C \(m \+ 1\)\) \({_STEPS}\)"
    )
    sentences = (
        re.compile(
            rf"{WORDS}Then, for every m, exactly {_STEPS} steps lead the machine from C\(m\) to "
            r"C\(m \+ 1\)\."
        ),
        re.compile(
            rf"{WORDS}Show that the machine, started in C\(m\), is in C\(m \+ 1\) after exactly "
            rf"{_STEPS} steps, whatever m is\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the rule of a machine that sweeps over a growing block."""
        certificate = rule_certificate(decision)
        if certificate is None:
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
        """Return the configurations and the number of steps."""
        return read_rule(groups)

    def verify(
        self,
        table: reference.Table,
        parameters: Mapping[str, Value],
        certificate: Mapping[str, int | str],
    ) -> str | None:
        """Follow the rule for the first few values of m."""
        if any(certificate[name] != parameters[name] for name in _NAMES):
            return "the certificate and the statement name different rules"
        return reference.check_rule(table, certificate)

    def refuted(
        self, table: reference.Table, parameters: Mapping[str, Value], steps: int
    ) -> str | None:
        """Follow the rule for the first few values of m, if that takes no longer."""
        times = linear_times(parameters)
        return (
            reference.check_steps(table, plain(parameters), times) if sum(times) <= steps else None
        )


FAMILY = Rule()
