"""What is done once more: proofs are judged, and the release is built, to compare."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bbsynth._common.files import read_json
from bbsynth._common.progress import Progress
from bbsynth._common.workers import Workers
from bbsynth.errors import DatasetError
from bbsynth.judge import Judge, assemble
from bbsynth.judge.completion import Code
from bbsynth.release.build import build_release
from bbsynth.release.checksums import MEASURED, SUMS_NAME, files_of
from bbsynth.release.folder import CONFIGURATION_NAME, Release
from bbsynth.release.held_out import HeldOut, PrivateSeed
from bbsynth.release.rows import Row, problem_of
from bbsynth.release.writing import QUALITY_NAME

__all__ = ["chosen_proofs", "differences", "refused_proofs"]


def chosen_proofs(rows: Sequence[Row], count: int | None, seed: int) -> list[Row]:
    """Return `count` rows that show their proofs, drawn with the seed; all of them for None."""
    shown = [row for row in rows if row.reference_proof is not None]
    if count is None or count >= len(shown):
        return shown
    return random.Random(seed).sample(shown, count)  # noqa: S311  (not for keeping secrets)


def refused_proofs(judge: Judge, rows: Sequence[Row], say: Progress) -> Iterator[str]:
    """The proofs have to be accepted by the judge."""
    problems = list(map(problem_of, rows))
    tasks = [assemble(problem, Code(problem.reference_proof)) for problem in problems]
    for done, verdict in enumerate(judge.check_all(tasks)):
        say("checking proofs", done, len(tasks))
        if not verdict.proved:
            yield f"the proof of {verdict.name} is not accepted: {verdict.reason[:200]}"


def differences(
    release: Release,
    judge: Judge,
    seed: PrivateSeed | None,
    previous: Path | None,
    workers: Workers | None,
    say: Progress,
) -> Iterator[str]:
    """Build the release again, and compare. Without the seed, the commitments are taken over."""
    text = (release.folder / CONFIGURATION_NAME).read_bytes()
    held_out = _held_out_of(release)
    with tempfile.TemporaryDirectory(prefix="bbsynth-rebuild-") as place:
        new = Path(place) / "public"
        with_seed = held_out is not None and seed is not None
        build_release(
            text,
            new,
            judge=judge,
            where=str(release.folder / CONFIGURATION_NAME),
            seed=seed if with_seed else None,
            private=Path(place) / "private" if with_seed else None,
            held_out=None if with_seed else held_out,
            previous=previous,
            workers=workers,
            progress=say,
        )
        old_files, new_files = (
            {name for name in files_of(folder) if not name.startswith(f"{MEASURED}/")}
            for folder in (release.folder, new)
        )
        for name in sorted(old_files ^ new_files):
            yield f"{name} is only in the {'release' if name in old_files else 'rebuild'}"
        for name in sorted((old_files & new_files) - {SUMS_NAME}):
            if (release.folder / name).read_bytes() != (new / name).read_bytes():
                yield f"{name} comes out differently{_why(release, new)}"


def _held_out_of(release: Release) -> HeldOut | None:
    """Return what a release says of its held-out set."""
    said = release.manifest.held_out
    if said is None:
        return None
    path = release.folder / QUALITY_NAME
    counted = read_json(path, dict[str, dict[str, Any] | None]).get("held_out")
    if counted is None:
        raise DatasetError(f"{path} does not say what is in the held-out set")
    return HeldOut(
        commitments=tuple(release.read_commitments()),
        seed_commitment=said.seed_commitment,
        counts=counted,
    )


def _why(release: Release, new: Path) -> str:
    """Return what may be the reason of a difference: other versions."""
    theirs, ours = release.manifest, Release.open(new).manifest
    different = [
        f"{name} {version} then, {ours.versions.get(name)} now"
        for name, version in theirs.versions.items()
        if ours.versions.get(name) != version
    ]
    if ours.lean != theirs.lean:
        different.append("another Lean or judge")
    return f" ({'; '.join(different)})" if different else ""
