from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest

from bbsynth.cli import main
from bbsynth.problems import Dataset
from tests.cli.running import COMMAND, bbsynth

pytestmark = pytest.mark.slow


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows(text: str) -> dict[str, list[str]]:
    """The cells of the tables, by the first cell of the row."""
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("│┃").replace("┃", "│").split("│")]
        found[cells[0]] = cells[1:]
    return found


def test_the_summary(tmp_path: Path) -> None:
    three = ["--family", "halts-after", "--family", "halts-leaving", "--family", "never-halts"]
    done = bbsynth(
        "generate", "--states", "3", *three, "--track", "library", "--out", tmp_path / "set"
    )
    assert done.returncode == 0
    assert done.stderr == ""  # it takes seconds, but nobody would see a bar
    table = rows(done.stdout)
    assert table["3x2"] == ["5,417", "1,772", "3,645", "0"]
    assert table["halts-after"] == ["halts", "library", "1,772"]
    assert table["halts-leaving"] == ["halts", "library", "1,772"]
    assert table["total"] == ["", "", "7,189"]
    assert "By difficulty: " in done.stdout
    assert done.stdout.endswith(f"\nWritten to {tmp_path / 'set'}\n")
    assert len(Dataset.open(tmp_path / "set")) == 7_189


def test_a_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = "--states 2 --symbols 3 --limit 8 --seed 3 --family never-halts --track library"
    assert main(["generate", *options.split(), "--out", str(tmp_path / "set")]) == 0
    table = rows(capsys.readouterr().out)
    assert table["total"] == ["", "", "8", "4,203"]
    assert {p.family for p in Dataset.open(tmp_path / "set")} == {"never-halts"}


def test_an_unproven_class(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = "--states 1 --symbols 4 --max-steps 50"
    assert main(["generate", *options.split(), "--out", str(tmp_path / "set")]) == 0
    table = rows(capsys.readouterr().out)
    assert table["1x4"][1] == "1"
    assert table["1x4"][3] == "0"


def test_where_it_goes_by_default(tmp_path: Path) -> None:
    done = bbsynth("generate", "--states", "2", "--limit", "20", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(Dataset.open(tmp_path / "generated" / "2x2")) == 20
    assert "Written to generated/2x2\n" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--states 2 --class 3x2", "the class is given twice"),
        ("--class 5x2", "such as 5x2, of which a sample is drawn, set a limit (--limit N"),
        ("--class five", "a class is written as states x symbols, such as 5x2, not 'five'"),
        ("--states 2 --limit 3 --per-stratum 3", "contradict each other"),
        ("--states 2 --machines 100", "all machines of 2x2 are looked at"),
        ("--states 2 --tier trivial", "'easy', 'medium', 'hard', 'extreme'"),
        ("--states 2 --track both", "'library', 'bare'"),
        ("--states two", "'two' is not a valid integer"),
        ("--states 0", "the number of states is an integer from 1 to 25, not 0"),
        ("--states 5", "possible for 2x2, 3x2 and 2x3 and all classes with 1 state"),
        ("--states 4", "--limit N, at most 100,000"),
        ("--states 2 --limit 0", "the limit is an integer from 1 to 100,000, not 0"),
        ("--states 2 --seed -1", "the seed is an integer from 0"),
        ("--states 2 --family maybe-halts", "'halts-after', 'halts-leaving', "),
    ],
)
def test_impossible_options(
    arguments: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", *arguments.split(), "--out", str(tmp_path / "set")]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("out", ["file", "file/set"])
def test_a_file_in_the_way(out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("mine")
    assert main(["generate", "--states", "2", "--out", str(tmp_path / out)]) == 2
    assert str(tmp_path / out) in capsys.readouterr().err
    assert contents(tmp_path) == {"file": b"mine"}


def test_somebody_s_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert main(["generate", "--states", "2", "--out", str(tmp_path)]) == 2
    assert "delete the folder, or give another one with --out" in capsys.readouterr().err
    assert contents(tmp_path) == {"notes.txt": b"mine"}


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path) -> None:
    assert main(["generate", "--states", "2", "--limit", "5", "--out", str(tmp_path / "set")]) == 0
    before = contents(tmp_path)
    # A limit on the size of a file fails in the middle of the index, as a full disk would.
    done = subprocess.run(
        [*COMMAND, "generate", "--states", "2", "--out", str(tmp_path / "set")],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"Error: cannot write {tmp_path / 'set'}: File too large")
    assert "Traceback" not in done.stderr
    assert contents(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def wait_for_files(folder: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a folder that is being built beside ``set`` has some files in it."""
    while process.poll() is None:
        for workshop in folder.glob(".set.*"):
            if sum(1 for _ in workshop.glob("new/problems/*.lean")) > 20:
                return
        time.sleep(0.002)
    raise AssertionError("it ended before it could be interrupted")


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["INT", "TERM"]
)
@pytest.mark.parametrize("old", [False, True], ids=["new", "replaced"])
def test_an_interrupt_in_the_middle_leaves_everything_as_it_was(
    tmp_path: Path, number: signal.Signals, status: int, old: bool
) -> None:
    arguments = ["generate", "--out", str(tmp_path / "set"), "--states"]
    if old:
        assert main([*arguments, "2", "--limit", "5"]) == 0
    before = contents(tmp_path)
    process = subprocess.Popen(
        [*COMMAND, *arguments, "3"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever runs the tests in the background may have made it deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    wait_for_files(tmp_path, process)
    os.kill(process.pid, number)
    out, err = process.communicate()
    assert process.returncode == status
    assert "Traceback" not in err
    assert out == ""
    if number == signal.SIGINT:
        assert "Interrupted." in err
    assert contents(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == (["set"] if old else [])


def test_what_was_not_found_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "set")
    assert main(["generate", "--states", "2", "--family", "never-halts", "--out", out]) == 0
    said = capsys.readouterr().out
    assert "Nothing was found for never-halts (no-reachable-halt, ngram-cps, repwl, far," in said
    assert main(["generate", "--states", "2", "--family", "halts", "--out", out]) == 0
    assert "Nothing was found" not in capsys.readouterr().out
