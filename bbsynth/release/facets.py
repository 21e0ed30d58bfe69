"""What a release asks of a problem beyond the fields that every problem has."""

from __future__ import annotations

from typing import Any, Final

from bbsynth.problems import Problem
from bbsynth.release.equivalence import problem_keys

__all__ = [
    "UNRATED",
    "difficulty",
    "form",
    "form_of",
    "informal_proof",
    "keys",
    "negation_statement",
    "stratum",
    "tier",
    "track",
    "two_sided",
]

UNRATED: Final = "unrated"
"""The tier of a problem of which nobody says how hard it is."""


def _known(problem: Problem, name: str, default: Any) -> Any:
    return getattr(problem, name, problem.metadata.get(name, default))


def track(problem: Problem) -> str:
    """Return what a proof may use, ``library`` or ``bare``."""
    return str(_known(problem, "track", "library"))


def tier(problem: Problem) -> str:
    """Return how hard it is, in a word; ``unrated`` if nobody has said so."""
    return str(_known(problem, "tier", UNRATED))


def difficulty(problem: Problem) -> int | None:
    """Return the difficulty score, if there is one."""
    score = _known(problem, "difficulty", None)
    return None if score is None else int(score)


def informal_proof(problem: Problem) -> str:
    """Return the proof in words; empty if there is none."""
    return str(_known(problem, "informal_proof", ""))


def negation_statement(problem: Problem) -> str:
    """Return the Lean text of the negation, if a proof of it is an answer too; otherwise empty."""
    return str(_known(problem, "negation_statement", ""))


def two_sided(problem: Problem) -> bool:
    """Return whether a proof of the negation is an answer too."""
    return bool(negation_statement(problem))


def stratum(problem: Problem) -> tuple[str, str, str, str]:
    """Return family, stratum, track and tier: what splits are balanced over."""
    return problem.family, problem.stratum, track(problem), tier(problem)


def form(problem: Problem) -> str:
    """Return the part of the family, without the side that is true where there are two."""
    return form_of(problem.stratum)


def form_of(stratum: str) -> str:
    """Return a stratum without the side that is true."""
    return stratum.removesuffix("-true").removesuffix("-false")


def keys(problem: Problem) -> tuple[str, ...]:
    """Return what the problem must not share with one in another split."""
    return problem_keys(
        problem.id, problem.family, problem.machine, track(problem), problem.parameters
    )
