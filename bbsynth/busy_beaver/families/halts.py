"""Machines that halt, whenever that may be."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import halting_claim
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.problems.family import Claim, Family, Value

__all__ = ["FAMILY", "HaltsAtAll"]


class HaltsAtAll(Family):
    """The machine halts; the statement does not say when."""

    name = "halts"
    summary = "halts at some time"
    title = "A machine that halts"
    example = "1RB0RC_1LA1RA_---1RD_1LD0LB"
    strata = ("halts",)
    meanings = (
        "- **To halt.** The machine *halts* if there is a number *t* such that its *t*-th step is "
        "the one in which it halts.",
    )
    proposition = re.compile(r"machine\.Halts")
    sentences = (
        re.compile(r"Started on the blank tape, the machine halts\."),
        re.compile(r"The run of the machine from the blank tape comes to an end\."),
        re.compile(
            r"If the machine is started on the blank tape, it halts after some number of steps\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the claim for a machine that halts."""
        return halting_claim(self.name, decision, {})

    def verify(
        self,
        table: reference.Table,
        parameters: Mapping[str, Value],
        certificate: Mapping[str, int | str],
    ) -> str | None:
        """Run the machine to its end."""
        return reference.check_halts_after(table, int(certificate["steps"]))


FAMILY = HaltsAtAll()
