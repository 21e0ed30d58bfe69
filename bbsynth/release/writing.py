"""Writing the files of a release, once all is known that stands in them."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import pyarrow as pa

import bbsynth
from bbsynth.errors import DatasetError
from bbsynth.judge import Judge
from bbsynth.problems.family import families
from bbsynth.problems.index import FORMAT, INDEX_NAME, MANIFEST_NAME, encode_problem
from bbsynth.release.archive import (
    ARCHIVE_NAME,
    LEAN_TOOLCHAIN,
    archive_files,
    library_digest,
    library_files,
    write_archive,
)
from bbsynth.release.card import CARD_NAME, changelog_page, citation, description, render_card
from bbsynth.release.changelog import CHANGES_NAME, Changes
from bbsynth.release.checksums import MEASURED, sha256_of, write_sums
from bbsynth.release.configuration import SPLITS, Configuration
from bbsynth.release.croissant import CROISSANT_NAME, croissant
from bbsynth.release.documents import json_page, read_json
from bbsynth.release.folder import Release
from bbsynth.release.held_out import COMMITMENTS_NAME
from bbsynth.release.quality import Judging, counts
from bbsynth.release.rows import Entry, problem_of, row_of
from bbsynth.release.tables import memory_size, write_tables

__all__ = [
    "CONFIGURATION_NAME",
    "QUALITY_NAME",
    "HeldOut",
    "held_out_counts",
    "held_out_of",
    "index_of",
    "pages",
    "rows_of",
    "versions",
    "write_release",
]

CONFIGURATION_NAME: Final = "configuration.toml"
QUALITY_NAME: Final = "quality.json"


@dataclass(frozen=True)
class HeldOut:
    """What the public may know of the held-out set.

    Parameters
    ----------
    commitments : tuple of str
        One for each row, sorted.
    seed_commitment : str
        That to the seed.
    counts : dict
        How many there are of each kind.
    """

    commitments: tuple[str, ...]
    seed_commitment: str
    counts: dict[str, Any]


def rows_of(
    entries: Sequence[Entry], configuration: Configuration, *, all_proofs: bool = False
) -> list[dict[str, Any]]:
    """Return the rows of problems, with their proofs where the configuration shows them."""
    return [
        row_of(
            entry,
            release=configuration.release,
            canary=configuration.canary,
            with_proof=all_proofs or entry.split in configuration.public_proofs,
        )
        for entry in entries
    ]


def write_release(
    folder: Path,
    text: bytes,
    configuration: Configuration,
    public: Sequence[Entry],
    held_out: HeldOut | None,
    changes: Changes,
    judge: Judge,
    judging: Judging,
) -> None:
    """Write all files of a release to a folder that is empty."""
    rows: dict[str, list[dict[str, Any]]] = {
        split: [] for split in SPLITS if split in configuration.splits
    }
    for row in rows_of(public, configuration):
        rows[row["split"]].append(row)
    flat = [row for of_split in rows.values() for row in of_split]
    shards = write_tables(folder, rows, rows_per_shard=configuration.rows_per_shard)
    (folder / INDEX_NAME).write_bytes(index_of(flat))
    write_archive(
        folder / ARCHIVE_NAME,
        archive_files(
            flat, package=configuration.name.replace("-", "_"), canary=configuration.canary
        ),
    )
    (folder / CONFIGURATION_NAME).write_bytes(text)
    if held_out is not None:
        path = folder / COMMITMENTS_NAME
        path.parent.mkdir()
        path.write_text("".join(f"{one}\n" for one in held_out.commitments), encoding="utf-8")
    quality = counts(public, configuration.public_proofs)
    _write_json(
        folder / QUALITY_NAME,
        {"public": quality, "held_out": None if held_out is None else held_out.counts},
    )
    _write_json(folder / CHANGES_NAME, msgspec.to_builtins(changes))
    for name, content in pages(
        folder,
        configuration,
        rows,
        shards=shards,
        quality=quality,
        changes=changes,
        held_out=None if held_out is None else held_out.counts,
        lean=judge.toolchain.version,
    ).items():
        (folder / name).write_bytes(content)
    manifest = _manifest(folder, text, configuration, rows, held_out, judge)
    _write_json(folder / MANIFEST_NAME, manifest)
    (folder / MEASURED).mkdir()
    # How long it took to judge one may tell which of two sides is true.
    named = [row["name"] for row in flat if row["difficulty"] is not None]
    _write_json(folder / MEASURED / "timings.json", judging.times(named))
    write_sums(folder)


def pages(
    folder: Path,
    configuration: Configuration,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    shards: Mapping[str, Sequence[str]],
    quality: Mapping[str, Any],
    changes: Changes,
    held_out: Mapping[str, Any] | None,
    lean: str,
) -> dict[str, bytes]:
    """Return the files that say what others hold: the changelog, Croissant, and the card.

    Parameters
    ----------
    folder : Path
        Where the tables are.
    configuration : Configuration
        What the release is made from.
    rows, shards : mapping
        The rows, and the Parquet files, of each split.
    quality : mapping
        The counts of the public rows.
    changes : Changes
        What changed since the release before.
    held_out : mapping or None
        The counts of the held-out rows.
    lean : str
        The Lean that accepted the proofs.
    """
    flat = [row for of_split in rows.values() for row in of_split]
    card = render_card(
        configuration,
        shards=shards,
        sizes={
            split: {
                "rows": len(rows[split]),
                "bytes": sum(memory_size(folder / name) for name in shards[split]),
                "download": sum((folder / name).stat().st_size for name in shards[split]),
            }
            for split in rows
        },
        quality=quality,
        example=_example(flat),
        held_out=held_out,
        lean=lean,
        families={
            # What is only being verified may name any.
            **dict.fromkeys((held_out or quality)["families"], "?"),
            **dict.fromkeys(quality["families"], "?"),
            **{name: one.summary for name, one in families().items()},
        },
    )
    return {
        "CHANGELOG.md": changelog_page(configuration, changes).encode(),
        CROISSANT_NAME: croissant(
            configuration,
            folder,
            shards,
            description=description(configuration, len(flat)),
            citation=citation(configuration),
        ),
        CARD_NAME: card.encode(),
    }


def index_of(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the rows as `bbsynth.problems.Dataset` reads them, their place in the metadata."""
    lines = []
    for row in rows:
        problem = problem_of(dict(row))
        place = {name: row[name] for name in ("split", "revision", "release", "canary")}
        placed = msgspec.structs.replace(problem, metadata={**problem.metadata, **place})
        lines.append(encode_problem(placed))
    return b"".join(lines)


