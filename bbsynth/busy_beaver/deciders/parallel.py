"""Work for several processes: a unit is a picklable value, and doing it is a pure function.

The same units can be handed to a distributed engine: `decide_unit` needs nothing but its argument.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from bbsynth._common.workers import in_processes
from bbsynth.busy_beaver.deciders.pipeline import (
    DEFAULT_MAX_STEPS,
    DEFAULT_SEARCH_STEPS,
    decide,
    decide_batch,
    decide_chunk,
)
from bbsynth.busy_beaver.deciders.records import record_line
from bbsynth.busy_beaver.deciders.searches import Budgets, check_deciders
from bbsynth.busy_beaver.machines import Machine, TreePart, enumerate_part, split_tnf
from bbsynth.busy_beaver.machines.validation import check_steps

__all__ = [
    "Settings",
    "Unit",
    "UnitResult",
    "decide_unit",
    "decide_units",
    "machine_units",
    "tree_units",
]

_PARTS_PER_TREE = 400
_MACHINES_PER_UNIT = 1_000
_CHUNK = 4_096


@dataclass(frozen=True)
class Settings:
    """How machines are decided; see `bbsynth.busy_beaver.deciders.pipeline.decide`.

    Parameters
    ----------
    max_steps, search_steps, budgets, deciders
        As for `decide`. Machines of a tree are run as far as the tree is.
    records : bool
        Whether the lines of the records are returned, or counts alone.
    """

    max_steps: int = DEFAULT_MAX_STEPS
    search_steps: int = DEFAULT_SEARCH_STEPS
    budgets: Budgets = field(default_factory=Budgets)
    deciders: tuple[str, ...] | None = None
    records: bool = True

    def __post_init__(self) -> None:
        check_steps(self.max_steps)
        check_deciders(self.deciders)


@dataclass(frozen=True)
class Unit:
    """Some work: the machines of a part of a tree, or those of a list (of one class).

    Parameters
    ----------
    settings : Settings
        How to decide them.
    part : TreePart or None
        A part of a tree.
    machines : tuple of str
        Machines in standard text, if there is no part.
    """

    settings: Settings
    part: TreePart | None = None
    machines: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitResult:
    """What became of the machines of a unit.

    Parameters
    ----------
    counts : mapping from str to int
        Machines by the kind of their certificate; ``undecided`` are those without one.
    lines : str
        The records, in the order of the machines, if they were asked for.
    """

    counts: Mapping[str, int]
    lines: str


def tree_units(
    n_states: int, n_symbols: int, settings: Settings, *, max_steps: int | None = None
) -> Iterator[Unit]:
    """Return units that together are a tree, in its order.

    Raises
    ------
    UsageError
        As `bbsynth.busy_beaver.machines.tree_steps`.
    """
    parts = split_tnf(n_states, n_symbols, parts=_PARTS_PER_TREE, max_steps=max_steps)
    return (Unit(settings, part=part) for part in parts)


def machine_units(machines: Iterable[Machine], settings: Settings) -> Iterator[Unit]:
    """Return units that together are `machines`, in their order; classes may be mixed."""
    by_class = itertools.groupby(machines, key=lambda one: (one.n_states, one.n_symbols))
    for _, group in by_class:
        texts = map(str, group)
        while some := tuple(itertools.islice(texts, _MACHINES_PER_UNIT)):
            yield Unit(settings, machines=some)


def decide_unit(unit: Unit) -> UnitResult:
    """Decide the machines of a unit, and check what was found."""
    settings = unit.settings
    options = {
        "search_steps": settings.search_steps,
        "budgets": settings.budgets,
        "deciders": settings.deciders,
    }
    if unit.part is not None:
        decisions = (
            decision
            for chunk in enumerate_part(unit.part, chunk_size=_CHUNK)
            for decision in decide_chunk(chunk, **options)  # type: ignore[arg-type]
        )
    else:
        machines = [Machine.parse(text) for text in unit.machines]
        if len(machines) == 1:
            decisions = iter([decide(machines[0], max_steps=settings.max_steps, **options)])  # type: ignore[arg-type]
        else:
            tables = np.stack([machine.to_array() for machine in machines])
            decisions = iter(decide_batch(tables, max_steps=settings.max_steps, **options))  # type: ignore[arg-type]
    counts: Counter[str] = Counter()
    lines: list[str] = []
    for decision in decisions:
        counts[decision.decider or "undecided"] += 1
        if settings.records:
            lines.append(record_line(decision))
    return UnitResult(dict(counts), "".join(lines))


def decide_units(units: Iterable[Unit], *, jobs: int = 1) -> Iterator[UnitResult]:
    """Do the units in `jobs` processes, and return the results in the order of the units.

    Few units are held at a time, so that a stream of them takes constant memory.

    Raises
    ------
    UsageError
        If `jobs` is not an integer of at least 1.
    BBSynthError
        If a worker process is killed.
    """
    return in_processes(decide_unit, units, jobs=jobs)
