from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from bbsynth.errors import DatasetError, UsageError
from bbsynth.problems import Dataset
from bbsynth.problems.candidates import MAX_BYTES, find_candidates, is_read

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
    assert {Path(c.name).parent for c in found} == {two_by_two_folder / "proofs"}
    assert all(Path(c.name).stem == c.problem.id for c in found)
    assert [c.problem for c in found] == list(Dataset.open(two_by_two_folder))


def test_the_dataset_is_the_one_around_the_files(two_by_two_folder: Path) -> None:
    file = two_by_two_folder / "proofs" / f"{CHAMPION}.lean"
    assert [c.problem.id for c in find_candidates([file])] == [CHAMPION]
    assert len(find_candidates([two_by_two_folder / "proofs"])) == 80


def test_a_folder_of_answers(answers: Path, two_by_two: Dataset) -> None:
    found = find_candidates([answers], two_by_two)
    assert [(c.name, c.problem.id) for c in found] == [
        (str(answers / f"{CHAMPION}.lean"), CHAMPION),
        (str(answers / f"{OTHER}.lean"), OTHER),
    ]


def test_a_file_named_twice_is_one_candidate(answers: Path, two_by_two: Dataset) -> None:
    found = find_candidates([answers, answers / f"{OTHER}.lean"], two_by_two)
    assert len(found) == 2


def test_a_folder_with_a_folder_for_each_problem(answers: Path, two_by_two: Dataset) -> None:
    folder = answers / CHAMPION
    folder.mkdir()
    for sample in ("0", "1", OTHER):
        (folder / f"{sample}.lean").write_text("theorem\n")
    found = find_candidates([answers], two_by_two)
    assert [c.problem.id for c in found] == [CHAMPION] * 4 + [OTHER]
    assert len({c.name for c in found}) == 5


def test_the_end_of_a_name_may_be_in_capitals(answers: Path, two_by_two: Dataset) -> None:
    (answers / f"{OTHER}.lean").rename(answers / f"{OTHER}.LEAN")
    assert len(find_candidates([answers], two_by_two)) == 2


def test_proofs_that_lie_too_deep_are_not_passed_over(answers: Path, two_by_two: Dataset) -> None:
    deep = answers / CHAMPION / "more"
    deep.mkdir(parents=True)
    assert len(find_candidates([answers], two_by_two)) == 2
    (deep / "still").mkdir()
    (deep / "still" / "0.lean").write_text("theorem\n")
    with pytest.raises(UsageError, match="deeper"):
        find_candidates([answers], two_by_two)


def test_links_and_what_is_no_file(answers: Path, two_by_two: Dataset) -> None:
    folder = answers / CHAMPION
    folder.mkdir()
    (folder / "a.lean").write_text("theorem\n")
    (folder / "b.lean").symlink_to(folder / "a.lean")
    (folder / "c.lean").symlink_to(folder / "nowhere.lean")
    os.mkfifo(folder / "d.lean")
    found = {Path(c.name).name: c for c in find_candidates([folder], two_by_two)}
    assert found["a.lean"].text == found["b.lean"].text == "theorem\n"
    assert "cannot be read" in found["c.lean"].fault
    assert found["d.lean"].fault == "it is no file with a text"


def test_what_is_read(answers: Path, two_by_two_folder: Path) -> None:
    assert is_read(answers / "x.jsonl", [answers])
    assert is_read(answers / CHAMPION / "x.lean", [answers / "y.jsonl", answers])
    assert is_read(answers / "x.txt", [answers / "x.txt"])
    assert is_read(two_by_two_folder / "proofs" / "x.lean", [two_by_two_folder])
    assert not is_read(two_by_two_folder / "x.jsonl", [two_by_two_folder])
    assert not is_read(answers / "x.json", [answers])
    assert not is_read(answers.parent / "x.jsonl", [answers])


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
        ("answers/notes.txt", "notes.txt is neither a .lean nor a .jsonl file"),
        ("empty", "there is no .lean or .jsonl file in .*empty"),
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
        (b"", "", ""),
        (b"abc\xff", "", "not UTF-8: invalid start byte at byte 3"),
        (b"a" * MAX_BYTES, "a" * MAX_BYTES, ""),
        (b"a" * (MAX_BYTES + 1), "", f"the file is larger than {MAX_BYTES:,} bytes"),
    ],
    ids=["good", "empty", "latin", "long", "too-long"],
)
def test_reading(answers: Path, two_by_two: Dataset, data: bytes, text: str, fault: str) -> None:
    path = answers / f"{CHAMPION}.lean"
    path.write_bytes(data)
    (found,) = find_candidates([path], two_by_two)
    assert (found.text, found.fault) == (text, fault)


