"""The held-out rows: those committed to, right, and not public under any name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bbsynth._common.progress import Progress
from bbsynth.errors import UsageError
from bbsynth.release.changelog import CHANGES_NAME
from bbsynth.release.checks.statements import shared_machines, wrong_statements
from bbsynth.release.checksums import files_of
from bbsynth.release.configuration import HELD_OUT
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.folder import Release
from bbsynth.release.held_out import PrivateSeed, read_private_rows
from bbsynth.release.mentions import mentioned
from bbsynth.release.rows import Row

__all__ = ["wrong_held_out", "wrong_seed"]


def wrong_seed(release: Release, seed: PrivateSeed) -> Iterator[str]:
    """The private seed is the one that the manifest commits to, and is in no file."""
    said = release.manifest.held_out
    if said is None:
        raise UsageError(f"{release.folder} has no held-out set")
    if seed.commitment != said.seed_commitment:
        yield "the private seed is not the one that the manifest commits to"
    for name in files_of(release.folder):
        if seed.secret in (release.folder / name).read_bytes():
            yield f"{name} contains the private seed"


def wrong_held_out(
    release: Release,
    rows: Sequence[Row],
    private: Path,
    seed: PrivateSeed | None,
    published: frozenset[str],
    say: Progress,
) -> Iterator[str]:
    """The private rows are those committed to, and none of their machines is public.

    `published` has the keys of machines that earlier releases had.
    """
    if release.manifest.held_out is None:
        raise UsageError(f"{release.folder} has no held-out set")
    hidden = read_private_rows(private)
    commitments = set(release.read_commitments())
    for one in hidden:
        if one.commitment not in commitments:
            yield f"the held-out row {one.row.name} is not among the commitments"
        if seed is not None and one.salt != seed.salt(one.row.name):
            yield f"the salt of {one.row.name} does not come from the private seed"
        if one.row.split != HELD_OUT:
            yield f"the held-out row {one.row.name} says that it is in {one.row.split}"
    missing = len(commitments - {one.commitment for one in hidden})
    if missing:
        yield f"{missing} commitments are to rows that are not in {private}"
    rows_alone = [one.row for one in hidden]
    for wrong in (*wrong_statements(rows_alone, say), *shared_machines({HELD_OUT: rows_alone})):
        yield f"of the held-out set: {wrong}"

    keys = {key: row.name for row in rows_alone for key in keys_of_row(row)}
    for key in published & keys.keys():
        yield f"{CHANGES_NAME}: an earlier release had the machine of the held-out {keys[key]}"
    for row in rows:
        for key in keys_of_row(row):
            if key in keys:
                yield f"the held-out {keys[key]} is about the same machine as the public {row.name}"
        for machine, key in mentioned(row, release.configuration.domains):
            if key in keys:
                yield f"the public {row.name} mentions {machine}, the machine of {keys[key]}"
