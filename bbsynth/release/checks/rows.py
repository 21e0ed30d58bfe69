"""The rows: the same in all files, in their places, and as manifest and configuration have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bbsynth.problems.index import INDEX_NAME
from bbsynth.release.archive import ARCHIVE_NAME, archive_files, read_archive
from bbsynth.release.checksums import sha256_of
from bbsynth.release.folder import CONFIGURATION_NAME, Release
from bbsynth.release.held_out import COMMITMENTS_NAME
from bbsynth.release.rows import UNRATED, Row
from bbsynth.release.writing import index_of

__all__ = ["differing_files", "misplaced_rows", "wrong_manifest"]

_PROOF_COLUMNS = ("reference_proof", "informal_proof", "certificate", "metadata")


def misplaced_rows(release: Release, rows: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """Every row is in its split, has a name of its own, and shows what it should, and no more."""
    configuration = release.configuration
    names: set[str] = set()
    for split, of_split in rows.items():
        shown = split in configuration.public_proofs
        for row in of_split:
            if row.name in names:
                yield f"{row.name} is there twice"
            names.add(row.name)
            expected: dict[str, Any] = {
                "split": split,
                "release": configuration.release,
                "canary": configuration.canary,
            }
            if configuration.previous is None:
                expected["revision"] = 1
            if not shown and row.two_sided:
                # They tell which side is true.
                expected |= {"tier": UNRATED, "difficulty": None}
            for column, value in expected.items():
                if getattr(row, column) != value:
                    yield (
                        f"{row.name} in {split}: {column} is {getattr(row, column)!r}, and should "
                        f"be {value!r}"
                    )
            for column in _PROOF_COLUMNS:
                if (getattr(row, column) is not None) != shown:
                    yield f"{row.name} in {split} has to {'show' if shown else 'hide'} its {column}"


def wrong_manifest(release: Release, rows: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """The manifest says what follows from the configuration and the other files."""
    configuration, manifest, folder = release.configuration, release.manifest, release.folder
    sizes = {split: len(of_split) for split, of_split in rows.items()}
    expected = {
        "release": configuration.release,
        "name": configuration.name,
        "version": configuration.version,
        "canary": configuration.canary,
        "seed": configuration.seed,
        "splits": sizes,
        "previous": configuration.previous and configuration.previous.version,
        "configuration_sha256": sha256_of(folder / CONFIGURATION_NAME),
        "sha256": {INDEX_NAME: sha256_of(folder / INDEX_NAME)},
    }
    for name, value in expected.items():
        if getattr(manifest, name) != value:
            yield f"the manifest's {name} is {getattr(manifest, name)!r}, and should be {value!r}"
    if sum(sizes.values()) != configuration.size:
        yield f"there are {sum(sizes.values())} rows; the configuration asks {configuration.size}"
    commitments = release.read_commitments()
    promised = 0 if manifest.held_out is None else manifest.held_out.rows
    if not len(set(commitments)) == promised == configuration.held_out:
        yield (
            f"the configuration has {configuration.held_out} held-out rows, the manifest "
            f"{promised}, and {COMMITMENTS_NAME} {len(set(commitments))} different commitments"
        )
    if manifest.held_out is not None:
        found = sha256_of(folder / COMMITMENTS_NAME)
        if found != manifest.held_out.commitments_sha256:
            yield f"the manifest's commitments_sha256 is not that of {COMMITMENTS_NAME}"


def differing_files(release: Release, rows: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """JSON lines, the index and the texts in the archive have the rows of the Parquet files."""
    for split, lines in release.read_lines().items():
        name = f"jsonl/{split}.jsonl"
        for row, line in zip(rows[split], lines, strict=False):
            columns = [
                one for one in row.__struct_fields__ if getattr(row, one) != getattr(line, one)
            ]
            if columns:
                different = ", ".join(columns)
                yield f"{name}: {line.name} is not the row in Parquet; different: {different}"
        if len(rows[split]) != len(lines):
            yield f"{name} has {len(lines)} rows, and Parquet {len(rows[split])}"
    flat = [row for of_split in rows.values() for row in of_split]
    if (release.folder / INDEX_NAME).read_bytes() != index_of(flat):
        yield f"{INDEX_NAME} does not hold the rows of the tables"
    # The library is that of the day of the release; what this version has says nothing about it.
    found, expected = (
        {name: text for name, text in files.items() if name.startswith(("Problems/", "Proofs/"))}
        for files in (
            read_archive(release.folder / ARCHIVE_NAME),
            archive_files(flat, release.configuration),
        )
    )
    for name in sorted(found.keys() | expected.keys()):
        if found.get(name) != expected.get(name):
            yield f"{ARCHIVE_NAME}: {name} is not what the tables say"
