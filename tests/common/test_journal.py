from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from bbsynth._common.journal import Journal, LineReader, read_lines
from bbsynth.errors import DatasetError, OutputError


class Line(msgspec.Struct):
    n: int
    text: str = ""


def test_lines_come_back(tmp_path: Path) -> None:
    file = tmp_path / "new" / "lines.jsonl"
    for start in (0, 3):
        with Journal(file) as journal:
            for n in range(start, start + 3):
                journal.append(Line(n, "∀\n"))
    assert [(line.n, line.text) for line in read_lines(file, Line)] == [
        (n, "∀\n") for n in range(6)
    ]


@pytest.mark.parametrize("rest", ['{"n": 7', '{"n": 7, "text": "' + "x" * 200_000, "\xff", "{}"])
def test_what_was_cut_off_is_cut_off(tmp_path: Path, rest: str) -> None:
    file = tmp_path / "lines.jsonl"
    whole = b'{"n":1}\n{"n":2}\n'
    file.write_bytes(whole + rest.encode("latin-1"))
    assert [line.n for line in read_lines(file, Line)] == [1, 2]
    with Journal(file) as journal:
        assert file.read_bytes() == whole
        journal.append(Line(3))
    assert [line.n for line in read_lines(file, Line)] == [1, 2, 3]


def test_a_file_without_any_whole_line(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_bytes(b"x" * 100_000)
    Journal(file).close()
    assert file.read_bytes() == b""


def test_no_file_has_no_lines(tmp_path: Path) -> None:
    assert list(read_lines(tmp_path / "nothing", Line)) == []


def test_reading_while_it_grows(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    with Journal(file) as journal:
        reader = LineReader(file, Line)
        assert reader.next() is None
        journal.append(Line(1))
        assert reader.next() == Line(1)
        with file.open("ab") as other:
            other.write(b'{"n":')
            other.flush()
            assert reader.next() is None
            other.write(b"2}\n")
        assert reader.next() == Line(2)
        assert reader.next() is None
        reader.close()


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text('{"n":1}\n{"m":1}\n')
    with pytest.raises(DatasetError, match=r"lines\.jsonl, line 2: .*`n`"):
        list(read_lines(file, Line))


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        Journal(tmp_path / "file" / "lines.jsonl")


def test_a_full_disk_leaves_no_half_of_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lines.jsonl"
    write = os.write

    def half(handle: int, data: bytes) -> int:
        if len(data) < 20:
            raise OSError(28, "No space left on device")
        return write(handle, data[: len(data) - 10])

    with Journal(file) as journal:
        journal.append(Line(1))
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", half)
            with pytest.raises(OutputError, match="No space left"):
                journal.append(Line(2, "x" * 50))
        journal.append(Line(3))
    assert [line.n for line in read_lines(file, Line)] == [1, 3]
