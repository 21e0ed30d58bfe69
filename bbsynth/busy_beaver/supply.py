"""What there is to be said about machines: they are decided, and the families are asked."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bbsynth._common.progress import Progress
from bbsynth._common.workers import Workers, spread
from bbsynth.busy_beaver.deciders import Decision, Fate
from bbsynth.busy_beaver.families import families
from bbsynth.busy_beaver.family import MachineFacts, MachineFamily
from bbsynth.busy_beaver.options import MachineOptions
from bbsynth.busy_beaver.sources import Batch, Source, batches, sources
from bbsynth.problems.domain import Supply
from bbsynth.problems.family import Claim, Family, draw

__all__ = ["ClassSummary", "MachineSupply"]

_MANY: Final = 2_000
"""So many machines are worth the start of other processes, which takes about a second."""


@dataclass
class ClassSummary:
    """What became of the machines of a class.

    Parameters
    ----------
    machines : int
        How many were looked at.
    halting, never_halting, undecided : int
        Those that halt; those shown never to halt by a certificate; the rest. If the options say
        that ``runs_suffice``, the rest never halts either, but is not used.
    """

    machines: int = 0
    halting: int = 0
    never_halting: int = 0
    undecided: int = 0

    def count(self, fate: Fate) -> None:
        """Count a machine."""
        self.machines += 1
        self.halting += fate is Fate.HALTS
        self.never_halting += fate is Fate.NEVER_HALTS
        self.undecided += fate is Fate.UNDECIDED


class MachineSupply(Supply):
    """Claims about the machines of the classes that are asked for, and about all machines.

    Attributes
    ----------
    classes : dict of str to ClassSummary
        What became of the machines, by the names of the classes.
    """

    def __init__(
        self,
        options: MachineOptions,
        chosen: Sequence[Family],
        *,
        workers: Workers | None,
        progress: Progress,
    ) -> None:
        self._options = options
        self._facts = [one for one in chosen if isinstance(one, MachineFacts)]
        self._chosen = [one for one in chosen if isinstance(one, MachineFamily)]
        self._workers = workers
        self._progress = progress
        self.classes = {name: ClassSummary() for name in options.classes}

    def claims(self) -> Iterator[Claim]:
        """Yield facts about all machines, and then what is claimed of each, class by class."""
        options = self._options
        # Facts about machines in general belong to no class.
        if len(options.families) < len(families()) or options.is_default:
            for one in self._facts:
                yield from one.claims()
        if self._chosen:
            yield from self._about_machines()

    def _about_machines(self) -> Iterator[Claim]:
        options, report = self._options, self._progress
        # The inner loops may have to be compiled first, which takes seconds.
        report("getting ready", 0, None)
        done, total = 0, sum(options.machines_of(*size) for size in options.sizes)
        rules = any(one.by_rules != "never" for one in self._chosen)
        look = functools.partial(_looked_at, names=[one.name for one in self._chosen], rules=rules)
        for name, size in zip(options.classes, options.sizes, strict=True):
            workers = self._workers if options.machines_of(*size) >= _MANY else None
            for found in spread(look, batches(options, *size), workers):
                for fate, claims in found:
                    self.classes[name].count(fate)
                    yield from claims
                    done += 1
                    if done % 1000 == 1:
                        report("deciding machines", done, max(done, total))
        report("deciding machines", done, done)

    def manifest(self) -> dict[str, Any]:
        """Return how many machines of each class there were, and what became of them."""
        options = self._options
        return {
            "machines": {
                name: {
                    "enumerated": options.enumerates(*size),
                    "max_steps": options.steps(*size),
                    "looked_at": self.classes[name].machines,
                    "halting": self.classes[name].halting,
                    "never_halting": self.classes[name].never_halting,
                    "undecided": self.classes[name].undecided,
                }
                for name, size in zip(options.classes, options.sizes, strict=True)
            }
        }

    def table(self) -> tuple[str, list[str], list[list[str]]]:
        """Return the same for people."""
        heads = ["class", "looked at", "halting", "never halting", "undecided"]
        rows = []
        for name, size in zip(self._options.classes, self._options.sizes, strict=True):
            one = self.classes[name]
            drawn = "" if self._options.enumerates(*size) else " (drawn)"
            counts = (one.halting, one.never_halting, one.undecided)
            rows.append([name, f"{one.machines:,}{drawn}", *(f"{count:,}" for count in counts)])
        return "Machines", heads, rows

    @property
    def advice(self) -> str:
        """What to do where there is no problem."""
        return (
            f" about the machines of {', '.join(self.classes)} that were looked at; other classes, "
            "more machines (--machines N) or more steps (--max-steps N) may have some"
        )


def _looked_at(
    batch: Batch, *, names: Sequence[str], rules: bool
) -> list[tuple[Fate, list[Claim]]]:
    """Return the fates of the machines of a batch, and what the families have to say of each."""
    chosen = [one for name in names if isinstance(one := families()[name], MachineFamily)]
    return [
        (
            source.decision.fate,
            [
                claim
                for one in chosen
                if (claim := _claim(one, source, batch.options.seed)) is not None
            ],
        )
        for source in sources(batch, rules=rules)
    ]


def _claim(one: MachineFamily, source: Source, seed: int) -> Claim | None:
    tries: list[Decision | None] = [source.decision]
    if one.by_rules == "always":
        tries = [source.rule]
    elif (
        one.by_rules == "sometimes"
        and source.rule is not None
        # A machine that both certificates are known of is in one of the strata only.
        and draw(seed, "rule", source.decision.machine).random() < 0.5
    ):
        tries.insert(0, source.rule)
    claims = (one.claim(decision, seed) for decision in tries if decision is not None)
    claim = next((claim for claim in claims if claim is not None), None)
    if claim is not None and source.origin:
        return dataclasses.replace(claim, metadata={**claim.metadata, **source.origin})
    return claim
