"""Machines that halt, and how many cells they leave that are not blank."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bbsynth.deciders import Decision, Halts
from bbsynth.problems import reference
from bbsynth.problems.family import Claim, Family

__all__ = ["FAMILY", "HaltsLeaving"]


class HaltsLeaving(Family):
    """The machine halts, and then exactly s cells are not blank."""

    name = "halts-leaving"
    summary = "halts with exactly s cells not blank"
    strata = ("halts",)
    predicate = "HaltsLeaving"
    sentence = re.compile(
        r"Started on the blank tape, the machine halts, and then exactly "
        r"([0-9]+) (?:cell is|cells are) not blank\."
    )

    def claim(self, decision: Decision) -> Claim | None:
        """Return what a machine that halts leaves behind."""
        if not isinstance(decision.certificate, Halts):
            return None
        return Claim(
            family=self.name,
            machine=decision.machine,
            stratum="halts",
            parameters={"non_blank": decision.non_blank},
            certificate=decision.certificate.to_dict(),
            metadata={"cells_visited": decision.cells_visited, "steps": decision.steps},
        )

    def verify(
        self, table: reference.Table, numbers: Sequence[int], certificate: Mapping[str, int | str]
    ) -> str | None:
        """Run the machine to its end, and count."""
        (non_blank,) = numbers
        return reference.check_halts_leaving(table, non_blank, int(certificate["steps"]))


FAMILY = HaltsLeaving()
