"""Rules that lead from configurations of one form to those of another."""

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
    GOAL,
    GOAL_WORDS,
    WORDS,
    facing,
    halfway_of,
    linear_times,
    plain,
    read_rule,
    rule_certificate,
    start_of,
    written,
)
from bbsynth.problems.family import Claim, Family, Value, draw

__all__ = ["FAMILY", "Reaches"]

_WORDS = WORDS.removesuffix(r"\. ")
_STEPS = r"(?P<steps>(?:[0-9]+ \* )?m(?: \+ [0-9]+)?|[0-9]+)"


class Reaches(Family):
    """For all m, the machine goes from C(m) to D(m) in exactly f(m) steps.

    D(m) is a configuration on the way from C(m) to C(m + 1): the machine has crossed a block whose
    length depends on m, and is about to cross another, or the same in the other direction.
    """

    name = "reaches"
    summary = "goes from C(m) to D(m) in exactly f(m) steps, for all m"
    title = "The first part of a rule"
    example = "1RB1LA_0LA1RB"
    strata = ("bouncer",)
    by_rules = "always"
    induction = True
    meanings = (CONFIGURATIONS, ANOTHER_START)
    proposition = re.compile(
        rf"{DEFINITION}{GOAL}∀ m, machine\.Reaches \(C m\) \(D m\) \({_STEPS}\)"
    )
    sentences = (
        re.compile(
            rf"{_WORDS}, {GOAL_WORDS}Then, for every m, exactly {_STEPS} steps lead the machine "
            r"from C\(m\) to D\(m\)\."
        ),
        re.compile(
            rf"{_WORDS}, {GOAL_WORDS}Show that the machine, started in C\(m\), is in D\(m\) "
            rf"after exactly {_STEPS} steps, whatever m is\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the first part of the rule of a machine that sweeps over a growing block."""
        rule = rule_certificate(decision)
        if rule is None:
            return None
        ways = halfway_of(decision, rule)
        if not ways:
            return None
        way = draw(seed, self.name, decision.machine).choice(ways)
        goal: dict[str, int | str] = {
            "to_state": way.state,
            "to_facing": facing(way.direction),
            "to_left": written(way.left),
            "to_right": written(way.right),
            "slope": way.slope,
            "constant": way.constant,
        }
        start = {name: rule[name] for name in ("state", "facing", "left", "right")}
        return Claim(
            family=self.name,
            machine=decision.machine,
            stratum="bouncer",
            parameters={**start, **goal},
            certificate={"kind": "rule", **start, **goal, "fuel": rule["fuel"]},
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
        if any(certificate[name] != value for name, value in parameters.items()):
            return "the certificate and the statement name different rules"
        return reference.check_reaches(table, certificate)

    def refuted(
        self, table: reference.Table, parameters: Mapping[str, Value], steps: int
    ) -> str | None:
        """Follow the rule for the first few values of m, if that takes no longer."""
        times = linear_times(parameters)
        return reference.check_reaches(table, plain(parameters)) if sum(times) <= steps else None


FAMILY = Reaches()
