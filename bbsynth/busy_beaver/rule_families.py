"""What families about configurations C(m) have in common: they rest on rules, or are rules."""

from __future__ import annotations

import abc
from typing import ClassVar, Final

from bbsynth.busy_beaver.certificates.bouncer import Bouncer
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.other_starts import Start
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.rules import (
    ANOTHER_START,
    CONFIGURATIONS,
    read_rule,
    rule_certificate,
    start_of,
)
from bbsynth.problems.family import Claim, Fields, Groups, Parameters, Value

__all__ = ["ConfigurationsFamily", "RuleFamily", "plain"]

_FOLLOWED: Final = 4
"""Values of m, at most, for which a rule is followed."""


class ConfigurationsFamily(MachineFamily):
    """Claims about configurations C(m), for all m.

    The parameters are among the fields of the certificate, by the same names.
    """

    induction = True
    meanings = (CONFIGURATIONS, ANOTHER_START)

    named: ClassVar[tuple[str, ...]] = ("state", "facing", "left", "right")
    """The names of the parameters."""

    @abc.abstractmethod
    def certified(self, decision: Decision, seed: int) -> dict[str, int | str] | None:
        """Return the certificate of the claim about a machine; None for no claim."""

    @abc.abstractmethod
    def follow(self, table: Table, claimed: Fields) -> str | None:
        """Follow the first few configurations, with the reference simulator.

        Parameters
        ----------
        table : tuple
            The machine.
        claimed : mapping
            The parameters, or the certificate, which has them too.

        Returns
        -------
        str or None
            What is wrong with the claim; None if it is right.
        """

    def time(self, claimed: Fields, m: int) -> int:
        """Return how many steps are claimed to lead from C(m) to the next."""
        return int(claimed["slope"]) * m + int(claimed["constant"])

    def times(self, claimed: Fields) -> list[int]:
        """Return the numbers of steps that are followed."""
        return [self.time(claimed, m) for m in range(_FOLLOWED)]

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the claim about a machine that has such a certificate."""
        certificate = self.certified(decision, seed)
        if certificate is None:
            return None
        parameters = {name: certificate[name] for name in self.named}
        return self.make_claim(decision.machine, parameters, certificate)

    def start(self, parameters: Parameters) -> Start | None:
        """Return one of the configurations."""
        return start_of(parameters)

    def read(self, groups: Groups) -> dict[str, Value]:
        """Return the configurations, and the number of steps if there is one."""
        return read_rule(groups)

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Follow the first few configurations."""
        if any(certificate[name] != parameters[name] for name in self.named):
            return "the certificate and the statement name different rules"
        return self.follow(table, certificate)

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Follow the first few configurations, if that takes no longer."""
        claimed = plain(parameters)
        return self.follow(table, claimed) if sum(self.times(claimed)) <= steps else None


class RuleFamily(ConfigurationsFamily):
    """Claims that rest on the rule of a machine that sweeps over a growing block."""

    strata = (Bouncer.stratum,)
    by_rules = "always"

    def certified(self, decision: Decision, seed: int) -> dict[str, int | str] | None:
        """Return the rule."""
        return rule_certificate(decision)


def plain(parameters: Parameters) -> dict[str, int | str]:
    """Return the parameters of a claim about a rule, none of which is a list."""
    return {name: value for name, value in parameters.items() if not isinstance(value, list)}
