"""Machines that never halt: they repeat themselves, or stay in a closed set."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import STRATA, verify_never
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.statements import MEANINGS
from bbsynth.problems.family import Claim, Fields, Parameters

__all__ = ["FAMILY", "NeverHalts"]


class NeverHalts(MachineFamily):
    """The machine never halts. The strata are the kinds of certificate that show it."""

    name = "never-halts"
    summary = "never halts"
    title = "A machine that never halts"
    example = "1RB1LC_0LA0RB_1LA---"
    strata = STRATA
    by_rules = "sometimes"
    meanings = MEANINGS["never"]
    proposition = re.compile(r"machine\.NeverHalts")
    sentences = (
        re.compile(r"Started on the blank tape, the machine never halts\."),
        re.compile(r"If the machine is started on the blank tape, it goes on for ever\."),
        re.compile(r"From the blank tape, there is no step in which the machine halts\."),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the claim for a machine with a certificate that Lean accepts."""
        certificate = decision.certificate
        facts = None if certificate is None else certificate.facts(decision.machine)
        if certificate is None or facts is None:
            return None
        return self.make_claim(decision.machine, {}, facts, stratum=certificate.stratum)

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Follow what the certificate says, or watch for a while."""
        return verify_never(table, certificate)

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Watch for a halt."""
        return reference.check_runs_on(table, steps)


FAMILY = NeverHalts()
