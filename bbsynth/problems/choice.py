"""Choosing what to state: machines are decided, and of what can be said of them a sample is drawn.

Nothing is put into words here; see `bbsynth.problems.generation`.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bbsynth._common.workers import Workers, spread
from bbsynth.busy_beaver.deciders import Decision, Fate
from bbsynth.busy_beaver.sources import Batch, Source, batches, sources
from bbsynth.errors import UsageError
from bbsynth.problems.difficulty import TIERS, measure
from bbsynth.problems.family import Claim, Family, GeneralFamily, draw, families, family
from bbsynth.problems.options import Options
from bbsynth.problems.stratified import Sample, Stratum

__all__ = ["Choice", "ClassSummary", "Progress", "choose"]

Progress = Callable[[str, int, int | None], None]
"""Called now and then with what is being done, how many are done, and of how many if known."""

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


@dataclass(frozen=True)
class Choice:
    """What there is to be stated, before it is put into words.

    Parameters
    ----------
    classes : mapping
        What became of the machines, by the names of the classes.
    available : mapping from (str, str, str) to int
        How many problems of each family, stratum and track were found.
    claims : sequence of Claim
        Those that were drawn.
    """

    classes: Mapping[str, ClassSummary]
    available: Mapping[Stratum, int]
    claims: Sequence[Claim]


def choose(
    options: Options, *, workers: Workers | None = None, progress: Progress | None = None
) -> Choice:
    """Return a sample of what there is to be stated about the machines that the options ask for.

    Parameters
    ----------
    options : Options
        What is asked for.
    workers : Workers, optional
        Processes that look at the machines; without them this one does.
    progress : callable, optional
        Told how far it is.

    Raises
    ------
    UsageError
        If there is no problem such as the options ask for.
    """
    report = progress or (lambda _what, _done, _total: None)
    chosen = [family(name) for name in options.families]
    classes = {name: ClassSummary() for name in options.classes}
    others: set[str] = set()
    sample = Sample(
        options.limit,
        options.seed,
        [
            (one.name, stratum, track)
            for one in chosen
            for stratum in one.strata
            for track in options.tracks
        ],
        per_stratum=options.per_stratum,
    )
    named = len(options.families) < len(families())
    for one in chosen:
        # Facts about machines in general belong to no class.
        if isinstance(one, GeneralFamily) and (named or options.is_default):
            for claim in one.claims():
                _offer(sample, one, claim, options, others)
    about_machines = [one for one in chosen if one.about != "general"]
    if about_machines:
        _look_at_machines(options, about_machines, classes, sample, others, workers, report)
    claims = sample.claims()
    if not claims:
        raise UsageError(_nothing(options, others))
    return Choice(classes, sample.offered, claims)


def _look_at_machines(
    options: Options,
    chosen: Sequence[Family],
    classes: Mapping[str, ClassSummary],
    sample: Sample,
    others: set[str],
    workers: Workers | None,
    report: Progress,
) -> None:
    # The inner loops may have to be compiled first, which takes seconds.
    report("getting ready", 0, None)
    done, total = 0, sum(options.machines_of(*size) for size in options.sizes)
    rules = any(one.by_rules != "never" for one in chosen)
    look = functools.partial(_looked_at, names=[one.name for one in chosen], rules=rules)
    for name, size in zip(options.classes, options.sizes, strict=True):
        many = options.machines_of(*size) >= _MANY
        for found in spread(look, batches(options, *size), workers if many else None):
            for fate, claims in found:
                classes[name].count(fate)
                for claim in claims:
                    _offer(sample, family(claim.family), claim, options, others)
                done += 1
                if done % 1000 == 1:
                    report("deciding machines", done, max(done, total))
    report("deciding machines", done, done)


def _looked_at(
    batch: Batch, *, names: Sequence[str], rules: bool
) -> list[tuple[Fate, list[Claim]]]:
    """Return the fates of the machines of a batch, and what the families have to say of each."""
    return [
        (
            source.decision.fate,
            [
                claim
                for name in names
                if (claim := _claim(family(name), source, batch.options.seed)) is not None
            ],
        )
        for source in sources(batch, rules=rules)
    ]


def _claim(one: Family, source: Source, seed: int) -> Claim | None:
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


def _offer(sample: Sample, one: Family, claim: Claim, options: Options, others: set[str]) -> None:
    """Offer a claim in the tracks that it is possible in, if it is in a tier that is wanted; the
    tiers that are not are noted."""
    for track in options.tracks:
        if track == "bare" and not one.has_bare(claim):
            continue
        tracked = claim if track == claim.track else dataclasses.replace(claim, track=track)
        if len(options.tiers) < len(TIERS):
            tier = measure(tracked, one).tier
            if tier not in options.tiers:
                others.add(tier)
                continue
        sample.offer(tracked)


def _nothing(options: Options, others: Collection[str]) -> str:
    families = f"famil{'y' if len(options.families) == 1 else 'ies'} {', '.join(options.families)}"
    tracks = f"track{'' if len(options.tracks) == 1 else 's'} {' and '.join(options.tracks)}"
    if others:
        found = ", ".join(tier for tier in TIERS if tier in others)
        return (
            f"of the {families}, in the {tracks}, there are problems in other tiers only: {found}; "
            "ask for these (--tier)"
        )
    return (
        f"there is no problem of the {families} in the {tracks} about the machines of "
        f"{', '.join(options.classes)} that were looked at; other classes, more machines "
        "(--machines N) or more steps (--max-steps N) may have some"
    )
