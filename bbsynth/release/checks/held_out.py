"""The held-out rows: those committed to, right, and nowhere in public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import bbsynth
from bbsynth.errors import DatasetError, UsageError
from bbsynth.problems.crosscheck import CrosscheckError, crosscheck
from bbsynth.problems.remaking import different_parts
from bbsynth.release.archive import ARCHIVE_NAME, is_library, read_archive
from bbsynth.release.build import HELD_OUT
from bbsynth.release.changelog import CHANGES_NAME, read_changes
from bbsynth.release.checks.rows import odd_texts, odd_values
from bbsynth.release.checksums import files_of
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.folder import Release
from bbsynth.release.held_out import PrivateSeed, check_private_rows, read_private_rows
from bbsynth.release.quality import counts_of_rows
from bbsynth.release.rows import problem_of
from bbsynth.release.spoken import spoken_of, texts_beside_statements
from bbsynth.release.writing import CONFIGURATION_NAME, QUALITY_NAME, held_out_counts

__all__ = ["wrong_held_out"]


def wrong_held_out(
    release: Release,
    rows: Sequence[Mapping[str, Any]],
    private: Path | None,
    seed: PrivateSeed | None,
) -> Iterator[str]:
    """The held-out rows are those committed to, and none of their machines is public."""
    said = release.manifest.get("held_out")
    if said is None:
        raise UsageError(f"{release.folder} has no held-out set")
    if seed is not None:
        if seed.commitment != said.get("seed_commitment"):
            yield "the private seed is not the one that the manifest commits to"
        for name in files_of(release.folder):
            path = release.folder / name
            if path.is_symlink() or not path.is_file():
                continue  # which the checksums object to
            if _contains(path, seed.secret):
                yield f"{name} contains the private seed"
    if private is None:
        return
    hidden = read_private_rows(private)
    yield from check_private_rows(hidden, release.commitments())
    if seed is not None:
        for row, salt in hidden:
            if salt != seed.salt(row["name"]):
                yield f"the salt of {row['name']} does not come from the private seed"
    rows_alone = [row for row, _ in hidden]
    yield from _odd_held_out(release, rows_alone, seed)
    said_counts = held_out_counts(release.folder)
    if said_counts != counts_of_rows(rows_alone, all_shown=True):
        yield f"{QUALITY_NAME}: the counts of the held-out set are not those of the private rows"
    keys = {key: row["name"] for row, _ in hidden for key in keys_of_row(row)}
    for key in read_changes(release.folder).retired.keys() & keys.keys():
        yield f"{CHANGES_NAME} has the machine of {keys[key]} among those that were published"
    for public in rows:
        twin = next((keys[key] for key in keys_of_row(public) if key in keys), None)
        if twin is not None:
            yield f"the held-out {twin} is about the same machine as {public['name']}, a public row"
            continue
        for machine, key in spoken_of(texts_beside_statements(public), None):
            if key in keys:
                yield f"{public['name']}, a public row, speaks of {machine} of {keys[key]}"
    for file, text in _texts_beside_rows(release):
        # Files that follow from others repeat rows, whose tables may be taken for those of others.
        tables = None if file == CONFIGURATION_NAME or file.startswith(ARCHIVE_NAME) else ()
        for machine, key in spoken_of(text, tables):
            if key in keys:
                yield f"{file} speaks of {machine} of {keys[key]}"


def _odd_held_out(
    release: Release, rows: Sequence[Mapping[str, Any]], seed: PrivateSeed | None
) -> Iterator[str]:
    """The private rows are problems like others; with the seed they are made again, too."""
    configuration, versions = release.configuration, release.manifest["versions"]
    about: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        for key in keys_of_row(row):
            about[key].append(row)
        for column, value in (
            ("split", HELD_OUT),
            ("revision", 1),
            ("release", configuration.release),
            ("canary", configuration.canary),
            ("bbsynth", versions.get("bbsynth")),
        ):
            if row[column] != value:
                yield f"the held-out {row['name']}: {column} is {row[column]!r}, not {value!r}"
        for what in (*odd_texts(row), *odd_values(row, shown=True)):
            yield f"of the held-out set: {what}"
    if len({row["name"] for row in rows}) != len(rows):
        yield "a held-out problem is there twice"
    for same in about.values():
        if len(same) > 1 and any(row["negation_statement"] is not None for row in same):
            yield f"the held-out {same[0]['name']}: there is more about its machine"
    same_version = versions.get("bbsynth") == bbsynth.__version__
    for row in rows:
        try:
            problem = problem_of(dict(row))
            crosscheck(problem)
            if "seed" in problem.metadata:
                yield f"the held-out {row['name']} names the seed of its draw"
            if seed is None or not same_version:
                continue
            # A row does not say which source it is from.
            tries = [
                different_parts(problem, seed.draw_seed(configuration.release, number))
                for number, source in enumerate(configuration.sources)
                if source.held_out
            ]
        except (DatasetError, CrosscheckError) as error:
            yield f"of the held-out set: {error}"
            continue
        if different := min(tries, key=len, default=[]):
            yield (
                f"the held-out {row['name']}: {', '.join(different)}: not what follows from its "
                "claim"
            )


def _texts_beside_rows(release: Release) -> Iterator[tuple[str, str]]:
    """Yield the files that do not repeat the rows, and the Lean library, with their names."""
    for name in files_of(release.folder):
        path = release.folder / name
        repeats = name == ARCHIVE_NAME or path.suffix in (".parquet", ".jsonl")
        if not repeats and path.is_file() and not path.is_symlink():
            yield name, path.read_bytes().decode(errors="replace")
    for name, content in read_archive(release.folder / ARCHIVE_NAME).items():
        if is_library(name):
            yield f"{ARCHIVE_NAME}: {name}", content.decode(errors="replace")


def _contains(path: Path, secret: bytes) -> bool:
    """Whether a file holds some bytes; it is read in pieces."""
    kept = b""
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            if secret in kept + piece:
                return True
            kept = piece[-len(secret) :]
    return False
