"""What in a release follows from the rest of it, and so can be compared without building it again.

The rows and the archive are compared in `bbsynth.release.checks.rows`. Here are the files that say
what others hold: which files there are, the counts, the card, Croissant, the changelog, the
manifest; and what may be packed beside what they hold.
"""

from __future__ import annotations

import re
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

import pyarrow as pa

import bbsynth
from bbsynth.errors import DatasetError
from bbsynth.lean.toolchain import Kind
from bbsynth.problems.index import INDEX_NAME, MANIFEST_NAME
from bbsynth.release.archive import (
    ARCHIVE_NAME,
    LEAN_TOOLCHAIN,
    is_packed_tightly,
    library_digest,
    library_files,
    read_archive,
    write_archive,
)
from bbsynth.release.changelog import CHANGES_NAME, Changes, read_changes
from bbsynth.release.checksums import MEASURED, SUMS_NAME, files_of
from bbsynth.release.documents import json_page, read_json
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.folder import Release
from bbsynth.release.held_out import COMMITMENTS_NAME
from bbsynth.release.quality import Timings, counts_of_rows, fits_itself
from bbsynth.release.tables import has_only_rows, shard_names, write_tables
from bbsynth.release.writing import CONFIGURATION_NAME, QUALITY_NAME, held_out_counts, pages

__all__ = ["wrong_files"]

_LEAN: Final = re.compile(r"Lean \(version [0-9A-Za-z ,.+_()-]{1,200}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_MANIFEST: Final = {
    *("format", "kind", "release", "name", "version", "canary", "configuration_sha256", "seed"),
    *("splits", "held_out", "previous", "versions", "lean", "library_sha256", "sha256"),
}

_Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def wrong_files(release: Release, rows: _Rows) -> Iterator[str]:
    """Yield what is wrong with the files of a release that follow from others.

    Texts are compared only if this version of bbsynth wrote them: another may say it otherwise.

    Raises
    ------
    DatasetError
        If a file cannot be read.
    """
    folder, manifest = release.folder, release.manifest
    shards = {
        split: shard_names(split, len(of_split), release.configuration.rows_per_shard)
        for split, of_split in rows.items()
    }
    changes = read_changes(folder)
    flat = [row for of_split in rows.values() for row in of_split]
    quality = counts_of_rows(flat)
    counted = {"public": quality, "held_out": held_out_counts(folder)}
    texts = {QUALITY_NAME: json_page(counted), CHANGES_NAME: json_page(changes)}
    lines = release.commitments()
    if lines:
        texts[COMMITMENTS_NAME] = "".join(f"{one}\n" for one in lines).encode()
    texts[MANIFEST_NAME] = json_page(manifest)
    expected = {
        *(name for names in shards.values() for name in names),
        *(f"jsonl/{split}.jsonl" for split in rows),
        *(INDEX_NAME, ARCHIVE_NAME, CONFIGURATION_NAME, SUMS_NAME),
        *("CHANGELOG.md", "croissant.json", "README.md"),
        *(f"{MEASURED}/{name}" for name in ("timings.json", SUMS_NAME)),
        *texts,
    }
    there = set(files_of(folder))
    for path in sorted(path for path in folder.rglob("*") if path.is_dir()):
        if not any(path.iterdir()):
            yield f"{path.relative_to(folder).as_posix()} is an empty folder"
    for name in sorted(expected - there):
        yield f"{name} is missing"
    for name in sorted(there - expected):
        yield f"{name} is no file of a release"
    if expected - there:
        return
    yield from _odd_manifest(manifest)
    odd = list(_odd_quality(counted, len(lines)))
    yield from odd
    yield from _odd_timings(folder / MEASURED / "timings.json", flat, len(lines))
    yield from _odd_changes(release, changes, flat)
    if manifest["versions"].get("bbsynth") == bbsynth.__version__:
        if manifest.get("library_sha256") != library_digest(library_files()):
            yield f"{ARCHIVE_NAME}: the Lean library is not that of bbsynth {bbsynth.__version__}"
        if not odd:  # Otherwise the card cannot be written from it.
            texts |= pages(
                folder,
                release.configuration,
                rows,
                shards=shards,
                quality=quality,
                changes=changes,
                held_out=counted["held_out"],
                lean=manifest["lean"].get("judged_by", ""),
            )
    for name, text in texts.items():
        if (folder / name).read_bytes() != text:
            yield f"{name} is not what bbsynth as it is here makes of the rest of the release"
    if not _holds_only_files(folder / ARCHIVE_NAME, manifest["versions"]):
        yield f"{ARCHIVE_NAME} holds something beside its files"
    names = [name for names in shards.values() for name in names]
    for name in _holding_more(release, rows, names):
        yield f"{name} holds something beside its rows"


def _holds_only_files(path: Path, theirs: Mapping[str, Any]) -> bool:
    """Whether an archive is what its files are packed to; with another zlib, if it looks so."""
    if theirs.get("zlib") != zlib.ZLIB_RUNTIME_VERSION:
        return is_packed_tightly(path)
    with tempfile.TemporaryDirectory() as place:
        again = Path(place) / "archive.zip"
        write_archive(again, read_archive(path))
        return again.read_bytes() == path.read_bytes()


