"""Machines that never halt: they repeat themselves, or stay in a closed set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bbsynth.deciders import Cycler, Decision, NGramCPS, RepWL, TranslatedCycler
from bbsynth.problems import reference
from bbsynth.problems.family import Claim, Family

__all__ = ["FAMILY", "NeverHalts"]

# The kinds of certificate for which the Lean library has a theorem.
_STRATA = {
    Cycler: "cycler",
    TranslatedCycler: "translated-cycler",
    NGramCPS: "ngram-cps",
    RepWL: "repwl",
}

_PATIENCE = 2_000
"""Steps for which a machine in a closed set is watched: more than the longest run of a machine
that halts and is as small as those whose closed sets are known."""


class NeverHalts(Family):
    """The machine never halts. The strata are the kinds of certificate that show it."""

    name = "never-halts"
    summary = "never halts"
    strata = tuple(_STRATA.values())
    predicate = "NeverHalts"
    sentence = re.compile(r"Started on the blank tape, the machine never halts\.")

    def claim(self, decision: Decision) -> Claim | None:
        """Return the claim for a machine with a certificate that Lean accepts."""
        certificate = decision.certificate
        if not isinstance(certificate, Cycler | TranslatedCycler | NGramCPS | RepWL):
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
        """Follow a loop once, and compare what surrounds the head; else watch for a while."""
        if numbers:
            return "the claim has numbers in it"
        if certificate["kind"] in ("ngram_cps", "repwl"):
            return reference.check_runs_on(table, _PATIENCE)
        return reference.check_loop(
            table,
            start=int(certificate["start"]),
            period=int(certificate["period"]),
            width=int(certificate["width"]),
            shift=int(certificate.get("shift", 0)),
            ahead=-1 if certificate.get("direction") == "L" else 1,
        )


FAMILY = NeverHalts()
