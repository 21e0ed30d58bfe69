"""Machines that go further and further away."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.certificates.translated_cycler import TranslatedCycler
from bbsynth.busy_beaver.claims import verify_never
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.reference import Table
from bbsynth.problems.family import Claim, Fields, Parameters

__all__ = ["FAMILY", "Leaves"]


class Leaves(MachineFamily):
    """The head leaves every finite part of the tape."""

    name = "leaves-every-interval"
    summary = "leaves every finite part of the tape"
    title = "A machine that goes far"
    example = "0RB0LB---_1LA1RB---"
    strata = (TranslatedCycler.stratum,)
    meanings = (
        "- **Leaving.** The machine *moves its head out of every finite part of the tape* if for "
        "any two cells there is a number *t* such that after *t* steps its head is on a cell that "
        "does not lie between them and is neither of them.",
    )
    proposition = re.compile(r"machine\.LeavesEveryInterval")
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine moves its head out of every finite part of "
            r"the tape\."
        ),
        re.compile(
            r"Whatever two cells are chosen, there is a time in the run from the blank tape at "
            r"which the head of the machine is left of both or right of both\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the claim for a machine in a loop that moves."""
        certificate = decision.certificate
        if not isinstance(certificate, TranslatedCycler):
            return None
        return self.make_claim(decision.machine, {}, certificate.facts(decision.machine))

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Follow the loop once; it has to move on."""
        if int(certificate["shift"]) < 1:
            return "the loop does not move"
        return verify_never(table, certificate)

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Watch for a halt, and for a configuration that comes back."""
        return reference.check_goes_on(table, steps)


FAMILY = Leaves()
