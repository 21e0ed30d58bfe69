"""A mark for each sample of a run, to know which are there already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from bbsynth.problems import Problem

__all__ = ["ArmKey", "Place", "SampleTable"]

ArmKey: TypeAlias = tuple[str, str]
"""The name of a model, and a prompt style."""

Place: TypeAlias = tuple[ArmKey, int, int]
"""An arm, the number of a problem, the number of a sample."""


class _Line(Protocol):
    """A line about a sample."""

    model: str
    style: str
    problem: str
    sample: int


class SampleTable:
    """A small number for each sample, 0 at first.

    Parameters
    ----------
    problems : sequence of Problem
    samples : mapping
        For each arm how many samples of each problem.
    """

    def __init__(self, problems: Sequence[Problem], samples: Mapping[ArmKey, int]) -> None:
        self._numbers = {problem.id: i for i, problem in enumerate(problems)}
        self.marks: dict[ArmKey, npt.NDArray[np.int8]] = {
            key: np.zeros((len(problems), count), dtype=np.int8) for key, count in samples.items()
        }

    def place(self, line: _Line) -> Place | None:
        """Return the sample that a line is about, or None if it is not in the table."""
        key, number = (line.model, line.style), self._numbers.get(line.problem)
        if number is None or key not in self.marks:
            return None
        return (key, number, line.sample) if 0 <= line.sample < self.marks[key].shape[1] else None

    def __getitem__(self, place: Place) -> int:
        key, number, sample = place
        return int(self.marks[key][number, sample])

    def mark(self, line: _Line, value: int = 1) -> Place | None:
        """Mark the sample of a line; return it, or None if it was marked or is not in the table."""
        place = self.place(line)
        if place is None or self[place]:
            return None
        key, number, sample = place
        self.marks[key][number, sample] = value
        return place

    def mark_all(self, lines: Iterable[_Line]) -> int:
        """Mark samples, and return how many of them were not marked before."""
        return sum(self.mark(line) is not None for line in lines)
