"""Writing the files of a release, once all is known that stands in them."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

import bbsynth
from bbsynth._common.files import json_document
from bbsynth.judge import Judge
from bbsynth.problems.index import INDEX_NAME, MANIFEST_NAME, encode_problem
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
from bbsynth.release.folder import CONFIGURATION_NAME, HeldOutPart, Lean, Manifest
from bbsynth.release.held_out import COMMITMENTS_NAME, HeldOut
from bbsynth.release.quality import Judging, counts
from bbsynth.release.rows import Entry, Row, problem_of, row_of
from bbsynth.release.tables import memory_size, write_tables

__all__ = ["QUALITY_NAME", "index_of", "rows_of", "write_release"]

QUALITY_NAME: Final = "quality.json"


def rows_of(
    entries: Sequence[Entry], configuration: Configuration, *, all_proofs: bool = False
) -> list[Row]:
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
    flat = rows_of(public, configuration)
    rows: dict[str, list[Row]] = {
        split: [row for row in flat if row.split == split]
        for split in SPLITS
        if split in configuration.splits
    }
    flat = [row for of_split in rows.values() for row in of_split]
    shards = write_tables(folder, rows, rows_per_shard=configuration.rows_per_shard)
    (folder / INDEX_NAME).write_bytes(index_of(flat))
    write_archive(folder / ARCHIVE_NAME, archive_files(flat, configuration))
    (folder / CONFIGURATION_NAME).write_bytes(text)
    if held_out is not None:
        path = folder / COMMITMENTS_NAME
        path.parent.mkdir()
        path.write_text("".join(f"{one}\n" for one in held_out.commitments), encoding="utf-8")
    quality = counts(flat)
    hidden = None if held_out is None else held_out.counts
    (folder / QUALITY_NAME).write_bytes(json_document({"public": quality, "held_out": hidden}))
    (folder / CHANGES_NAME).write_bytes(json_document(changes))
    (folder / "CHANGELOG.md").write_bytes(changelog_page(configuration, changes).encode())
    (folder / CROISSANT_NAME).write_bytes(
        croissant(
            configuration,
            folder,
            shards,
            description=description(configuration, len(flat)),
            citation=citation(configuration),
        )
    )
    card = render_card(
        configuration,
        shards=shards,
        sizes={
            split: {
                "rows": len(of_split),
                "bytes": sum(memory_size(folder / name) for name in shards[split]),
                "download": sum((folder / name).stat().st_size for name in shards[split]),
            }
            for split, of_split in rows.items()
        },
        quality=quality,
        example=_example(flat),
        held_out=hidden,
        lean=judge.toolchain.version,
    )
    (folder / CARD_NAME).write_bytes(card.encode())
    manifest = _manifest(folder, text, configuration, rows, held_out, judge)
    (folder / MANIFEST_NAME).write_bytes(json_document(manifest))
    (folder / MEASURED).mkdir()
    # The time that a proof took may tell which of two sides is true.
    named = [row.name for row in flat if row.difficulty is not None]
    (folder / MEASURED / "timings.json").write_bytes(json_document(judging.times(named)))
    write_sums(folder)


def index_of(rows: Sequence[Row]) -> bytes:
    """Return the rows as `bbsynth.problems.Dataset` reads them, their place in the metadata."""
    lines = []
    for row in rows:
        place = {name: getattr(row, name) for name in ("split", "revision", "release", "canary")}
        problem = problem_of(row)
        problem.metadata.update(place)
        lines.append(encode_problem(problem))
    return b"".join(lines)


def _example(rows: Sequence[Row]) -> Row:
    """Return the shortest row, of those about a machine that show a proof, if there are any."""
    return min(
        rows,
        key=lambda row: (
            row.reference_proof is None,
            not row.machine,
            len(row.formal_statement) + len(row.reference_proof or ""),
            row.name,
        ),
    )


def _manifest(
    folder: Path,
    text: bytes,
    configuration: Configuration,
    rows: Mapping[str, Sequence[Row]],
    held_out: HeldOut | None,
    judge: Judge,
) -> Manifest:
    return Manifest(
        release=configuration.release,
        name=configuration.name,
        version=configuration.version,
        canary=configuration.canary,
        configuration_sha256=hashlib.sha256(text).hexdigest(),
        seed=configuration.seed,
        splits={split: len(of_split) for split, of_split in rows.items()},
        held_out=None
        if held_out is None
        else HeldOutPart(
            rows=len(held_out.commitments),
            seed_commitment=held_out.seed_commitment,
            commitments_sha256=sha256_of(folder / COMMITMENTS_NAME),
        ),
        previous=None if configuration.previous is None else configuration.previous.version,
        # What the bytes of a release depend on, beside Lean.
        versions={
            "bbsynth": bbsynth.__version__,
            "pyarrow": pa.__version__,
            "zlib": zlib.ZLIB_RUNTIME_VERSION,
        },
        lean=Lean(
            project=LEAN_TOOLCHAIN,
            judged_by=judge.toolchain.version,
            kind=judge.toolchain.kind,
            judge_sha256=hashlib.sha256(judge.identity().encode()).hexdigest(),
        ),
        library_sha256=library_digest(library_files()),
        sha256={INDEX_NAME: sha256_of(folder / INDEX_NAME)},
    )