def _example(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the shortest row, of those about a machine that show a proof, if there are any."""
    return min(
        rows,
        key=lambda row: (
            row["reference_proof"] is None,
            not row["machine"],
            len(row["formal_statement"]) + len(row["reference_proof"] or ""),
            row["name"],
        ),
    )


def _manifest(
    folder: Path,
    text: bytes,
    configuration: Configuration,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    held_out: HeldOut | None,
    judge: Judge,
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "kind": "release",
        "release": configuration.release,
        "name": configuration.name,
        "version": configuration.version,
        "canary": configuration.canary,
        "configuration_sha256": hashlib.sha256(text).hexdigest(),
        "seed": configuration.seed,
        "splits": {split: len(of_split) for split, of_split in rows.items()},
        "held_out": None
        if held_out is None
        else {
            "rows": len(held_out.commitments),
            "seed_commitment": held_out.seed_commitment,
            "commitments_sha256": sha256_of(folder / COMMITMENTS_NAME),
        },
        "previous": None if configuration.previous is None else configuration.previous.version,
        "versions": versions(),
        "lean": {
            "project": LEAN_TOOLCHAIN,
            "judged_by": judge.toolchain.version,
            "kind": judge.toolchain.kind,
            "judge_sha256": hashlib.sha256(judge.identity().encode()).hexdigest(),
        },
        "library_sha256": library_digest(library_files()),
        "sha256": {INDEX_NAME: sha256_of(folder / INDEX_NAME)},
    }


def versions() -> dict[str, str]:
    """Return the versions of what the bytes of a release depend on, beside Lean."""
    return {
        "bbsynth": bbsynth.__version__,
        "pyarrow": pa.__version__,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


def _write_json(path: Path, value: Any) -> None:
    path.write_bytes(json_page(value))


def held_out_of(release: Release) -> HeldOut | None:
    """Return what a release says of its held-out set.

    Raises
    ------
    DatasetError
        If it contradicts itself.
    """
    said = release.manifest.get("held_out")
    if said is None:
        return None
    commitments = tuple(release.commitments())
    counted = held_out_counts(release.folder)
    if counted is None or said.get("rows") != len(commitments):
        raise DatasetError(
            f"{release.folder}: the manifest, the counts and the commitments do not agree"
        )
    return HeldOut(
        commitments=commitments,
        seed_commitment=said["seed_commitment"],
        counts=counted,
    )


def held_out_counts(folder: Path) -> dict[str, Any] | None:
    """Return the counts of the held-out set, which do not follow from anything public.

    Raises
    ------
    DatasetError
        If they cannot be read.
    """
    said = read_json(folder / QUALITY_NAME, dict[str, dict[str, Any] | None])
    if "held_out" not in said:
        raise DatasetError(f"cannot read {folder / QUALITY_NAME}: it has no held_out")
    return said["held_out"]
