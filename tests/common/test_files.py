from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth._common.files import atomic_writer, check_writable, write_atomically
from bbsynth.errors import OutputError


def test_writing(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    write_atomically(path, "ä\n")
    assert path.read_bytes() == "ä\n".encode()
    write_atomically(path, b"\xff")
    assert path.read_bytes() == b"\xff"
    assert [one.name for one in path.parent.iterdir()] == ["b.txt"]


def test_what_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "b", tmp_path):
        with pytest.raises(OutputError, match="cannot write"):
            write_atomically(path, "x")
        with pytest.raises(OutputError, match="cannot write"):
            check_writable(path)


def test_checking_leaves_nothing_behind(tmp_path: Path) -> None:
    check_writable(tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


def test_a_file_appears_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.txt"
    with atomic_writer(path) as write:
        write("ä\n")
        write("b\n")
        assert not path.exists()
    assert path.read_bytes() == "ä\nb\n".encode()
    assert [entry.name for entry in path.parent.iterdir()] == ["file.txt"]


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text("before")

    def fail() -> None:
        with atomic_writer(path) as write:
            write("after")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert path.read_text() == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file.txt"]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(OutputError, match="cannot write"),
        atomic_writer(tmp_path / "file" / "below"),
    ):
        raise AssertionError
    (tmp_path / "folder").mkdir()
    with (
        pytest.raises(OutputError, match="cannot write"),
        atomic_writer(tmp_path / "folder") as write,
    ):
        write("text")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "folder"]


def test_a_link_is_followed_and_a_device_stays_one(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("before")
    link.symlink_to(target)
    write_atomically(link, "after")
    assert link.is_symlink()
    assert target.read_text() == "after"
    with atomic_writer(link) as write:
        write("again")
    assert link.is_symlink()
    assert target.read_text() == "again"
    write_atomically(Path("/dev/null"), "x")
    with atomic_writer(Path("/dev/null")) as write:
        write("x")
    assert Path("/dev/null").is_char_device()
