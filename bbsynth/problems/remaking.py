"""Making a problem once more, from what it says of itself.

Everything in a problem follows from its claim and a seed, and a problem that shows its proof holds
the claim. So its texts, its difficulty and what is measured of it can be made again and compared,
without Lean and without the search that found the machine.
"""

from __future__ import annotations

from typing import Any, Final

import jinja2
import msgspec

from bbsynth.busy_beaver.machines import Machine
from bbsynth.errors import DatasetError, MachineFormatError, UsageError
from bbsynth.problems.family import Claim, GeneralFamily, family
from bbsynth.problems.problem import Problem
from bbsynth.problems.rendering import render_problem

__all__ = ["different_parts", "remade"]

_FOUND: Final = ("steps", "cells_visited", "non_blank", "disguise")
"""Metadata that do not follow from the claim, but come with it."""


def remade(problem: Problem, seed: int) -> Problem:
    """Return the problem that this version of bbsynth makes of the same claim.

    Parameters
    ----------
    problem : Problem
        A problem with its proof, certificate and metadata.
    seed : int
        What the choice between the ways of putting it into words depended on.

    Raises
    ------
    DatasetError
        If it cannot be made, which no problem from `render_problem` is.
    """
    try:
        return render_problem(_claim_of(problem), seed=seed)
    except (
        *(UsageError, MachineFormatError, jinja2.TemplateError),
        # What a problem that was not made here may hold in places where something else belongs.
        *(LookupError, ValueError, TypeError, AttributeError, RecursionError, ArithmeticError),
    ) as error:
        raise DatasetError(f"problem {problem.id} cannot be made again: {error}") from error


def different_parts(problem: Problem, seed: int) -> list[str]:
    """Return which parts of a problem are not what `remade` returns, metadata one by one.

    A problem need not name its seed.

    Raises
    ------
    DatasetError
        As `remade` does.
    """
    again = remade(problem, seed)
    parts = [
        name
        for name in Problem.__struct_fields__
        if name != "metadata" and not _same(getattr(problem, name), getattr(again, name))
    ]
    said: dict[str, Any] = {"seed": seed, **problem.metadata}
    names = sorted(said.keys() | again.metadata.keys())
    missing = object()
    return parts + [
        f"{name} in the metadata"
        for name in names
        if not _same(said.get(name, missing), again.metadata.get(name, missing))
    ]


def _same(one: object, other: object) -> bool:
    """Whether two values are the same in JSON too, where true is not 1."""
    return one == other and msgspec.json.encode(one) == msgspec.json.encode(other)


def _claim_of(problem: Problem) -> Claim:
    kind = family(problem.family)
    notation: Any = problem.metadata["machine_in_tree"] if problem.machine else ""
    if isinstance(kind, GeneralFamily):
        name = problem.id.removeprefix(f"any-{kind.name}-")
        label = name.removesuffix("-bare") if problem.track == "bare" else name
        kind.fact(label)
    else:
        label = kind.label(problem.parameters)
    return Claim(
        family=kind.name,
        machine=Machine.parse(notation) if problem.machine else None,
        stratum=problem.stratum,
        parameters=problem.parameters,
        certificate=problem.certificate or {},
        metadata={name: problem.metadata[name] for name in _FOUND if name in problem.metadata},
        label=label,
        track=problem.track,
    )
