"""What is done once more: proofs are judged, and the release is built, to compare."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bbsynth._common.workers import Workers
from bbsynth.judge import Judge, assemble
from bbsynth.judge.completion import Code
from bbsynth.problems.choice import Progress
from bbsynth.release.build import build_release
from bbsynth.release.checksums import MEASURED, SUMS_NAME, files_of
from bbsynth.release.folder import Release
from bbsynth.release.held_out import PrivateSeed
from bbsynth.release.rows import problem_of
from bbsynth.release.writing import CONFIGURATION_NAME, held_out_of

__all__ = ["chosen_proofs", "differences", "refused_proofs"]


def chosen_proofs(
    rows: Sequence[Mapping[str, Any]], count: int | None, seed: int
) -> list[Mapping[str, Any]]:
    """Return so many rows that show their proofs, all of them for None, in an order of the seed."""
    shown = [row for row in rows if row["reference_proof"] is not None]
    if count is None or count >= len(shown):
        return shown
    return random.Random(seed).sample(shown, count)  # noqa: S311  (not for keeping secrets)


def refused_proofs(judge: Judge, rows: Sequence[Mapping[str, Any]], say: Progress) -> Iterator[str]:
    """The proofs have to be accepted by the judge."""
    tasks = []
    for row in rows:
        problem = problem_of(dict(row))
        tasks.append(assemble(problem, Code(problem.reference_proof)))
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
    with tempfile.TemporaryDirectory(prefix="bbsynth-rebuild-") as workshop:
        new = Path(workshop) / "public"
        has_held_out = release.manifest.get("held_out") is not None
        with_seed = has_held_out and seed is not None
        build_release(
            text,
            new,
            judge=judge,
            where=str(release.folder / CONFIGURATION_NAME),
            seed=seed if with_seed else None,
            private=Path(workshop) / "private" if with_seed else None,
            held_out=None if with_seed or not has_held_out else held_out_of(release),
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


def _why(release: Release, new: Path) -> str:
    """Return what may be the reason of a difference: other versions."""
    ours = Release.open(new).manifest
    different = [
        f"{name} {theirs} then, {ours['versions'].get(name)} now"
        for name, theirs in release.manifest.get("versions", {}).items()
        if ours["versions"].get(name) != theirs
    ]
    if ours["lean"] != release.manifest.get("lean"):
        different.append("another Lean or judge")
    return f" ({'; '.join(different)})" if different else ""
