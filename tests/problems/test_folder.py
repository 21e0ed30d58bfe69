from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bbsynth._common.folders import replaced_folder
from bbsynth.errors import OutputError
from bbsynth.problems.folder import check_replaceable


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    with pytest.raises(OutputError, match="is a file; give another folder with --out"):
        check_replaceable(tmp_path / "file")
    with pytest.raises(OutputError, match="cannot write"), replaced_folder(tmp_path / "file" / "x"):
        pass
    with pytest.raises(OutputError, match="cannot"):
        check_replaceable(tmp_path / ("x" * 1000))
    assert (tmp_path / "file").read_text() == "text"


def test_what_may_be_replaced(tmp_path: Path, two_by_two_folder: Path) -> None:
    check_replaceable(tmp_path / "missing")
    check_replaceable(tmp_path)
    check_replaceable(two_by_two_folder)


def add_a_file(folder: Path) -> None:
    (folder / "candidates").mkdir()
    (folder / "candidates" / "mine.lean").write_text("theorem")


def work_in_place(folder: Path) -> None:
    path = next(iter(sorted((folder / "problems").glob("*.lean"))))
    path.write_text(path.read_text().replace("sorry", "decide"))


def add_a_link(folder: Path) -> None:
    (folder / "link").symlink_to("/")


def change_the_index(folder: Path) -> None:
    with (folder / "problems.jsonl").open("a") as stream:
        stream.write("\n")


def remove_the_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (add_a_file, r"a file there was not written by .* \(candidates/mine.lean\)"),
        (work_in_place, r"or changed since \(problems/2x2-halts-after-.*\.lean\)"),
        (add_a_link, r"\(link\)"),
        (change_the_index, "is not the file that manifest.json beside it describes"),
        (remove_the_manifest, "is not empty, and not a dataset that could be replaced"),
    ],
)
def test_somebody_s_work_is_not_replaced(
    tmp_path: Path, two_by_two_folder: Path, change: Callable[[Path], None], message: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(two_by_two_folder, copy)
    check_replaceable(copy)
    change(copy)
    with pytest.raises(OutputError, match=message):
        check_replaceable(copy)


def test_any_other_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("")
    with pytest.raises(OutputError, match=r"delete the folder, or give another one with --out"):
        check_replaceable(tmp_path)


def test_what_is_put_into_the_folder_meanwhile_is_not_lost(
    tmp_path: Path, two_by_two_folder: Path
) -> None:
    copy = tmp_path / "data"
    shutil.copytree(two_by_two_folder, copy)

    def build() -> None:
        with replaced_folder(copy, check=check_replaceable) as new:
            (new / "file").write_text("new")
            (copy / "mine").write_text("mine")

    with pytest.raises(OutputError, match="is not replaced"):
        build()
    assert (copy / "mine").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
