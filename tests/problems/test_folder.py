from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bbsynth.errors import OutputError
from bbsynth.problems.folder import check_replaceable, replaced_folder


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_new_folder(tmp_path: Path) -> None:
    with replaced_folder(tmp_path / "a" / "b") as new:
        (new / "file").write_text("new")
        assert not (tmp_path / "a" / "b").exists()
    assert names(tmp_path) == ["a", "a/b", "a/b/file"]


@pytest.mark.parametrize("old", [[], ["old"]])
def test_a_folder_is_replaced_as_a_whole(tmp_path: Path, old: list[str]) -> None:
    (tmp_path / "data").mkdir()
    for name in old:
        (tmp_path / "data" / name).write_text(name)
    with replaced_folder(tmp_path / "data") as new:
        (new / "file").write_text("new")
        assert names(tmp_path / "data") == old
    assert names(tmp_path) == ["data", "data/file"]


@pytest.mark.parametrize(
    "failure",
    [
        KeyboardInterrupt(),
        SystemExit(143),
        RuntimeError("a bug"),
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
    ],
)
def test_whatever_goes_wrong_the_old_folder_stays(tmp_path: Path, failure: BaseException) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "old").write_text("old")
    expected = OutputError if isinstance(failure, OSError) else type(failure)

    def build() -> None:
        with replaced_folder(tmp_path / "data") as new:
            (new / "file").write_text("new")
            raise failure

    with pytest.raises(expected):
        build()
    assert names(tmp_path) == ["data", "data/old"]


def test_a_failure_while_changing_places_puts_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "old").write_text("old")
    rename = Path.rename

    def fail_for_new(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_new)
    with pytest.raises(KeyboardInterrupt), replaced_folder(tmp_path / "data"):
        pass
    assert names(tmp_path) == ["data", "data/old"]


def test_no_space_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"cannot write .*data: No space left on device"),
        replaced_folder(tmp_path / "data"),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert names(tmp_path) == []


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    with pytest.raises(OutputError, match="is a file; give another folder with --out"):
        check_replaceable(tmp_path / "file")
    with pytest.raises(OutputError, match="cannot write"), replaced_folder(tmp_path / "file" / "x"):
        pass
    with pytest.raises(OutputError, match="cannot"):
        check_replaceable(tmp_path / ("x" * 1000))
    assert (tmp_path / "file").read_text() == "text"


def test_a_loop_of_symbolic_links(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OutputError, match="cannot write"), replaced_folder(tmp_path / "a"):
        pass


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "here").symlink_to("there")
    with replaced_folder(tmp_path / "here") as new:
        (new / "file").write_text("new")
    assert (tmp_path / "here").is_symlink()
    assert names(tmp_path / "there") == ["file"]


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


def test_only_what_is_empty_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with replaced_folder(folder, only_empty=True) as new:
        (new / "a").write_text("a")
    assert [path.name for path in folder.iterdir()] == ["a"]
    with (
        pytest.raises(OutputError, match="is not any more"),
        replaced_folder(folder, only_empty=True) as new,
    ):
        (new / "b").write_text("b")
    assert [path.name for path in folder.iterdir()] == ["a"]
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


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
