from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bbsynth._common import folders
from bbsynth._common.folders import check_makeable, replaced_folder
from bbsynth.errors import OutputError
from bbsynth.problems.folder import check_replaceable

BUILD = """
import os, signal, sys, time
from pathlib import Path
from bbsynth._common.folders import replaced_folder

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

rename, moment = Path.rename, sys.argv[2]

def interrupted(self, target):
    if moment == f"before {self.name}":
        kill()
    result = rename(self, target)
    if moment == f"after {self.name}":
        kill()
    return result

Path.rename = interrupted
with replaced_folder(Path(sys.argv[1])) as new:
    (new / "file").write_text("new")
    print("at work", flush=True)
    if moment == "at work":
        time.sleep(600)
"""


def build(folder: Path, moment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, str(folder), moment], stdout=subprocess.PIPE, text=True
    )


def killed_build(folder: Path, moment: str) -> None:
    with build(folder, moment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        if moment == "at work":
            process.kill()
    assert process.returncode == -signal.SIGKILL


def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "old").write_text("old")
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


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


@pytest.mark.parametrize(
    ("moment", "left", "swept"),
    [
        ("at work", {"old": "old"}, {"old": "old"}),
        ("before data", {"old": "old"}, {"old": "old"}),
        ("after data", None, {"old": "old"}),
        ("after new", {"file": "new"}, {"file": "new"}),
    ],
)
def test_a_killed_build_is_cleared_up_after(
    moment: str, left: dict[str, str] | None, swept: dict[str, str], tmp_path: Path
) -> None:
    folder = data(tmp_path)
    killed_build(folder, moment)
    assert len(list(tmp_path.iterdir())) == (1 if left is None else 2)
    assert (contents(folder) if folder.exists() else None) == left
    check_makeable(folder)
    assert list(tmp_path.iterdir()) == [folder]
    assert contents(folder) == swept


def test_the_next_build_clears_up(tmp_path: Path) -> None:
    folder = data(tmp_path)
    killed_build(folder, "at work")
    with replaced_folder(folder) as new:
        (new / "file").write_text("newer")
    assert list(tmp_path.iterdir()) == [folder]
    assert contents(folder) == {"file": "newer"}


def test_what_may_not_be_replaced_is_put_back_first(tmp_path: Path) -> None:
    folder = data(tmp_path)
    killed_build(folder, "after data")
    with pytest.raises(OutputError, match="not a dataset"):
        check_replaceable(folder)
    assert contents(folder) == {"old": "old"}


def test_nothing_is_lost_if_somebody_has_put_something_there_meanwhile(tmp_path: Path) -> None:
    folder = data(tmp_path)
    killed_build(folder, "after data")
    folder.mkdir()
    check_makeable(folder)
    (place,) = set(tmp_path.iterdir()) - {folder}
    assert contents(place / "old") == {"old": "old"}
    assert list(folder.iterdir()) == []


def test_a_build_at_work_is_not_swept(tmp_path: Path) -> None:
    folder = data(tmp_path)
    with build(folder, "at work") as process:
        assert process.stdout is not None
        process.stdout.readline()
        before = sorted(tmp_path.rglob("*"))
        check_makeable(folder)
        assert sorted(tmp_path.rglob("*")) == before
        process.kill()


def test_only_staging_folders_of_this_folder_are_swept(tmp_path: Path) -> None:
    folder = data(tmp_path)
    names = [
        ".data.bbsynth-",
        ".data.bbsynth-UPPERCAS",
        ".data.bbsynth-abcdefghi",
        ".other.bbsynth-abcdefgh",
        "data.bbsynth-abcdefgh",
    ]
    for name in names:
        (tmp_path / name / "new").mkdir(parents=True)
    (tmp_path / ".data.bbsynth-abcdefg1" / "mine").mkdir(parents=True)
    (tmp_path / ".data.bbsynth-abcdefg2").symlink_to(tmp_path / names[0])
    (tmp_path / ".data.bbsynth-abcdefg3").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    folders.sweep(folder)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["x" * 200, "\U0001f9ff" * 60])
def test_folders_with_long_names_have_staging_folders_of_their_own(
    name: str, tmp_path: Path
) -> None:
    for last in "ab":
        folder = tmp_path / (name + last)
        folder.mkdir()
        (folder / "old").write_text(last)
        killed_build(folder, f"after {folder.name}")
    assert len(list(tmp_path.iterdir())) == 2
    for last in "ab":
        folder = tmp_path / (name + last)
        check_makeable(folder)
        assert contents(folder) == {"old": last}
    assert len(list(tmp_path.iterdir())) == 2


def test_a_staging_folder_that_is_swept_before_it_is_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock, tries = fcntl.flock, []

    def late(held: int, operation: int) -> None:
        tries.append(held)
        if len(tries) == 1:
            place = next(tmp_path.iterdir())
            place.rmdir()
        flock(held, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    with folders._locked_staging(tmp_path / "data") as place:
        assert (place / "new").is_dir()
    assert len(tries) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = data(tmp_path)
    killed_build(folder, "at work")

    def refuse(_held: int, _operation: int) -> None:
        raise OSError(95, os.strerror(95))

    monkeypatch.setattr(fcntl, "flock", refuse)
    before = len(list(tmp_path.iterdir()))
    with replaced_folder(folder) as new:
        (new / "file").write_text("new")
    assert contents(folder) == {"file": "new"}
    assert len(list(tmp_path.iterdir())) == before


def test_an_old_folder_that_cannot_be_put_back_is_kept_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = data(tmp_path)
    rename = Path.rename

    def only_away(self: Path, target: Path) -> Path:
        if Path(target) == folder:
            raise PermissionError(13, os.strerror(13))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", only_away)
    with (
        pytest.raises(OutputError, match=r"cannot put .*data back, which is now .*old: Perm"),
        replaced_folder(folder),
    ):
        pass
    monkeypatch.undo()
    check_makeable(folder)
    assert contents(folder) == {"old": "old"}
    assert list(tmp_path.iterdir()) == [folder]


def test_many_builds_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    processes = [build(folder, "never") for _ in range(6)]
    deadline = time.monotonic() + 60
    for process in processes:
        process.communicate(timeout=deadline - time.monotonic())
    assert any(process.returncode == 0 for process in processes)
    for place in set(tmp_path.iterdir()) - {folder}:
        # Two changed places in one moment: what the first had moved away is kept.
        assert contents(place / "old") == {"file": "new"}
    assert contents(folder) == {"file": "new"}
