"""Rows in files: Parquet, in shards, and JSON lines. Equal rows give equal bytes.

Parquet files are written with all options that matter fixed, and hold no times. They also name the
version of the library that wrote them, Apache Arrow, so equal bytes need an equal version of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from bbsynth.errors import DatasetError
from bbsynth.release.rows import COLUMNS, Row

__all__ = [
    "ARROW_SCHEMA",
    "json_lines",
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
_DECODER: Final = msgspec.json.Decoder(Row)


def shard_names(split: str, rows: int, rows_per_shard: int) -> list[str]:
    """Return the paths of the Parquet files of a split."""
    count = max(1, -(-rows // rows_per_shard))
    return [f"data/{split}-{number:05d}-of-{count:05d}.parquet" for number in range(count)]


def write_tables(
    folder: Path, rows: Mapping[str, Sequence[Row]], *, rows_per_shard: int
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
        (folder / "jsonl" / f"{split}.jsonl").write_bytes(json_lines(of_split))
    return written


def _write_parquet(path: Path, rows: Sequence[Row]) -> None:
    pq.write_table(
        pa.Table.from_pylist(list(map(msgspec.structs.asdict, rows)), schema=ARROW_SCHEMA),
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


def json_lines(rows: Iterable[Row]) -> bytes:
    """Return rows as lines of JSON, the columns in their order."""
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


def memory_size(path: Path) -> int:
    """Return the bytes that a Parquet file takes in memory, as Arrow holds it."""
    return int(pq.ParquetFile(path).read().nbytes)


def read_parquet(path: Path) -> list[Row]:
    """Return the rows of a Parquet file.

    Raises
    ------
    DatasetError
        If it cannot be read, or does not hold rows of a release; the message names the column.
    """
    try:
        table = pq.ParquetFile(path).read()
        plain = table.to_pylist()
    except (OSError, ValueError, pa.ArrowException) as error:  # ValueError: text that is not UTF-8
        raise DatasetError(f"cannot read {path}: {error}") from error
    if not table.schema.equals(ARROW_SCHEMA):
        theirs, ours = set(table.schema), set(ARROW_SCHEMA)
        differing = ", ".join(sorted({field.name for field in theirs ^ ours}))
        raise DatasetError(
            f"{path} does not have the columns of a release"
            + (f"; missing, unknown or of another type: {differing}" if differing else "")
        )
    try:
        return msgspec.convert(plain, list[Row])
    except msgspec.ValidationError as error:
        raise DatasetError(f"{path} holds what is not a row: {error}") from error


def read_json_lines(path: Path) -> Iterator[Row]:
    """Return the rows of a file of JSON lines, one after the other.

    Raises
    ------
    DatasetError
        If it cannot be read, or a line is not a row of a release; the message names the line.
    """
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                try:
                    yield _DECODER.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                    raise DatasetError(f"{path}, line {number}: not a row: {error}") from error
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error
