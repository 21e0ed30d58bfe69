"""Machines that halt, whenever that may be."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import HaltingFamily
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.statements import MEANINGS
from bbsynth.problems.family import Fields, Parameters, Value

__all__ = ["FAMILY", "HaltsAtAll"]


class HaltsAtAll(HaltingFamily):
    """The machine halts; the statement does not say when."""

    name = "halts"
    summary = "halts at some time"
    title = "A machine that halts"
    example = "1RB0RC_1LA1RA_---1RD_1LD0LB"
    tells = "time"
    meanings = MEANINGS["halts"]
    proposition = re.compile(r"machine\.Halts")
    sentences = (
        re.compile(r"Started on the blank tape, the machine halts\."),
        re.compile(r"The run of the machine from the blank tape comes to an end\."),
        re.compile(
            r"If the machine is started on the blank tape, it halts after some number of steps\."
        ),
    )

    def stated(self, decision: Decision, seed: int) -> dict[str, Value]:
        """Return nothing: it is said that the machine halts, and no more."""
        return {}

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Run the machine to its end."""
        return reference.check_halts_after(table, int(certificate["steps"]))


FAMILY = HaltsAtAll()
