from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bbsynth.errors import DatasetError
from bbsynth.lean.library import compiled_library
from bbsynth.lean.toolchain import Toolchain
from bbsynth.release.archive import (
    ARCHIVE_NAME,
    LEAN_TOOLCHAIN,
    archive_files,
    read_archive,
    write_archive,
)
from bbsynth.release.configuration import read_configuration
from bbsynth.release.rows import Entry, row_of
from tests.release.making import TINY, problem

ROOT = Path(__file__).parents[2]
CONFIGURATION = read_configuration(TINY)
ROWS = [
    row_of(
        Entry(problem=problem(machine), split="test", revision=1),
        release="r",
        canary="c",
        with_proof=shown,
    )
    for machine, shown in (("1RB1LB_1LA1RZ", True), ("1RB1RB_1LA1RZ", False))
]


def test_the_files() -> None:
    files = archive_files(ROWS, CONFIGURATION)
    assert files["Problems/halts_after_1RB1LB_1LA1RZ.lean"] == ROWS[0].formal_statement.encode()
    assert files["Problems/halts_after_1RB1LB_1LA1RZ.md"] == ROWS[0].informal_statement.encode()
    proofs = [name for name in files if name.startswith("Proofs/")]
    assert proofs == ["Proofs/halts_after_1RB1LB_1LA1RZ.lean"]
    assert files["BBSynth.lean"] == (ROOT / "lean" / "BBSynth.lean").read_bytes()
    assert "BBSynth/Machine.lean" in files
    assert b"lean_lib Proofs" in files["lakefile.lean"]
    # There is no such folder then, and Lake would look for it.
    assert b"lean_lib Proofs" not in archive_files(ROWS[1:], CONFIGURATION)["lakefile.lean"]


def test_its_files_are_modules_that_lean_compiles(
    tiny: Path, toolchain: Toolchain, tmp_path: Path
) -> None:
    """As Lake would, one after the other, with the library beside them.

    Of each folder and track there is one; to start Lean costs more than that.
    """
    source, target = tmp_path / "source", tmp_path / "target"
    modules: dict[tuple[str, bool], str] = {}
    for name, content in read_archive(tiny / ARCHIVE_NAME).items():
        folder, _, file = name.partition("/")
        if folder in ("Problems", "Proofs") and file.endswith(".lean"):
            modules.setdefault((folder, b"import BBSynth" in content), name)
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (target / folder).mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(content)
    assert len(modules) == 4
    library = compiled_library(toolchain)
    done = toolchain.run(
        ["--run", str(ROOT / "lean" / "Build.lean"), str(source), str(target)],
        stdin="".join(
            f"{name.removesuffix('.lean').replace('/', '.')}\n" for name in modules.values()
        ),
        cwd=target,
        lean_path=[target, library],
        readable=[source, ROOT / "lean"],
        writable=[target],
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("declaration uses `sorry`") == 2
    for name in modules.values():
        assert (target / name).with_suffix(".olean").is_file()


def test_the_lean_is_that_of_the_project() -> None:
    assert (ROOT / "lean-toolchain").read_text(encoding="utf-8").strip() == LEAN_TOOLCHAIN


def test_theorems_that_would_be_one_file() -> None:
    with pytest.raises(DatasetError, match="two theorems would be the file"):
        archive_files([ROWS[0], ROWS[0]], CONFIGURATION)


def test_equal_files_are_equal_bytes(tmp_path: Path) -> None:
    files = {"b": b"2" * 5000, "a/c": b"1"}
    write_archive(tmp_path / "1.zip", files)
    write_archive(tmp_path / "2.zip", dict(reversed(files.items())))
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    assert read_archive(tmp_path / "1.zip") == files


def test_files_that_are_not_archives(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"no archive")
    with pytest.raises(DatasetError, match="cannot read"):
        read_archive(tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr("a", "1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a", "2")
    with pytest.raises(DatasetError, match="names a file twice"):
        read_archive(tmp_path / "y.zip")


def test_an_archive_that_would_unpack_to_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bbsynth.release.archive._MOST_BYTES", 1_000)
    write_archive(tmp_path / "x.zip", {"a": b"1" * 1_001})
    with pytest.raises(DatasetError, match="would unpack to more than 1,000 bytes"):
        read_archive(tmp_path / "x.zip")
