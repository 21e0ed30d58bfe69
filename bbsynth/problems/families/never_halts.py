"""Machines that never halt: they repeat themselves, or stay in a closed set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bbsynth.deciders import (
    FAR,
    Certificate,
    Cycler,
    Decision,
    NGramCPS,
    NoReachableHalt,
    RepWL,
    TranslatedCycler,
)
from bbsynth.problems import reference
from bbsynth.problems.family import Claim, Family

__all__ = ["FAMILY", "NeverHalts"]

# The kinds of certificate for which the Lean library has a theorem.
_STRATA: dict[type[Certificate], str] = {
    NoReachableHalt: "no-reachable-halt",
    Cycler: "cycler",
    TranslatedCycler: "translated-cycler",
    NGramCPS: "ngram-cps",
    RepWL: "repwl",
    FAR: "far",
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
        if certificate is None or type(certificate) not in _STRATA:
            return None
        return Claim(
            family=self.name,
            machine=decision.machine,
            stratum=_STRATA[type(certificate)],
            parameters={},
            certificate=_facts(certificate),
        )

    def verify(
        self, table: reference.Table, numbers: Sequence[int], certificate: Mapping[str, int | str]
    ) -> str | None:
        """Follow a loop once, and compare what surrounds the head; else watch for a while."""
        if numbers:
            return "the claim has numbers in it"
        if certificate["kind"] in ("no_reachable_halt", "ngram_cps", "repwl", "far"):
            return reference.check_runs_on(table, _PATIENCE)
        return reference.check_loop(
            table,
            start=int(certificate["start"]),
            period=int(certificate["period"]),
            width=int(certificate["width"]),
            shift=int(certificate.get("shift", 0)),
            ahead=-1 if certificate.get("direction") == "L" else 1,
        )


def _facts(certificate: Certificate) -> dict[str, int | str]:
    """Return the parameters from which Lean finds the rest."""
    if isinstance(certificate, FAR):
        return {
            "kind": "far",
            "direction": certificate.direction.value,
            "states": len(certificate.automaton),
            "dfa": ", ".join(str(target) for row in certificate.automaton for target in row),
        }
    return {
        name: value for name, value in certificate.to_dict().items() if isinstance(value, int | str)
    }


FAMILY = NeverHalts()
