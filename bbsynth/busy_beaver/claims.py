"""What families about halting and never halting have in common."""

from __future__ import annotations

import abc
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.deciders import (
    FAR,
    Certificate,
    Cycler,
    Decision,
    Halts,
    NGramCPS,
    NoReachableHalt,
    RepWL,
    TranslatedCycler,
)
from bbsynth.busy_beaver.machines import trace
from bbsynth.busy_beaver.reference import Table
from bbsynth.problems.family import Claim, Family, Fields, Value

__all__ = [
    "STRATA",
    "HaltingFamily",
    "Repetition",
    "first_repetition",
    "halting_certificate",
    "halting_facts",
    "never_facts",
    "never_stratum",
    "verify_never",
]

# The kinds of certificate for which the Lean library has a theorem.
_STRATA: Final[Mapping[type[Certificate], str]] = {
    NoReachableHalt: "no-reachable-halt",
    Cycler: "cycler",
    TranslatedCycler: "translated-cycler",
    NGramCPS: "ngram-cps",
    RepWL: "repwl",
    FAR: "far",
}

STRATA: Final = tuple(_STRATA.values())
"""The kinds of certificate that a machine never halts, as names of strata."""

_PATIENCE: Final = 2_000
"""Steps for which a machine in a closed set is watched: more than the longest run of a machine
that halts and is as small as those whose closed sets are known."""


def halting_facts(decision: Decision) -> dict[str, Any] | None:
    """Return what is known of a machine that halts; None of another."""
    if not isinstance(decision.certificate, Halts):
        return None
    return {
        "steps": decision.steps,
        "cells_visited": decision.cells_visited,
        "non_blank": decision.non_blank,
    }


def halting_certificate(decision: Decision) -> dict[str, int | str]:
    """Return the certificate of a claim that rests on the run of a machine that halts."""
    return {"kind": "halts", "steps": decision.steps}


class HaltingFamily(Family):
    """Claims about machines that halt, each of which rests on the run."""

    strata = ("halts",)

    @abc.abstractmethod
    def stated(self, decision: Decision, seed: int) -> dict[str, Value] | None:
        """Return the parameters of the claim about a machine that halts; None for no claim."""

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the claim about a machine, if it halts."""
        facts = halting_facts(decision)
        parameters = None if facts is None else self.stated(decision, seed)
        if parameters is None:
            return None
        certificate = halting_certificate(decision)
        return self.make_claim(decision.machine, parameters, certificate, metadata=facts)


def never_stratum(decision: Decision) -> str | None:
    """Return the kind of the certificate that a machine never halts; None if Lean has no such."""
    return None if decision.certificate is None else _STRATA.get(type(decision.certificate))


def never_facts(certificate: Certificate) -> dict[str, int | str]:
    """Return the parameters from which Lean finds the rest of a certificate."""
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


def verify_never(table: Table, certificate: Fields) -> str | None:
    """Follow a loop once, and compare what surrounds the head; else watch for a while."""
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


@dataclass(frozen=True)
class Repetition:
    """When a run comes back to an earlier configuration for the first time.

    Parameters
    ----------
    start, period : int
        The configuration after `start` steps is that after `period` more; no earlier pair is equal.
    least, most : int
        The cells between which the head stays.
    """

    start: int
    period: int
    least: int
    most: int

    @property
    def certificate(self) -> dict[str, int | str]:
        """The certificate of a claim that rests on the repetition."""
        return {"kind": "cycler", "start": self.start, "period": self.period}


_LONGEST_REPETITION: Final = 2_000


def first_repetition(decision: Decision) -> Repetition | None:
    """Return when a machine first repeats itself; None if it is not known to, or only late."""
    certificate = decision.certificate
    if not isinstance(certificate, Cycler):
        return None
    steps = certificate.start + certificate.period
    if steps > _LONGEST_REPETITION:
        return None
    shown = trace(decision.machine, steps)
    seen: dict[bytes, int] = {}
    for time in range(shown.heads.size):
        here = (
            shown.tapes[time].tobytes() + shown.heads[time].tobytes() + shown.states[time].tobytes()
        )
        if here in seen:
            start = seen[here]
            heads = shown.heads[: time + 1]
            return Repetition(start, time - start, int(heads.min()), int(heads.max()))
        seen[here] = time
    return None
