"""Programs run to their end."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from bbsynth._common import programs as running
from bbsynth._common.programs import Completed, TooMuchOutput, run_to_end


def run(code: str, folder: Path, timeout: float = 20.0, stdin: str = "") -> Completed:
    argv = [sys.executable, "-I", "-S", "-c", code]
    return run_to_end(argv, cwd=folder, timeout=timeout, stdin=stdin)


def test_what_comes_back(tmp_path: Path) -> None:
    code = (
        "import os, sys\nprint(os.getcwd(), sys.stdin.read())\n"
        "sys.stderr.buffer.write(b'\\xff')\nsys.exit(3)\n"
    )
    assert run(code, tmp_path, stdin="é") == Completed(3, f"{tmp_path} é\n", "\ufffd")


def test_much_in_both_directions(tmp_path: Path) -> None:
    code = "import sys\nprint('x' * 10**6)\nprint(len(sys.stdin.read()))\n"
    done = run(code, tmp_path, stdin="y" * 10**6)
    assert done.stdout.split() == ["x" * 10**6, "1000000"]


def test_input_that_nobody_reads(tmp_path: Path) -> None:
    assert run("", tmp_path, stdin="y" * 10**6).returncode == 0


def test_what_it_started_ends_with_it(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open('pid', 'w').write(str(child.pid))\ntime.sleep(60)\n"
    )
    with pytest.raises(subprocess.TimeoutExpired):
        run(code, tmp_path, timeout=1.5)
    pid = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 10
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_output_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream: str) -> None:
    monkeypatch.setattr(running, "_MOST_OUTPUT", 10**6)
    with pytest.raises(TooMuchOutput):
        run(f"import sys\nwhile True:\n    sys.{stream}.write('x' * 1000)\n", tmp_path)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run_to_end([str(tmp_path / "none")], cwd=tmp_path, timeout=1)
