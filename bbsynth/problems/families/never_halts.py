"""Machines that never halt, since they repeat themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bbsynth.deciders import Cycler, Decision, TranslatedCycler
from bbsynth.problems import reference
from bbsynth.problems.family import Claim, Family

__all__ = ["FAMILY", "NeverHalts"]

_STRATA = {Cycler: "cycler", TranslatedCycler: "translated-cycler"}


class NeverHalts(Family):
    """The machine never halts. The strata are the kinds of loop that show it."""

    name = "never-halts"
    summary = "never halts"
    strata = tuple(_STRATA.values())
    predicate = "NeverHalts"
    sentence = re.compile(r"Started on the blank tape, the machine never halts\.")

    def claim(self, decision: Decision) -> Claim | None:
        """Return the claim for a machine whose loop is known."""
        certificate = decision.certificate
        if not isinstance(certificate, Cycler | TranslatedCycler):
            return None
        return Claim(
            family=self.name,
            machine=decision.machine,
            stratum=_STRATA[type(certificate)],
            parameters={},
            certificate=certificate.to_dict(),
        )

    def verify(
        self, table: reference.Table, numbers: Sequence[int], certificate: Mapping[str, int | str]
    ) -> str | None:
        """Follow the loop once, and compare what surrounds the head before and after."""
        if numbers:
            return "the claim has numbers in it"
        return reference.check_loop(
            table,
            start=int(certificate["start"]),
            period=int(certificate["period"]),
            width=int(certificate["width"]),
            shift=int(certificate.get("shift", 0)),
            ahead=-1 if certificate.get("direction") == "L" else 1,
        )


FAMILY = NeverHalts()