def test_a_file_that_cannot_be_read(
    answers: Path, two_by_two: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(2, "No such file or directory")

    monkeypatch.setattr(Path, "open", refuse)
    (found,) = find_candidates([answers / f"{CHAMPION}.lean"], two_by_two)
    assert found.fault == "the file cannot be read: No such file or directory"


def test_several_samples_of_a_problem(tmp_path: Path, two_by_two: Dataset) -> None:
    folder = tmp_path / CHAMPION
    folder.mkdir()
    for name in ("0.lean", "1.lean"):
        (folder / name).write_text("by rfl\n")
    found = find_candidates([tmp_path], two_by_two)
    assert [c.name for c in found] == [str(folder / "0.lean"), str(folder / "1.lean")]
    assert {c.problem.id for c in found} == {CHAMPION}
    assert find_candidates([folder], two_by_two) == found


def lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_lines_of_answers(tmp_path: Path, two_by_two: Dataset) -> None:
    path = lines(
        tmp_path / "answers.jsonl",
        {"problem_id": CHAMPION, "sample": 0, "completion": "by rfl", "model": "m"},
        {"problem_id": CHAMPION, "sample": "b", "completion": "\ud800"},
        {"problem_id": OTHER, "completion": "by simp"},
    )
    found = find_candidates([path], two_by_two)
    assert [(c.name, c.problem.id, c.text) for c in found] == [
        (f"{CHAMPION}#0", CHAMPION, "by rfl"),
        (f"{CHAMPION}#b", CHAMPION, "\ud800"),
        (OTHER, OTHER, "by simp"),
    ]


GOOD = {"problem_id": CHAMPION, "sample": 0, "completion": "by rfl"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 2: not JSON"),
        ("[" * 100_000, "line 2: not JSON"),
        ("[]", "line 2: not an object"),
        (json.dumps(GOOD), f"line 2: {CHAMPION}#0 is already in "),
        (json.dumps({"problem_id": CHAMPION}), "line 2: it has no 'completion'"),
        (json.dumps({"completion": "x", "problem_id": 3}), "line 2: it has no 'problem_id'"),
        (json.dumps(GOOD | {"sample": []}), "line 2: 'sample' is neither"),
        (json.dumps(GOOD | {"sample": True}), "line 2: 'sample' is neither"),
        (
            '{"problem_id": "a", "problem_id": "b"}',
            "line 2: the key 'problem_id' stands in it twice",
        ),
        (json.dumps(GOOD | {"problem_id": "2x2"}), "line 2: .* has no problem '2x2'"),
        (json.dumps(GOOD | {"sample": 1, "dataset": "0" * 64}), "line 2: .*another dataset"),
    ],
)
def test_lines_that_are_none(tmp_path: Path, two_by_two: Dataset, text: str, message: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{text}\n")
    with pytest.raises(DatasetError, match=message):
        find_candidates([path], two_by_two)


def test_answers_made_for_this_very_dataset(tmp_path: Path, two_by_two: Dataset) -> None:
    digest = hashlib.sha256(two_by_two.path.read_bytes()).hexdigest()
    path = lines(
        tmp_path / "a.jsonl",
        GOOD | {"dataset": digest},
        GOOD | {"sample": 9, "dataset": None, "more": {"a": 1}},
    )
    assert len(find_candidates([path], two_by_two)) == 2
