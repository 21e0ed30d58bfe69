from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.errors import DatasetError, UsageError
from bbsynth.problems import Dataset
from bbsynth.problems.candidates import MAX_BYTES, find_candidates, read_candidate

CHAMPION = "2x2-halts-after-1RB1LB_1LA1RZ"
OTHER = "2x2-halts-leaving-1RB1LB_1LA1RZ"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    folder = tmp_path / "answers"
    folder.mkdir()
    for name in (OTHER, CHAMPION):
        (folder / f"{name}.lean").write_text("theorem\n")
    (folder / "notes.txt").write_text("not a proof\n")
    (folder / f".{CHAMPION}.lean").write_text("left by an editor\n")
    (folder / "folder.lean").mkdir()
    return folder


def test_a_dataset_stands_for_its_reference_proofs(two_by_two_folder: Path) -> None:
    found = find_candidates([two_by_two_folder])
    assert len(found) == 80
    assert {c.path.parent for c in found} == {two_by_two_folder / "proofs"}
    assert all(c.path.stem == c.problem.id for c in found)
    assert [c.path for c in found] == sorted(c.path for c in found)


def test_the_dataset_is_the_one_around_the_files(two_by_two_folder: Path) -> None:
    file = two_by_two_folder / "proofs" / f"{CHAMPION}.lean"
    assert [c.problem.id for c in find_candidates([file])] == [CHAMPION]
    assert len(find_candidates([two_by_two_folder / "proofs"])) == 80


def test_a_folder_of_answers(answers: Path, two_by_two: Dataset) -> None:
    found = find_candidates([answers], two_by_two)
    assert [(c.path, c.problem.id) for c in found] == [
        (answers / f"{CHAMPION}.lean", CHAMPION),
        (answers / f"{OTHER}.lean", OTHER),
    ]


def test_a_file_named_twice_is_one_candidate(answers: Path, two_by_two: Dataset) -> None:
    found = find_candidates([answers, answers / f"{OTHER}.lean"], two_by_two)
    assert len(found) == 2


def test_an_unknown_problem(answers: Path, two_by_two: Dataset) -> None:
    (answers / "2x2-halts-after-1RB1LB_1LA0RZ.lean").write_text("theorem\n")
    with pytest.raises(
        DatasetError, match=f"has no problem '2x2.*; the closest ids are {CHAMPION}"
    ):
        find_candidates([answers], two_by_two)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing", "there is no file or folder .*missing"),
        ("answers/notes.txt", "notes.txt is not a .lean file"),
        ("empty", "there is no .lean file in .*empty"),
    ],
)
def test_paths_without_proofs(answers: Path, two_by_two: Dataset, name: str, message: str) -> None:
    (answers.parent / "empty").mkdir()
    with pytest.raises(UsageError, match=message):
        find_candidates([answers.parent / name], two_by_two)


def test_outside_of_any_dataset(answers: Path) -> None:
    with pytest.raises(UsageError, match=r"does not lie in a dataset; name the one .*--dataset"):
        find_candidates([answers])


def test_a_dataset_without_proofs(tmp_path: Path, two_by_two_folder: Path) -> None:
    (tmp_path / "problems.jsonl").write_bytes((two_by_two_folder / "problems.jsonl").read_bytes())
    with pytest.raises(UsageError, match="has no folder proofs"):
        find_candidates([tmp_path])


@pytest.mark.parametrize(
    ("data", "text", "fault"),
    [
        ("theorem ∀ := 1\n".encode(), "theorem ∀ := 1\n", ""),
        (b"\xef\xbb\xbftheorem", "theorem", ""),
        (b"", "", ""),
        (b"abc\xff", "", "not UTF-8: invalid start byte at byte 3"),
        (b"a" * MAX_BYTES, "a" * MAX_BYTES, ""),
        (b"a" * (MAX_BYTES + 1), "", "the file is larger than 1,000,000 bytes"),
    ],
    ids=["good", "mark", "empty", "latin", "long", "too-long"],
)
def test_reading(tmp_path: Path, data: bytes, text: str, fault: str) -> None:
    path = tmp_path / "a.lean"
    path.write_bytes(data)
    assert read_candidate(path) == (text, fault)


def test_a_file_that_has_disappeared(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"cannot read .*gone.lean: No such file"):
        read_candidate(tmp_path / "gone.lean")
