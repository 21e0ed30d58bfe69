"""How far a mean over problems can be trusted: the bootstrap over machines.

Problems about the same machine are not independent, so what is drawn with replacement is machines,
each with all its problems. What a problem contributes is itself an estimate from finitely many
samples, and its noise is part of how problems differ; intervals from these draws therefore cover
both the choice of the problems and the luck of sampling, if there are enough machines; see `arms`
and `comparison.widened` for what is done where there are not. They say nothing about problems of
another kind than those of the dataset.

All figures of one report are computed from the same draws, so that differences are paired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bbsynth.errors import UsageError

__all__ = [
    "DRAWS",
    "FEW_MACHINES",
    "NORMAL",
    "Interval",
    "bootstrap_means",
    "draw_weights",
    "intervals",
]

Floats = npt.NDArray[np.float64]

DRAWS = 2_000
"""Draws, if nothing else is asked for."""

LEVEL = 0.95
"""The level of the intervals, if nothing else is asked for."""

NORMAL = 1.96
"""So many standard deviations on either side of the mean of a normal distribution are `LEVEL`."""

FEW_MACHINES = 10
"""With fewer machines than this, the draws say little."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its bounds."""

    value: float
    low: float
    high: float


def draw_weights(clusters: Sequence[str], *, draws: int = DRAWS, seed: int = 0) -> Floats:
    """Return how often each problem is in each draw: shape (draws, problems).

    Parameters
    ----------
    clusters : sequence of str
        The machine of each problem. As many machines are drawn as there are.
    draws : int
        How many draws.
    seed : int
        Of the random generator; equal arguments give equal draws.

    Raises
    ------
    UsageError
        If there is no problem, or `draws` is not positive.
    """
    if not clusters:
        raise UsageError("there is no problem to average over")
    if draws < 1:
        raise UsageError(f"{draws} draws: there has to be at least 1")
    names = {name: number for number, name in enumerate(dict.fromkeys(clusters))}
    of_problem = np.array([names[name] for name in clusters])
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = generator.integers(len(names), size=(draws, len(names)))
    flat = drawn + np.arange(draws)[:, None] * len(names)
    multiplicity = np.bincount(flat.ravel(), minlength=draws * len(names))
    return multiplicity.reshape(draws, len(names))[:, of_problem].astype(np.float64)


def bootstrap_means(weights: Floats, values: Floats) -> Floats:
    """Return the mean over the problems of each draw.

    Parameters
    ----------
    weights : array, shape (draws, problems)
        From `draw_weights`.
    values : array, shape (problems, …)
        What is averaged; several figures at once.

    Returns
    -------
    array, shape (draws, …)
        NaN for a draw without any of the problems, which happens if `weights` was cut down to
        part of the problems.
    """
    flat = values.reshape(len(values), -1)
    total = weights.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (weights @ flat) / total
    result: Floats = means.reshape(len(weights), *values.shape[1:])
    return result


def intervals(means: Floats, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Return the lower and upper bounds of the central part of the draws (axis 0).

    Raises
    ------
    UsageError
        If `level` is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise UsageError(f"the level of an interval is {level}; it has to be between 0 and 1")
    if np.isnan(means).any():
        low, high = np.nanquantile(means, [(1 - level) / 2, (1 + level) / 2], axis=0)
        return low, high
    # Sorted once, and the rows closest to the two ranks: far quicker than interpolation.
    ordered = np.sort(means, axis=0)
    last = len(means) - 1
    return (
        ordered[int(np.floor(last * (1 - level) / 2))],
        ordered[int(np.ceil(last * (1 + level) / 2))],
    )
