from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bbsynth.errors import DatasetError
from bbsynth.release.checksums import check_sums, write_sums


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "measured").mkdir()
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a file.txt").write_text("a")
    (tmp_path / "measured" / "times").write_text("b")
    write_sums(tmp_path)
    return tmp_path


def test_good(folder: Path) -> None:
    assert check_sums(folder) == []
    for where in (folder, folder / "measured"):
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=where, check=True)


def test_all_that_can_go_wrong(folder: Path) -> None:
    (folder / "deep" / "a file.txt").write_text("A")
    (folder / "measured" / "times").unlink()
    (folder / "new").write_text("c")
    wrong = "\n".join(check_sums(folder))
    assert "deep/a file.txt was changed" in wrong
    assert "measured/times is missing" in wrong
    assert "new is not listed" in wrong


def test_a_link_is_not_a_file(folder: Path, tmp_path: Path) -> None:
    path = folder / "deep" / "a file.txt"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert any("a file.txt is missing" in one for one in check_sums(folder))


@pytest.mark.parametrize("line", ["xyz", "0" * 64 + "  ../up", "0" * 64 + " one-space"])
def test_lines_that_are_not_checksums(line: str, folder: Path) -> None:
    (folder / "SHA256SUMS").write_text(line + "\n")
    with pytest.raises(DatasetError, match="line 1: not a checksum"):
        check_sums(folder)


def test_every_byte_of_the_checksums_counts(folder: Path) -> None:
    path = folder / "SHA256SUMS"
    content = path.read_bytes()
    assert len(content) == 64 + 2 + len("deep/a file.txt") + 1
    for place in range(len(content)):
        for change in (1, 2, 4, 8, 16, 32, 64, 128):
            path.write_bytes(
                content[:place] + bytes([content[place] ^ change]) + content[place + 1 :]
            )
            try:
                assert check_sums(folder)
            except DatasetError:
                continue
