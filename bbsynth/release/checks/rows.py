"""The rows: the same in all files, possible, in their places, and as the manifest has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from bbsynth.problems.difficulty import tier_of
from bbsynth.problems.family import families
from bbsynth.problems.index import INDEX_NAME
from bbsynth.release import facets
from bbsynth.release.archive import (
    ARCHIVE_NAME,
    archive_files,
    is_library,
    library_digest,
    read_archive,
)
from bbsynth.release.checksums import sha256_of
from bbsynth.release.configuration import Configuration
from bbsynth.release.equivalence import grouped, keys_of_row
from bbsynth.release.folder import Release
from bbsynth.release.held_out import COMMITMENTS_NAME
from bbsynth.release.rows import COLUMNS, is_plain_json, json_lines
from bbsynth.release.sources import may_give, order_key
from bbsynth.release.splits import split_sizes
from bbsynth.release.writing import CONFIGURATION_NAME, index_of

__all__ = ["odd_texts", "odd_values", "wrong_rows"]

_DIGEST = re.compile(r"[0-9a-f]{64}")


Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def wrong_rows(release: Release, rows: Rows) -> Iterator[str]:
    """Parquet, JSON lines, the index, the archive and the manifest have to say the same."""
    configuration, manifest, folder = release.configuration, release.manifest, release.folder
    names: set[str] = set()
    for split, of_split in rows.items():
        for row in of_split:
            if row["split"] != split:
                yield f"{row['name']} lies in {split} and says that it is in {row['split']}"
            if row["name"] in names:
                yield f"{row['name']} is there twice"
            names.add(row["name"])
            shown = split in configuration.public_proofs
            for column in ("reference_proof", "informal_proof", "certificate", "metadata"):
                if shown != (row[column] is not None):
                    yield f"{row['name']} has to {'show' if shown else 'hide'} its {column}"
            yield from odd_values(row, shown=shown)
            for column, value in (
                ("release", configuration.release),
                ("canary", configuration.canary),
                ("bbsynth", manifest["versions"].get("bbsynth")),
            ):
                if row[column] != value:
                    yield f"{row['name']}: {column} is {row[column]!r}, not {value!r}"
            first = configuration.previous is None
            yield from odd_texts(row)
            if row["revision"] < 1 or (first and row["revision"] != 1):
                yield f"{row['name']}: revision is {row['revision']}; the first is 1"
        key = configuration.seed.to_bytes(8, "big")
        if list(of_split) != sorted(of_split, key=lambda row: order_key(key, row["name"])):
            yield f"the rows of {split} are not in the order of the release"
    yield from _wrong_manifest(release)
    yield from _of_no_source(configuration, rows)
    sizes = {split: len(of_split) for split, of_split in rows.items()}
    if sizes != manifest.get("splits"):
        yield f"the splits have {sizes} rows; the manifest says {manifest.get('splits')}"
    if sum(sizes.values()) != configuration.size:
        yield f"there are {sum(sizes.values())} rows; the configuration asks {configuration.size}"
    expected = split_sizes(sum(sizes.values()), configuration.splits)
    missing = [split for split in expected if not sizes.get(split)]
    if missing:
        yield f"there are no rows in {', '.join(missing)}"
    elif configuration.previous is None:
        # Problems about one machine are kept together, which is what the sizes may be off by.
        everything = [row for of_split in rows.values() for row in of_split]
        groups = grouped((row, keys_of_row(row)) for row in everything)
        largest = max(map(len, groups.values()))
        for split, size in expected.items():
            if abs(sizes[split] - size) > largest:
                yield f"{split} has {sizes[split]} rows; the fractions make about {size}"

    for split, lines in release.read_lines().items():
        yield from _different_rows(f"jsonl/{split}.jsonl", rows[split], lines)
        if (folder / "jsonl" / f"{split}.jsonl").read_bytes() != b"".join(
            json_lines(map(dict, rows[split]))
        ):
            yield f"jsonl/{split}.jsonl is not written as a release writes it"
    flat = [row for of_split in rows.values() for row in of_split]
    if (folder / INDEX_NAME).read_bytes() != index_of(flat):
        yield f"{INDEX_NAME} does not hold the rows of the tables"
    package = configuration.name.replace("-", "_")
    files = archive_files(flat, package=package, canary=configuration.canary)
    found = read_archive(folder / ARCHIVE_NAME)
    # The library is that of the release's day; what this version has is no measure of it.
    ours = [name for name in files if not is_library(name)]
    wrong = [name for name in ours if found.get(name) != files[name]]
    excess = [name for name in found if name not in files and not is_library(name)]
    for name in (wrong + excess)[:5]:
        yield f"{ARCHIVE_NAME}: {name} is not what the tables say"
    if library_digest(found) != manifest.get("library_sha256"):
        yield f"{ARCHIVE_NAME}: the Lean library is not the one that the manifest names"


def _of_no_source(configuration: Configuration, rows: Rows) -> Iterator[str]:
    """Every row has to be such as one of the sources gives."""
    columns = ("family", "track", "tier", "states", "symbols")
    seen: dict[tuple[Any, ...], bool] = {}
    for row in (row for of_split in rows.values() for row in of_split):
        kind = (*(row[column] for column in columns), not row["machine"])
        if kind not in seen:
            seen[kind] = any(may_give(source, row) for source in configuration.sources)
        if not seen[kind]:
            yield f"{row['name']} is not such as the sources in {CONFIGURATION_NAME} give"


def odd_texts(row: Mapping[str, Any]) -> Iterator[str]:
    """What is written as JSON has to be written as a release writes it, and to fit the columns."""
    for column in ("parameters", "certificate", "metadata"):
        text = row[column]
        if text is not None and not is_plain_json(text):
            yield f"{row['name']}: {column} is not JSON as a release writes it"
            return
    if row["metadata"] is not None:
        metadata = msgspec.json.decode(row["metadata"])
        for name in ("schema", "bbsynth"):
            if not isinstance(metadata, dict) or metadata.get(name) != row[name]:
                yield f"{row['name']}: {name} in the metadata is not {row[name]!r}"


def odd_values(row: Mapping[str, Any], *, shown: bool) -> Iterator[str]:
    """What a row says of itself has to be possible, and must not give a hidden proof away."""
    two_sided = row["negation_statement"] is not None
    for name in (column.name for column in COLUMNS if column.optional):
        if row[name] == "":
            yield f"{row['name']}: {name} is empty, and should be missing"
    if not shown and two_sided:
        for column, value in (("tier", facets.UNRATED), ("difficulty", None)):
            if row[column] != value:
                yield f"{row['name']}: {column} tells which side is true"
        kind = families().get(row["family"])
        if row["stratum"] not in {facets.form_of(one) for one in (kind.strata if kind else ())}:
            yield f"{row['name']}: stratum tells which side is true, or something else"
    elif (
        row["difficulty"] is None
        or row["difficulty"] < 0
        or row["tier"] != tier_of(row["difficulty"])
    ):
        yield f"{row['name']}: the tier {row['tier']!r} is not that of {row['difficulty']}"
    elif row["family"] in families() and row["stratum"] not in families()[row["family"]].strata:
        yield f"{row['name']}: there is no stratum {row['stratum']!r} of {row['family']}"


def _wrong_manifest(release: Release) -> Iterator[str]:
    """What follows from other files has to be what the manifest says."""
    configuration, manifest, folder = release.configuration, release.manifest, release.folder
    previous = configuration.previous
    expected = {
        "release": configuration.release,
        "name": configuration.name,
        "version": configuration.version,
        "canary": configuration.canary,
        "seed": configuration.seed,
        "previous": None if previous is None else previous.version,
        "configuration_sha256": sha256_of(folder / CONFIGURATION_NAME),
        "sha256": {INDEX_NAME: sha256_of(folder / INDEX_NAME)},
    }
    for name, value in expected.items():
        if manifest.get(name) != value:
            yield f"the manifest's {name} is {manifest.get(name)!r}, not {value!r}"
    said = manifest.get("held_out")
    if configuration.held_out == 0:
        if said is not None:
            yield "the manifest has a held-out set, and the configuration has none"
        return
    lines = release.commitments()
    if len(set(lines)) != configuration.held_out or not all(map(_DIGEST.fullmatch, lines)):
        yield (
            f"there have to be {configuration.held_out} commitments, all different, each a SHA-256"
        )
    if len(lines) != configuration.held_out or lines != sorted(lines):
        yield f"there are {len(lines)} commitments, or they are not sorted"
    wanted = {"rows": len(lines), "commitments_sha256": sha256_of(folder / COMMITMENTS_NAME)}
    for name, value in wanted.items():
        if not isinstance(said, dict) or said.get(name) != value:
            yield f"the manifest's {name} of the held-out set is not {value!r}"


def _different_rows(
    where: str, rows: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    if len(rows) != len(lines):
        yield f"{where} has {len(lines)} rows, and Parquet {len(rows)}"
    for row, line in zip(rows, lines, strict=False):
        if row != line:
            columns = ", ".join(name for name in row if row[name] != line[name])
            yield f"{where}: {line['name']} is not the row in Parquet; different: {columns}"
