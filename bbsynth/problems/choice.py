"""Choosing what to state: of the claims that a domain supplies a sample is drawn.

Nothing is put into words here; see `bbsynth.problems.generation`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bbsynth._common.progress import Progress, silent
from bbsynth._common.workers import Workers
from bbsynth.errors import UsageError
from bbsynth.problems.domain import Domain, Supply
from bbsynth.problems.family import Claim
from bbsynth.problems.options import Options
from bbsynth.problems.registry import domain
from bbsynth.problems.stratified import Sample, Stratum
from bbsynth.problems.tiers import TIERS

__all__ = ["Choice", "choose"]


@dataclass(frozen=True)
class Choice:
    """What there is to be stated, before it is put into words.

    Parameters
    ----------
    supply : Supply
        Where the claims came from, with what was looked at.
    available : mapping from (str, str, str) to int
        How many problems of each family, stratum and track were found.
    claims : sequence of Claim
        Those that were drawn.
    """

    supply: Supply
    available: Mapping[Stratum, int]
    claims: Sequence[Claim]


def choose(
    options: Options, *, workers: Workers | None = None, progress: Progress | None = None
) -> Choice:
    """Return a sample of what there is to be stated about the subjects that the options ask for.

    Parameters
    ----------
    options : Options
        What is asked for.
    workers : Workers, optional
        Processes that look for claims; without them this one does.
    progress : callable, optional
        Told how far it is.

    Raises
    ------
    UsageError
        If there is no problem such as the options ask for.
    """
    field = domain(options.domain)
    chosen = [field.families[name] for name in options.families]
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
    others: set[str] = set()
    supply = field.supply(options, chosen, workers=workers, progress=progress or silent)
    for claim in supply.claims():
        _offer(sample, field, claim, options, others)
    claims = sample.claims()
    if not claims:
        raise UsageError(_nothing(options, supply, others))
    return Choice(supply, sample.offered, claims)


def _offer(sample: Sample, field: Domain, claim: Claim, options: Options, others: set[str]) -> None:
    """Offer a claim in the tracks that it is possible in, if it is in a tier that is wanted; the
    tiers that are not are noted."""
    kind = field.families[claim.family]
    for track in options.tracks:
        if track not in kind.tracks or (track == "bare" and not kind.has_bare(claim)):
            continue
        tracked = claim if track == claim.track else dataclasses.replace(claim, track=track)
        if len(options.tiers) < len(TIERS):
            tier = field.rating(tracked).tier
            if tier not in options.tiers:
                others.add(tier)
                continue
        sample.offer(tracked)


def _nothing(options: Options, supply: Supply, others: Collection[str]) -> str:
    families = f"famil{'y' if len(options.families) == 1 else 'ies'} {', '.join(options.families)}"
    tracks = f"track{'' if len(options.tracks) == 1 else 's'} {' and '.join(options.tracks)}"
    if others:
        found = ", ".join(tier for tier in TIERS if tier in others)
        return (
            f"of the {families}, in the {tracks}, there are problems in other tiers only: {found}; "
            "ask for these (--tier)"
        )
    return f"there is no problem of the {families} in the {tracks}{supply.advice}"
