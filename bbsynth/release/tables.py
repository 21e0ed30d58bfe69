"""Rows in files: Parquet, in shards, and JSON lines. Equal rows give equal bytes.

Parquet files are written with all options that matter fixed, and hold no times. They also name the
version of the library that wrote them, Apache Arrow, so equal bytes need an equal version of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from bbsynth.errors import DatasetError
from bbsynth.release.rows import COLUMNS, check_columns, check_row, json_lines

__all__ = [
    "ARROW_SCHEMA",
    "has_only_rows",
    "memory_size",
    "read_json_lines",
    "read_parquet",
    "shard_names",
    "write_tables",
]

ARROW_SCHEMA: Final = pa.schema(
    [
        pa.field(
            column.name,
            pa.string() if column.kind == "text" else pa.int64(),
            nullable=column.optional,
        )
        for column in COLUMNS
    ]
)
"""The columns as Arrow types."""

_ROWS_PER_GROUP: Final = 1_000


def shard_names(split: str, rows: int, rows_per_shard: int) -> list[str]:
    """Return the paths of the Parquet files of a split."""
    count = max(1, -(-rows // rows_per_shard))
    return [f"data/{split}-{number:05d}-of-{count:05d}.parquet" for number in range(count)]


def write_tables(
    folder: Path, rows: Mapping[str, Sequence[dict[str, Any]]], *, rows_per_shard: int
) -> dict[str, list[str]]:
    """Write the rows of all splits, and return the Parquet files of each."""
    for name in ("data", "jsonl"):
        (folder / name).mkdir()
    written: dict[str, list[str]] = {}
    for split, of_split in rows.items():
        written[split] = shard_names(split, len(of_split), rows_per_shard)
        for number, name in enumerate(written[split]):
            start = number * rows_per_shard
            _write_parquet(folder / name, of_split[start : start + rows_per_shard])
        with (folder / "jsonl" / f"{split}.jsonl").open("wb") as stream:
            stream.writelines(json_lines(of_split))
    return written


def has_only_rows(path: Path) -> bool:
    """Whether a Parquet file has the schema of a release, and no further metadata.

    Raises
    ------
    DatasetError
        If it cannot be read.
    """
    try:
        said = pq.read_metadata(path).metadata or {}
        schema = pq.read_schema(path)
    except (OSError, pa.ArrowException) as error:
        raise DatasetError(f"cannot read {path}: {error}") from error
    return set(said) <= {b"ARROW:schema"} and schema.equals(ARROW_SCHEMA, check_metadata=True)


def _write_parquet(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    pq.write_table(
        pa.Table.from_pylist(list(rows), schema=ARROW_SCHEMA),
        path,
        row_group_size=_ROWS_PER_GROUP,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=9,
        use_dictionary=True,
        write_statistics=True,
        store_schema=True,
    )


def memory_size(path: Path) -> int:
    """Return the bytes that a Parquet file takes in memory, as Arrow holds it."""
    return int(pq.ParquetFile(path).read().nbytes)


def read_parquet(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a Parquet file.

    Raises
    ------
    DatasetError
        If it cannot be read, or does not have the columns of a release.
    """
    try:
        table = pq.ParquetFile(path).read()
        rows: list[dict[str, Any]] = table.to_pylist()
    except (OSError, ValueError, pa.ArrowException) as error:  # ValueError: text that is not UTF-8
        raise DatasetError(f"cannot read {path}: {error}") from error
    check_columns(table.schema.names, str(path))
    if not table.schema.equals(ARROW_SCHEMA):
        wrong = [
            name
            for name in table.schema.names
            if not table.schema.field(name).equals(ARROW_SCHEMA.field(name))
        ]
        raise DatasetError(f"{path}: the columns {', '.join(wrong)} have other types")
    return rows


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Return the rows of a file of JSON lines, one after the other.

    Raises
    ------
    DatasetError
        If it cannot be read, or a line is not a row of a release; the message names the line.
    """
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                where = f"{path}, line {number}"
                try:
                    row = msgspec.json.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                    raise DatasetError(f"{where}: not JSON: {error}") from error
                if not isinstance(row, dict):
                    raise DatasetError(f"{where}: not a row")
                check_row(row, where)
                yield row
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error
