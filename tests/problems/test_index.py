from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.errors import DatasetError
from bbsynth.problems import Dataset
from bbsynth.problems.index import decode_problem, encode_problem, problem_files
from tests.problems.making import examples, problem


@pytest.mark.parametrize(("family", "machine"), examples())
def test_round_trip(family: str, machine: str) -> None:
    one = problem(family, machine)
    line = encode_problem(one)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert decode_problem(line) == one
    assert encode_problem(decode_problem(line)) == line


def row() -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(encode_problem(problem("halts-after", "1RB1LB_1LA1RZ")))
    return decoded


def written(tmp_path: Path, *lines: bytes) -> Path:
    path = tmp_path / "some.jsonl"
    path.write_bytes(b"".join(lines))
    return path


def without(name: str) -> bytes:
    changed = row()
    del changed[name]
    return json.dumps(changed).encode()


def with_value(name: str, value: object) -> bytes:
    return json.dumps(row() | {name: value}).encode()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"\n", "the line is empty"),
        (b"{\n", "not a problem"),
        (b"[]\n", "Expected `object`, got `array`"),
        (b"null\n", "Expected `object`, got `null`"),
        (b"{}\n", "missing required field `id`"),
        (b'{"id": "x", "id": 3}\n', "got `int`"),
        (b"\xff\xfe\n", "not a problem"),
        (b'{"id": "\xff"}\n', "not a problem"),
        (b'{"id": "\\ud800"}\n', "not a problem"),
        (b"[" * 100_000 + b"\n", "not a problem"),
        (without("theorem"), "missing required field `theorem`"),
        (with_value("theorem", 3), r"Expected `str`, got `int` - at `\$.theorem`"),
        (with_value("surprise", 1), "unknown field `surprise`"),
        (with_value("states", "2"), r"Expected `int`, got `str` - at `\$.states`"),
        (with_value("states", 2.5), "Expected `int`, got `float`"),
        (with_value("parameters", {"steps": None}), "got `null`"),
        (with_value("id", "../x"), "has characters that it must not have"),
        (with_value("id", "x\0"), "has characters that it must not have"),
        (with_value("metadata", {"schema": 99}), "has schema 99"),
        (with_value("certificate", [1]), "got `array`"),
        (encode_problem(problem("halts-after", "1RB1LB_1LA1RZ"))[:-300], "not a problem"),
    ],
)
def test_bad_rows_are_named(tmp_path: Path, line: bytes, message: str) -> None:
    good = encode_problem(problem("halts-after", "1RB---_------"))
    path = written(tmp_path, good, line)
    with pytest.raises(DatasetError, match=message) as caught:
        Dataset.open(path)
    assert str(caught.value).startswith(f"{path}, line 2: ")
    assert len(str(caught.value)) < 1000


@given(st.binary(max_size=200))
def test_no_bytes_whatever_cause_another_error(line: bytes) -> None:
    with pytest.raises(DatasetError):
        decode_problem(line)


@given(
    st.sampled_from(sorted(row())),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    ),
)
def test_no_value_whatever_causes_another_error(name: str, value: object) -> None:
    line = json.dumps(row() | {name: value}).encode()
    try:
        decode_problem(line)
    except DatasetError:
        return
    # What is accepted is usable: it can be written again, and its id is a file name.
    assert encode_problem(decode_problem(line))
    assert all(path.count("/") == 1 for path in problem_files(decode_problem(line)))


def test_repeated_ids_and_theorems(tmp_path: Path) -> None:
    line = encode_problem(problem("halts-after", "1RB1LB_1LA1RZ"))
    with pytest.raises(
        DatasetError, match=r"line 2: the id 2x2-halts-after-.* is already in line 1"
    ):
        Dataset.open(written(tmp_path, line, line))
    changed = json.dumps(row() | {"id": "another"}).encode() + b"\n"
    with pytest.raises(DatasetError, match=r"line 2: the theorem halts_after_.* in line 1"):
        Dataset.open(written(tmp_path, line, changed))


def test_a_dataset_is_opened_by_folder_or_file(two_by_two: Dataset) -> None:
    folder = two_by_two.path.parent
    by_file = Dataset.open(str(folder / "problems.jsonl"))
    assert by_file.problems == two_by_two.problems
    assert len(two_by_two) == 80
    one = two_by_two.problems[7]
    assert two_by_two[one.id] is one
    assert one.id in two_by_two
    assert "nothing" not in two_by_two
    assert list(two_by_two) == list(two_by_two.problems)


def test_an_unknown_id_names_the_closest(two_by_two: Dataset) -> None:
    known = two_by_two.problems[5].id
    with pytest.raises(DatasetError, match=f"the closest ids are .*{known}"):
        two_by_two[known[:-1] + "Y"]
    with pytest.raises(DatasetError, match=r"has no problem '/////'$"):
        two_by_two["/////"]
    with pytest.raises(DatasetError) as caught:
        two_by_two["x" * 1_000_000]
    assert len(str(caught.value)) < 1000


def nothing(_folder: Path) -> None:
    pass


def empty_index(folder: Path) -> None:
    (folder / "problems.jsonl").write_bytes(b"")


def index_is_a_folder(folder: Path) -> None:
    (folder / "problems.jsonl").mkdir()


def bad_manifest(folder: Path) -> None:
    empty_index(folder)
    (folder / "manifest.json").write_text("{")


def foreign_manifest(folder: Path) -> None:
    empty_index(folder)
    (folder / "manifest.json").write_text('{"name": "a web page"}')


def manifest_without_sum(folder: Path) -> None:
    empty_index(folder)
    (folder / "manifest.json").write_text('{"format": "bbsynth-dataset", "sha256": 3}')


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (nothing, "is not a dataset: it has no problems.jsonl; `bbsynth generate` makes one"),
        (empty_index, "has no problems in it"),
        (index_is_a_folder, "has no problems.jsonl"),
        (bad_manifest, "manifest.json is not JSON"),
        (foreign_manifest, "was not written by bbsynth generate"),
        (manifest_without_sum, "its SHA-256 is e3b0c442.* not None"),
    ],
)
def test_folders_that_are_no_datasets(
    tmp_path: Path, prepare: Callable[[Path], None], message: str
) -> None:
    prepare(tmp_path)
    with pytest.raises(DatasetError, match=message):
        Dataset.open(tmp_path)


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="there is no dataset at"):
        Dataset.open(tmp_path / "missing")
    with pytest.raises(DatasetError, match=r"cannot read|there is no dataset"):
        Dataset.open(tmp_path / ("x" * 1000))


def test_a_changed_index_is_noticed(two_by_two_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(two_by_two_folder, copy)
    index = copy / "problems.jsonl"
    index.write_bytes(index.read_bytes().replace(b'"steps":6', b'"steps":7'))
    with pytest.raises(
        DatasetError, match=r"is not the file that manifest.json beside it describes"
    ):
        Dataset.open(copy)
    assert len(Dataset.open(index)) == 80
