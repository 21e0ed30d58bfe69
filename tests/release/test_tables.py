from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bbsynth.errors import DatasetError
from bbsynth.release.rows import COLUMNS, UNRATED, Entry, Row, problem_of, row_of
from bbsynth.release.tables import ARROW_SCHEMA, read_json_lines, read_parquet, write_tables
from tests.problems.making import problem as made
from tests.release.making import contents, problem

#: Columns with the statement and what names it.
STATED = {
    *("name", "theorem", "formal_statement", "informal_statement", "negation_statement"),
    *("parameters", "stratum"),
}


def row(machine: str = "1RB1LB_1LA1RZ", *, with_proof: bool = True) -> Row:
    entry = Entry(problem=problem(machine), split="test", revision=2)
    return row_of(entry, release="r-1.0.0", canary="c", with_proof=with_proof)


def test_a_row_is_a_problem_again() -> None:
    assert problem_of(row()) == problem()
    hidden = problem_of(row(with_proof=False))
    assert hidden.reference_proof == hidden.formal_statement
    assert hidden.certificate is None


def test_what_gives_a_proof_away_is_left_out() -> None:
    hidden, shown = row(with_proof=False), row()
    missing = {
        name
        for name in Row.__struct_fields__
        if getattr(shown, name) is not None and getattr(hidden, name) is None
    }
    assert missing == {"reference_proof", "certificate", "metadata"}


@pytest.mark.parametrize(
    "change",
    [{"theorem": "other"}, {"machine": ""}]
    + [
        {column: text}
        for column in ("parameters", "certificate", "metadata")
        for text in ("{", '{"a":' * 20_000)
    ],
)
def test_rows_that_do_not_hold_a_problem(change: dict[str, Any]) -> None:
    changed = msgspec.structs.replace(row(), **change)
    if "machine" in change:
        changed = msgspec.structs.replace(changed, family="no family")
    with pytest.raises(DatasetError):
        problem_of(changed)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"states": "two"}, "Expected `int`"),
        ({"revision": 0}, "Expected `int` >= 1"),
        ({"name": ""}, "length >= 1"),
        ({"negation_statement": ""}, "length >= 1"),
        ({"difficulty": -1}, "Expected `int` >= 0"),
        ({"split": "dev"}, "matching regex"),
        ({"machine": None}, "Expected `str`"),
        ({"colour": "red"}, "unknown field `colour`"),
    ],
)
def test_values_that_the_schema_refuses(
    change: dict[str, Any], message: str, tmp_path: Path
) -> None:
    plain = {**msgspec.structs.asdict(row()), **change}
    (tmp_path / "x.jsonl").write_bytes(msgspec.json.encode(plain))
    with pytest.raises(DatasetError, match=rf"line 1: not a row: .*{message}"):
        list(read_json_lines(tmp_path / "x.jsonl"))


def test_the_schema_is_that_of_parquet_too(tmp_path: Path) -> None:
    plain = {**msgspec.structs.asdict(row()), "revision": 0}
    pq.write_table(pa.Table.from_pylist([plain], schema=ARROW_SCHEMA), tmp_path / "x.parquet")
    with pytest.raises(DatasetError, match=r"holds what is not a row: .*revision"):
        read_parquet(tmp_path / "x.parquet")


def test_writing_and_reading(tmp_path: Path) -> None:
    rows = {
        "train": [row(), row("1RB1RB_1LA1RZ")],
        "test": [row("0RB1RB_1LA1RZ", with_proof=False)],
    }
    shards = write_tables(tmp_path, rows, rows_per_shard=1)
    assert shards == {
        "train": ["data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet"],
        "test": ["data/test-00000-of-00001.parquet"],
    }
    for split, names in shards.items():
        assert [one for name in names for one in read_parquet(tmp_path / name)] == rows[split]
        assert list(read_json_lines(tmp_path / "jsonl" / f"{split}.jsonl")) == rows[split]


def test_equal_rows_are_equal_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_tables(tmp_path / name, {"test": [row()] * 50}, rows_per_shard=20)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_columns_have_types() -> None:
    assert ARROW_SCHEMA.names == [column.name for column in COLUMNS]
    assert ARROW_SCHEMA.field("difficulty").type == pa.int64()
    assert not ARROW_SCHEMA.field("name").nullable


def test_files_that_are_not_tables(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(b"PAR1 and more")
    with pytest.raises(DatasetError, match="cannot read"):
        read_parquet(path)
    pq.write_table(pa.table({"name": ["a"]}), path)
    with pytest.raises(DatasetError, match=r"missing, unknown or of another type: .*split"):
        read_parquet(path)
    columns: dict[str, Any] = {name: [None] for name in ARROW_SCHEMA.names}
    pq.write_table(pa.table({**columns, "states": ["two"]}), path)
    with pytest.raises(DatasetError, match=r"another type: .*states"):
        read_parquet(path)


@pytest.mark.parametrize("line", ["{", "3", '{"name": "a"}'])
def test_lines_that_are_not_rows(line: str, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(line)
    with pytest.raises(DatasetError, match="line 1"):
        list(read_json_lines(tmp_path / "x.jsonl"))


def test_a_row_without_a_proof_does_not_tell_which_side_is_true() -> None:
    """Of two-sided problems only the statement says anything."""
    for machine in ("1RB1LB_1LA1RZ", "1RB0RB_0LA0LB"):
        sides = {}
        for seed in range(60):
            one = made("decide-it", machine, seed=seed)
            sides[one.stratum] = row_of(
                Entry(one, "test", 1), release="r", canary="c", with_proof=False
            )
        assert {stratum.partition("-")[2] for stratum in sides} == {"true", "false"}
        for stratum, row in sides.items():
            assert row.stratum == stratum.partition("-")[0]
            assert (row.tier, row.difficulty) == (UNRATED, None)
            told = set(Row.__struct_fields__) - STATED
            other = next(iter(sides.values()))
            assert all(getattr(row, name) == getattr(other, name) for name in told)
            assert "true" not in str(row).replace("true that", "").replace("is true", "")
