"""What in a release follows from the rest of it, and so can be compared without building it again.

The rows and the archive are compared in `bbsynth.release.verify`. Here are the files that say what
others hold: which files there are, the counts, the card, Croissant, the changelog, the manifest.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

import bbsynth
from bbsynth.errors import DatasetError
from bbsynth.problems.index import INDEX_NAME, MANIFEST_NAME
from bbsynth.release.archive import ARCHIVE_NAME, read_archive, write_archive
from bbsynth.release.changelog import Changes
from bbsynth.release.checksums import MEASURED, SUMS_NAME, files_of
from bbsynth.release.folder import Release
from bbsynth.release.held_out import COMMITMENTS_NAME
from bbsynth.release.quality import counts_of_rows
from bbsynth.release.tables import shard_names
from bbsynth.release.writing import (
    CHANGES_NAME,
    CONFIGURATION_NAME,
    QUALITY_NAME,
    json_page,
    pages,
)

__all__ = ["wrong_files"]

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
    changes = _changes(folder / CHANGES_NAME)
    flat = [row for of_split in rows.values() for row in of_split]
    quality = counts_of_rows(flat)
    counted = {"public": quality, "held_out": _held_out_counts(folder / QUALITY_NAME)}
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
    for name in sorted(expected - there):
        yield f"{name} is missing"
    for name in sorted(there - expected):
        yield f"{name} is no file of a release"
    if expected - there:
        return
    if release.configuration.previous is None and changes != Changes(
        previous=None, added=[], removed=[], changed=[]
    ):
        yield f"{CHANGES_NAME} tells of changes, and there is no previous release"
    if manifest["versions"].get("bbsynth") == bbsynth.__version__:
        texts |= pages(
            folder,
            release.configuration,
            rows,
            shards=shards,
            quality=quality,
            changes=changes,
            held_out=len(lines),
            lean=manifest["lean"].get("judged_by", ""),
        )
    for name, text in texts.items():
        if (folder / name).read_bytes() != text:
            yield f"{name} is not what the rest of the release says"
    if manifest["versions"].get("zlib") == zlib.ZLIB_RUNTIME_VERSION:
        with tempfile.TemporaryDirectory() as place:
            again = Path(place) / "archive.zip"
            write_archive(again, read_archive(folder / ARCHIVE_NAME))
            if again.read_bytes() != (folder / ARCHIVE_NAME).read_bytes():
                yield f"{ARCHIVE_NAME} holds something beside its files"


def _changes(path: Path) -> Changes:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Changes)
    except (OSError, msgspec.MsgspecError) as error:
        raise DatasetError(f"cannot read {path}: {error}") from error


def _held_out_counts(path: Path) -> dict[str, Any] | None:
    """Return the counts of the held-out set, which do not follow from anything public."""
    try:
        said = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, Any] | None])
        return said["held_out"]
    except (OSError, KeyError, msgspec.MsgspecError) as error:
        raise DatasetError(f"cannot read {path}: {error}") from error
