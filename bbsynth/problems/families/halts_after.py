"""Machines that halt, and after how many steps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bbsynth.deciders import Decision, Halts
from bbsynth.problems import reference
from bbsynth.problems.family import Claim, Family

__all__ = ["FAMILY", "HaltsAfter"]


class HaltsAfter(Family):
    """The machine halts after exactly N steps, the halting step included."""

    name = "halts-after"
    summary = "halts after exactly N steps"
    strata = ("halts",)
    predicate = "HaltsAfter"
    sentence = re.compile(
        r"Started on the blank tape, the machine halts after exactly ([0-9]+) steps?\."
    )

    def claim(self, decision: Decision) -> Claim | None:
        """Return the halting time of a machine that halts."""
        if not isinstance(decision.certificate, Halts):
            return None
        return Claim(
            family=self.name,
            machine=decision.machine,
            stratum="halts",
            parameters={"steps": decision.steps},
            certificate=decision.certificate.to_dict(),
            metadata={
                "cells_visited": decision.cells_visited,
                "non_blank": decision.non_blank,
            },
        )

    def verify(
        self, table: reference.Table, numbers: Sequence[int], certificate: Mapping[str, int | str]
    ) -> str | None:
        """Run the machine for the time claimed."""
        (steps,) = numbers
        if certificate["steps"] != steps:
            return f"the certificate says {certificate['steps']} steps, the statement {steps}"
        return reference.check_halts_after(table, steps)


FAMILY = HaltsAfter()
