"""Machines that halt, and an upper bound of the time."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import HaltingFamily
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.statements import MEANINGS
from bbsynth.problems.family import Fields, Parameters, Value, draw, number

__all__ = ["FAMILY", "HaltsWithin"]


class HaltsWithin(HaltingFamily):
    """The machine halts after at most N steps; N is drawn, and seldom the halting time itself."""

    name = "halts-within"
    summary = "halts after at most N steps"
    title = "A machine that halts in time"
    example = "1RB1LC_1LA1RB_1LB---"
    tells = "time"
    meanings = MEANINGS["within"]
    proposition = re.compile(r"machine\.HaltsWithin (?P<bound>[0-9]+)")
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine halts after at most (?P<bound>[0-9]+) steps?\."
        ),
        re.compile(
            r"The run of the machine from the blank tape ends, and has no more than "
            r"(?P<bound>[0-9]+) steps?\."
        ),
        re.compile(
            r"If the machine is started on the blank tape, it has halted once (?P<bound>[0-9]+) "
            r"steps? (?:has|have) been made, or earlier\."
        ),
    )

    def stated(self, decision: Decision, seed: int) -> dict[str, Value]:
        """Return a bound that is not far from the halting time."""
        choice = draw(seed, self.name, decision.machine)
        return {"bound": decision.steps + choice.randint(0, decision.steps + 4)}

    def label(self, parameters: Parameters) -> str:
        """Return the number in the claim."""
        return str(number(parameters, "bound"))

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Run the machine for the time claimed."""
        bound = number(parameters, "bound")
        steps = int(certificate["steps"])
        if steps > bound:
            return f"the certificate says {steps} steps, the statement at most {bound}"
        return reference.check_halts_after(table, steps)


FAMILY = HaltsWithin()
