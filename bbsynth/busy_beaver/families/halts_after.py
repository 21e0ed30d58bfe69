"""Machines that halt, and after how many steps."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import HaltingFamily
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.statements import MEANINGS
from bbsynth.problems.family import Fields, Parameters, Value, number

__all__ = ["FAMILY", "HaltsAfter"]


class HaltsAfter(HaltingFamily):
    """The machine halts after exactly N steps, the halting step included."""

    name = "halts-after"
    summary = "halts after exactly N steps"
    title = "When a machine halts"
    example = "1RB---_1LB0RC_1LC1LA"
    tells = "time"
    meanings = MEANINGS["after"]
    proposition = re.compile(r"machine\.HaltsAfter (?P<steps>[0-9]+)")
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine halts after exactly (?P<steps>[0-9]+) steps?\."
        ),
        re.compile(
            r"If the machine is started on the blank tape, the step in which it halts is its step "
            r"number (?P<steps>[0-9]+), where the first step has number 1\."
        ),
        re.compile(
            r"From the blank tape, the machine makes (?P<steps>[0-9]+) steps?, neither more nor "
            r"less, and the last of (?:these|them) is the one in which it halts\."
        ),
    )

    def stated(self, decision: Decision, seed: int) -> dict[str, Value]:
        """Return the halting time."""
        return {"steps": decision.steps}

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Run the machine for the time claimed."""
        if certificate["steps"] != parameters["steps"]:
            return (
                f"the certificate says {certificate['steps']} steps, "
                f"the statement {parameters['steps']}"
            )
        return reference.check_halts_after(table, number(parameters, "steps"))


FAMILY = HaltsAfter()
