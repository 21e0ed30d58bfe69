"""What families about halting and never halting have in common."""

from __future__ import annotations

import abc
from dataclasses import dataclass
from typing import Any, Final

from bbsynth.busy_beaver.certificate import Fate, evidence, kinds
from bbsynth.busy_beaver.certificates.cycler import Cycler
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.machines import trace
from bbsynth.busy_beaver.reference import Table
from bbsynth.problems.family import Claim, Fields, Value

__all__ = [
    "STRATA",
    "HaltingFamily",
    "Repetition",
    "first_repetition",
    "halting_certificate",
    "halting_facts",
    "never_facts",
    "verify_never",
]

STRATA: Final = tuple(
    kind.stratum
    for kind in sorted(kinds().values(), key=lambda kind: kind.stratum_rank)
    if kind.stratum
)
"""The kinds of certificate that a machine never halts, as names of strata."""


def halting_facts(decision: Decision) -> dict[str, Any] | None:
    """Return what is known of a machine that halts; None of another."""
    if decision.fate is not Fate.HALTS:
        return None
    return {
        "steps": decision.steps,
        "cells_visited": decision.cells_visited,
        "non_blank": decision.non_blank,
    }


def halting_certificate(decision: Decision) -> dict[str, int | str]:
    """Return the certificate of a claim that rests on the run of a machine that halts."""
    return {"kind": "halts", "steps": decision.steps}


class HaltingFamily(MachineFamily):
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


def never_facts(decision: Decision) -> dict[str, int | str] | None:
    """Return why a machine never halts, as the certificate of a plain statement; None if it halts,
    or if there is no such certificate."""
    certificate = decision.certificate
    if certificate is None or not certificate.in_statements:
        return None
    return certificate.facts(decision.machine)


def verify_never(table: Table, certificate: Fields) -> str | None:
    """Return what the reference simulator has against a certificate that a machine never halts.

    Raises
    ------
    LookupError
        If the certificate is of no kind that shows it.
    """
    kind = evidence(certificate["kind"])
    if kind is None or kind.fate is not Fate.NEVER_HALTS:
        raise LookupError(f"{certificate['kind']!r} is no reason why a machine never halts")
    return kind.verify(table, certificate)


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
        return {"kind": Cycler.kind, "start": self.start, "period": self.period}


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
