"""Machines that halt, and how many cells they leave that are not blank."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import HaltingFamily
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.statements import MEANINGS
from bbsynth.problems.family import Fields, Parameters, Value, number

__all__ = ["FAMILY", "HaltsLeaving"]


class HaltsLeaving(HaltingFamily):
    """The machine halts, and then exactly s cells are not blank."""

    name = "halts-leaving"
    summary = "halts with exactly s cells not blank"
    title = "What a machine leaves on the tape"
    example = "1RB2LB---_2LA2RB1LB"
    tells = "tape"
    meanings = MEANINGS["leaving"]
    proposition = re.compile(r"machine\.HaltsLeaving (?P<non_blank>[0-9]+)")
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine halts, and then exactly "
            r"(?P<non_blank>[0-9]+) (?:cell is|cells are) not blank\."
        ),
        re.compile(
            r"When the machine is started on the blank tape, it halts at some time, and leaves a "
            r"tape with exactly (?P<non_blank>[0-9]+) cells? that (?:does|do) not hold the blank\."
        ),
        re.compile(
            r"The run from the blank tape ends, and the number of cells that hold a symbol other "
            r"than the blank is (?P<non_blank>[0-9]+) at its end\."
        ),
    )

    def stated(self, decision: Decision, seed: int) -> dict[str, Value]:
        """Return the number of cells that are not blank in the end."""
        return {"non_blank": decision.non_blank}

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Run the machine to its end, and count."""
        non_blank = number(parameters, "non_blank")
        return reference.check_halts_leaving(table, non_blank, int(certificate["steps"]))


FAMILY = HaltsLeaving()
