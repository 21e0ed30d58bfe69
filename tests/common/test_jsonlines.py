from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from bbsynth._common.jsonlines import LineReader, LineWriter, read_lines
from bbsynth.errors import DatasetError, OutputError


class Line(msgspec.Struct):
    n: int
    text: str = ""


def test_lines_come_back(tmp_path: Path) -> None:
    file = tmp_path / "new" / "lines.jsonl"
    for start in (0, 3):
        with LineWriter(file) as lines:
            for n in range(start, start + 3):
                lines.write(Line(n, "∀\n"))
    assert [(line.n, line.text) for line in read_lines(file, Line)] == [
        (n, "∀\n") for n in range(6)
    ]


@pytest.mark.parametrize("rest", ['{"n": 7', '{"n": 7, "text": "' + "x" * 200_000, "\xff", "{}"])
def test_what_was_cut_off_is_cut_off(tmp_path: Path, rest: str) -> None:
    file = tmp_path / "lines.jsonl"
    whole = b'{"n":1}\n{"n":2}\n'
    file.write_bytes(whole + rest.encode("latin-1"))
    assert [line.n for line in read_lines(file, Line)] == [1, 2]
    with LineWriter(file) as lines:
        assert file.read_bytes() == whole
        lines.write(Line(3))
    assert [line.n for line in read_lines(file, Line)] == [1, 2, 3]


def test_a_file_without_any_whole_line(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_bytes(b"x" * 100_000)
    LineWriter(file).close()
    assert file.read_bytes() == b""


def test_no_file_has_no_lines(tmp_path: Path) -> None:
    assert list(read_lines(tmp_path / "nothing", Line)) == []


def test_reading_while_it_grows(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    with LineWriter(file) as lines:
        reader = LineReader(file, Line)
        assert reader.next() is None
        lines.write(Line(1))
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
        LineWriter(tmp_path / "file" / "lines.jsonl")


def test_a_full_disk_leaves_no_half_of_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lines.jsonl"
    write = os.write

    def half(handle: int, data: bytes) -> int:
        if len(data) < 20:
            raise OSError(28, "No space left on device")
        return write(handle, data[: len(data) - 10])

    with LineWriter(file) as lines:
        lines.write(Line(1))
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", half)
            with pytest.raises(OutputError, match="No space left"):
                lines.write(Line(2, "x" * 50))
        lines.write(Line(3))
    assert [line.n for line in read_lines(file, Line)] == [1, 3]


def test_a_new_file_replaces_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text('{"n":1}\n')
    with LineWriter(file, append=False) as lines:
        assert file.read_bytes() == b""
        lines.write(Line(2))
        assert file.read_bytes() == b'{"n":2,"text":""}\n'


def test_rejected_lines_get_another_name(tmp_path: Path) -> None:
    with LineWriter(tmp_path / "lines") as lines:
        lines.write(Line(1))
        lines.reject()
    assert [one.name for one in tmp_path.iterdir()] == ["lines.void"]


def test_a_device_that_is_full() -> None:
    if Path("/dev/full").exists():
        lines = LineWriter(Path("/dev/full"), append=False)
        with lines, pytest.raises(OutputError, match="No space"):
            lines.write(Line(1))