def _holding_more(release: Release, rows: _Rows, names: Sequence[str]) -> Iterator[str]:
    """Yield the Parquet files that are not what the rows are written to; with another Arrow, those
    that do not look so."""
    if release.manifest["versions"].get("pyarrow") != pa.__version__:
        yield from (name for name in names if not has_only_rows(release.folder / name))
        return
    with tempfile.TemporaryDirectory() as place:
        plain = {split: [dict(row) for row in of_split] for split, of_split in rows.items()}
        write_tables(Path(place), plain, rows_per_shard=release.configuration.rows_per_shard)
        for name in names:
            if (release.folder / name).read_bytes() != (Path(place) / name).read_bytes():
                yield name


def _odd_changes(
    release: Release, changes: Changes, rows: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """What the changelog says has to fit the rows; `--previous` tells more."""
    previous = release.configuration.previous
    if previous is None and changes != Changes():
        yield f"{CHANGES_NAME} tells of changes, and there is no previous release"
    elif previous is not None and changes.previous != previous.version:
        yield f"{CHANGES_NAME} is about changes since {changes.previous!r}"
    revision = {row["name"]: row["revision"] for row in rows}
    removed = {one.name for one in changes.removed}
    good = (
        set(changes.added) <= revision.keys()
        and not (removed | changes.last_revisions.keys()) & revision.keys()
        and removed <= changes.last_revisions.keys()
        and all(revision.get(one.name) == one.revision > 1 for one in changes.changed)
        and all(number >= 1 for number in changes.last_revisions.values())
    )
    if not good:
        yield f"{CHANGES_NAME} does not fit the rows"
    if changes.retired.keys() & {key for row in rows for key in keys_of_row(row)}:
        yield f"{CHANGES_NAME} calls machines retired that there are"
    if not {one.split for one in changes.retired.values()} <= set(release.splits):
        yield f"{CHANGES_NAME} names splits that there are not"


def _odd_manifest(manifest: Mapping[str, Any]) -> Iterator[str]:
    """What the manifest says beside what it should, and what is no hash or no version."""
    known: list[tuple[str, Any, set[str]]] = [
        ("", manifest, _MANIFEST),
        ("versions", manifest.get("versions"), {"bbsynth", "pyarrow", "zlib"}),
        ("lean", manifest.get("lean"), {"project", "judged_by", "kind", "judge_sha256"}),
    ]
    if manifest.get("held_out") is not None:
        keys = {"rows", "seed_commitment", "commitments_sha256"}
        known.append(("held_out", manifest["held_out"], keys))
    for name, table, keys in known:
        if not isinstance(table, Mapping) or set(table) != keys:
            yield f"{MANIFEST_NAME}: {name or 'it'} has not the keys {', '.join(sorted(keys))}"
            return
    lean = manifest["lean"]
    if not all(isinstance(one, str) and one.isprintable() for one in lean.values()):
        yield f"{MANIFEST_NAME}: what it says of Lean are not lines of text"
    if lean["kind"] not in get_args(Kind) or not _LEAN.fullmatch(str(lean["judged_by"])):
        yield f"{MANIFEST_NAME}: there is no such Lean"
    hashes = [lean["judge_sha256"]]
    if manifest["held_out"] is not None:
        hashes.append(manifest["held_out"]["seed_commitment"])
    if not all(isinstance(one, str) and _SHA256.fullmatch(one) for one in hashes):
        yield f"{MANIFEST_NAME}: what should be a SHA-256 is none"
    ours = manifest["versions"]["bbsynth"] == bbsynth.__version__
    if ours and manifest["lean"]["project"] != LEAN_TOOLCHAIN:
        yield f"{MANIFEST_NAME}: the Lean project is for {LEAN_TOOLCHAIN}"


def _odd_quality(counted: Mapping[str, Any], held_out: int) -> Iterator[str]:
    """Of the held-out set only its counts are said, and these fit each other."""
    counts = counted["held_out"]
    if counts is None:
        if held_out:
            yield f"{QUALITY_NAME} says nothing of the held-out set"
        return
    if not fits_itself(counts, held_out):
        yield f"{QUALITY_NAME}: the counts of the held-out set are not those of {held_out} problems"


def _odd_timings(path: Path, rows: Sequence[Mapping[str, Any]], held_out: int) -> Iterator[str]:
    try:
        times = read_json(path, Timings)
    except DatasetError as error:
        yield str(error)
        return
    # Who makes a release again without the private seed judges no held-out proofs.
    if times.proofs not in (len(rows), len(rows) + held_out):
        yield f"{MEASURED}/{path.name}: {times.proofs} proofs are not those of this release"
    if not {one.name for one in times.slowest} <= {row["name"] for row in rows}:
        yield f"{MEASURED}/{path.name} names what is no public problem"
