"""Counting what happens in a large tree, at a million machines a second and core.

A survey enumerates a tree and searches for loops in one compiled pass: a machine is run for a few
steps first, and what loops by then is not run any further. Loops are counted as the search finds
them, **without a check**; so this is for statistics, and for finding the machines that are left,
which can then be decided with everything else (`bbsynth.busy_beaver.deciders.pipeline`). For
decisions that hold, decide the tree.

For 5x2, run to 1,000 steps and searched for 200, it counts 181,385,789 machines, as the published
proof of S(5) does, of which 48,379,392 have halted by then and 127,237,455 loop.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth._common.workers import in_processes
from bbsynth.busy_beaver.certificate import check_search_steps
from bbsynth.busy_beaver.machines import Machine, TreePart, split_tnf
from bbsynth.errors import UsageError

__all__ = ["Survey", "survey_part", "survey_tree"]

_PORTION: Final = 1_000_000
_UNDECIDED: Final = 65_536
_FIRST_STEPS: Final = 40
_PARTS_PER_TREE: Final = 1_000


@dataclass(frozen=True, eq=False)
class Survey:
    """What happens in a part of a tree.

    Parameters
    ----------
    halting, cyclers, translated_cyclers : int
        How many machines do so. A machine halts if it meets an undefined transition within the
        steps that the part's machines are run.
    undecided : ndarray of int8, shape (N, n_states, n_symbols, 3)
        The tables of the others.
    """

    halting: int
    cyclers: int
    translated_cyclers: int
    undecided: npt.NDArray[np.int8]

    @property
    def machines(self) -> int:
        """How many machines there are."""
        return self.halting + self.cyclers + self.translated_cyclers + len(self.undecided)


def survey_part(part: TreePart, *, search_steps: int = 200) -> Iterator[Survey]:
    """Return surveys that together are those of a part of a tree, in its order.

    Each is about at most a million machines, and 65,536 undecided ones.

    Parameters
    ----------
    part : TreePart
        The part; `bbsynth.busy_beaver.machines.split_tnf` makes them.
    search_steps : int
        Steps to look at for loops.

    Raises
    ------
    UsageError
        If an argument is not right.
    """
    if not isinstance(part, TreePart):
        raise UsageError(f"expected a TreePart, not {part!r}")
    steps = check_search_steps(search_steps)
    return _survey(Machine.parse(part.machine).to_array(), part, steps)


def survey_tree(
    n_states: int,
    n_symbols: int,
    *,
    max_steps: int | None = None,
    search_steps: int = 200,
    jobs: int = 1,
) -> Iterator[Survey]:
    """Return surveys that together are that of a tree, in its order, made by `jobs` processes.

    Raises
    ------
    UsageError
        If an argument is out of range; see `bbsynth.busy_beaver.machines.tree_steps` for
        `max_steps`.
    """
    parts = split_tnf(n_states, n_symbols, parts=_PARTS_PER_TREE, max_steps=max_steps)
    check_search_steps(search_steps)
    work = functools.partial(_whole_part, search_steps=search_steps)
    return in_processes(work, parts, jobs=jobs)


def _whole_part(part: TreePart, search_steps: int) -> Survey:
    surveys = list(survey_part(part, search_steps=search_steps))
    return Survey(
        halting=sum(survey.halting for survey in surveys),
        cyclers=sum(survey.cyclers for survey in surveys),
        translated_cyclers=sum(survey.translated_cyclers for survey in surveys),
        undecided=np.concatenate([survey.undecided for survey in surveys]),
    )


def _survey(root: npt.NDArray[np.int8], part: TreePart, search_steps: int) -> Iterator[Survey]:
    # numba takes a noticeable part of a second to import; see simulation.
    from bbsynth.busy_beaver.deciders import survey_kernel as kernel

    size = root.shape[0] * root.shape[1]
    stack = np.zeros((2 * size * size + 1, *root.shape), dtype=np.int8)
    stack[0] = root
    height = 1
    first = min(_FIRST_STEPS, part.max_steps)
    while height:
        counts: npt.NDArray[np.int64] = np.zeros(4, dtype=np.int64)
        undecided: npt.NDArray[np.int8] = np.empty((_UNDECIDED, *root.shape), dtype=np.int8)
        _, height, left = kernel.survey(
            stack,
            height,
            first,
            part.max_steps,
            search_steps,
            1 if part.alone else _PORTION,
            counts,
            undecided,
        )
        yield Survey(
            halting=int(counts[kernel.HALTS]),
            cyclers=int(counts[kernel.CYCLER]),
            translated_cyclers=int(counts[kernel.TRANSLATED_CYCLER]),
            undecided=undecided[:left].copy(),
        )
        if part.alone:
            return
