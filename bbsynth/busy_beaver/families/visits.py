"""Machines that halt, and how many cells they visit."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import HaltingFamily
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.reference import Table
from bbsynth.problems.family import Fields, Parameters, Value, number

__all__ = ["FAMILY", "Visits"]


class Visits(HaltingFamily):
    """The machine halts and visits exactly c cells."""

    name = "visits"
    summary = "halts and has visited exactly c cells"
    title = "Where a machine has been"
    example = "1RB1LB_1LA0LC_---1LD_1RD0RA"
    meanings = (
        "- **Visited cells.** A cell is *visited* if the machine makes one of its steps on it: "
        "the head is on this cell before the step, and the symbol in it is read. The cell that "
        "the head moves to in the step in which the machine halts is not visited by this step.",
    )
    proposition = re.compile(r"machine\.VisitsExactly (?P<cells>[0-9]+)")
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine halts, and has visited exactly "
            r"(?P<cells>[0-9]+) cells?\."
        ),
        re.compile(
            r"The run of the machine from the blank tape ends, and the number of different cells "
            r"on which the machine makes a step is (?P<cells>[0-9]+)\."
        ),
        re.compile(
            r"If the machine is started on the blank tape, it halts, and of all cells it has then "
            r"read exactly (?P<cells>[0-9]+)\."
        ),
    )

    def stated(self, decision: Decision, seed: int) -> dict[str, Value]:
        """Return the number of cells that were visited."""
        return {"cells": decision.cells_visited}

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Run the machine to its end, and count."""
        cells = number(parameters, "cells")
        return reference.check_visits(table, cells, int(certificate["steps"]))


FAMILY = Visits()
