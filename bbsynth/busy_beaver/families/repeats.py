"""Machines that come back to an earlier configuration, from when on, and how often."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.certificates.cycler import Cycler
from bbsynth.busy_beaver.claims import first_repetition
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.reference import Table
from bbsynth.problems.family import Claim, Fields, Parameters, number

__all__ = ["FAMILY", "Repeats"]


class Repeats(MachineFamily):
    """From step m on the machine repeats itself with period p; neither can be less."""

    name = "repeats"
    summary = "repeats itself from step m on with period p"
    title = "A machine that comes back"
    example = "1RB0RB_0LA0LB"
    strata = (Cycler.stratum,)
    meanings = (
        "- **Repeating.** The *configuration* of the machine is its state, the position of its "
        "head, and the contents of all cells. The machine *repeats itself from step m on, with "
        "period p*, if *p* is positive, it has not halted after *m* steps, its configuration "
        "after *m* + *p* steps is that after *m* steps, and its configurations after fewer than "
        "*m* + *p* steps are all different. So neither of the two numbers can be smaller.",
    )
    proposition = re.compile(r"machine\.RepeatsFrom (?P<start>[0-9]+) (?P<period>[0-9]+)")
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine repeats itself from step (?P<start>[0-9]+) "
            r"on, with period (?P<period>[0-9]+)\."
        ),
        re.compile(
            r"In the run of the machine from the blank tape, the configuration after "
            r"(?P<start>[0-9]+) steps? is the first that ever comes back, and it comes back first "
            r"after (?P<period>[0-9]+) more steps?\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the preperiod and the period of a machine that repeats itself."""
        found = first_repetition(decision)
        if found is None:
            return None
        parameters = {"start": found.start, "period": found.period}
        return self.make_claim(decision.machine, parameters, found.certificate)

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Run the machine until a configuration comes back."""
        start, period = number(parameters, "start"), number(parameters, "period")
        if (certificate["start"], certificate["period"]) != (start, period):
            return "the certificate and the statement name different times"
        return reference.check_repeats(table, start, period)

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Run the machine until a configuration comes back, if it is to do so in time."""
        start, period = number(parameters, "start"), number(parameters, "period")
        if start + period > steps:
            return super().refuted(table, parameters, steps)
        return reference.check_repeats(table, start, period)


FAMILY = Repeats()
