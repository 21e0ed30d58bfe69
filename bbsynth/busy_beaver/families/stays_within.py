"""Machines that never leave a part of the tape."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.certificates.cycler import Cycler
from bbsynth.busy_beaver.claims import first_repetition
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.reading import INTEGER, read_integer
from bbsynth.busy_beaver.reference import Table
from bbsynth.problems.family import Claim, Fields, Groups, Parameters, Value, draw, number

__all__ = ["FAMILY", "StaysWithin"]


class StaysWithin(MachineFamily):
    """The head never leaves the cells from a to b, which are drawn, and often are the tightest."""

    name = "stays-within"
    summary = "never leaves the cells from a to b"
    title = "A machine that stays where it is"
    example = "1RB0RB_0LA0LB"
    strata = (Cycler.stratum,)
    meanings = (
        "- **Staying.** The claim is about the position of the head after every number of steps, "
        "0 among them; both cells that are named belong to what it does not leave.",
    )
    proposition = re.compile(rf"machine\.StaysWithin (?P<least>{INTEGER}) (?P<most>{INTEGER})")
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine never moves its head out of the cells from "
            r"(?P<least>-?[0-9]+) to (?P<most>-?[0-9]+)\."
        ),
        re.compile(
            r"At every time in the run from the blank tape, the head of the machine is on a cell "
            r"that is not left of cell (?P<least>-?[0-9]+) and not right of cell "
            r"(?P<most>-?[0-9]+)\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the claim for a machine that repeats itself."""
        found = first_repetition(decision)
        if found is None:
            return None
        choice = draw(seed, self.name, decision.machine)
        least = found.least - choice.choice((0, 0, 0, 1, 2))
        most = found.most + choice.choice((0, 0, 0, 1, 2))
        parameters = {"least": least, "most": most}
        return self.make_claim(decision.machine, parameters, found.certificate)

    def label(self, parameters: Parameters) -> str:
        """Return the two cells."""
        return "-".join(_sign(number(parameters, name)) for name in ("least", "most"))

    def read(self, groups: Groups) -> dict[str, Value]:
        """Return the two cells."""
        return {name: read_integer(text) for name, text in groups.items()}

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Run the machine until a configuration comes back."""
        return reference.check_stays_within(
            table,
            number(parameters, "least"),
            number(parameters, "most"),
            int(certificate["start"]) + int(certificate["period"]),
        )

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Watch the head, and for a halt."""
        least, most = number(parameters, "least"), number(parameters, "most")
        wrong = reference.check_cells(table, least, most, steps)
        return wrong or reference.check_runs_on(table, steps)


def _sign(cell: int) -> str:
    """A cell in an id, where no minus can stand: l3 for -3, r3 for 3."""
    return f"l{-cell}" if cell < 0 else f"r{cell}"


FAMILY = StaysWithin()
