"""Machines that halt, and the configuration in which they do."""

from __future__ import annotations

import re

import numpy as np

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import HaltingFamily
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MAX_SHOWN
from bbsynth.busy_beaver.machines import run
from bbsynth.busy_beaver.reading import read_cells, read_integer
from bbsynth.busy_beaver.reference import Table
from bbsynth.problems.family import Fields, Groups, Parameters, Value

__all__ = ["FAMILY", "EndsWith"]

_CELLS = r"(?:cell (?P<only>-?[0-9]+) holds|cells (?P<start>-?[0-9]+) to (?P<end>-?[0-9]+) hold)"


class EndsWith(HaltingFamily):
    """The machine halts with this tape and its head on this cell."""

    name = "ends-with"
    summary = "halts in this configuration"
    title = "What a machine ends with"
    example = "1RB1LB_1LA0LC_---1LD_1RD0RA"
    tells = "tape"
    meanings = (
        "- **The end.** The tape and the head are those after the step in which the machine "
        "halts, which writes and moves like any other.",
    )
    proposition = re.compile(
        r"machine\.HaltsWith (?P<start>[0-9]+|\(-[0-9]+\)) \[(?P<symbols>[0-9]+(?:, [0-9]+)*)\] "
        r"(?P<head>[0-9]+|\(-[0-9]+\))"
    )
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine halts; then, from left to right, "
            rf"{_CELLS} (?P<symbols>[0-9]+(?: [0-9]+)*), every other cell is blank, "
            r"and the head is on cell (?P<head>-?[0-9]+)\."
        ),
        re.compile(
            r"The run of the machine from the blank tape ends with the head on cell "
            rf"(?P<head>-?[0-9]+) and a tape on which {_CELLS}, from left to right, "
            r"(?P<symbols>[0-9]+(?: [0-9]+)*), while all others are blank\."
        ),
    )

    def stated(self, decision: Decision, seed: int) -> dict[str, Value] | None:
        """Return the last configuration, if it is not blank or long."""
        if decision.cells_visited > 4 * MAX_SHOWN:
            return None
        # `1RZ` in place of an undefined transition, as in the statement.
        end = run(decision.machine.completed(), decision.steps)
        marked = np.flatnonzero(end.tape)
        if not marked.size or marked[-1] - marked[0] >= MAX_SHOWN:
            return None
        first, last = int(marked[0]), int(marked[-1])
        return {
            "start": first - end.origin,
            "symbols": [int(symbol) for symbol in end.tape[first : last + 1]],
            "head": end.head,
        }

    def read(self, groups: Groups) -> dict[str, Value]:
        """Return the cells and the head; where both ends are given, they have to agree."""
        start = read_integer(groups.get("only") or groups["start"])
        symbols = read_cells(groups["symbols"], start, groups.get("only") or groups.get("end"))
        return {"start": start, "symbols": symbols, "head": read_integer(groups["head"])}

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Run the machine to its end, and compare."""
        start, symbols, head = (parameters[name] for name in ("start", "symbols", "head"))
        if not (isinstance(start, int) and isinstance(symbols, list) and isinstance(head, int)):
            return "the parameters are not cells and a head"
        return reference.check_ends_with(table, start, symbols, head, int(certificate["steps"]))


FAMILY = EndsWith()
