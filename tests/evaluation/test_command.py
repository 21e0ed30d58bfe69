from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil
import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.backends.command import CommandSettings, ExternalProgram
from bbsynth.evaluation.model import RequestFailed
from bbsynth.problems import Dataset
from tests.evaluation.asking import ask


def program(folder: Path, script: str, **fields: float) -> ExternalProgram:
    file = folder / "program.py"
    file.write_text(f"import json, os, subprocess, sys, time\n{script}\n")
    command = f"{sys.executable} {file}"
    return CommandSettings(name="p", command=command, **fields).open()  # type: ignore[arg-type]


def test_a_program_is_asked(tmp_path: Path, dataset: Dataset) -> None:
    model = program(
        tmp_path,
        "question = json.load(sys.stdin)\n"
        "print(question['problem_id'], question['sample'], question['seed'])\n"
        "print(question['messages'][1]['content'] == question['prompt'])\n"
        "print('sorry' in question['formal_statement'], question['theorem'])",
    )
    problem = dataset.problems[0]
    said = ask(model, problem, sample=4, seed=11).text
    assert said == f"{problem.id} 4 11\nTrue\nTrue {problem.theorem}\n"


def test_a_program_that_does_not_read(tmp_path: Path, dataset: Dataset) -> None:
    assert ask(program(tmp_path, "print('by simp')"), dataset.problems[0]).text == "by simp\n"


def test_bytes_that_are_no_text(tmp_path: Path, dataset: Dataset) -> None:
    model = program(tmp_path, "sys.stdout.buffer.write(b'by \\xff')")
    assert ask(model, dataset.problems[0]).text == "by \ufffd"


def test_a_program_that_never_stops_printing(tmp_path: Path, dataset: Dataset) -> None:
    model = program(tmp_path, "while True: sys.stdout.write('x' * 10_000)", timeout=60)
    before = psutil.Process().memory_info().rss
    start = time.monotonic()
    with pytest.raises(RequestFailed, match="printed more than 4,000,000 bytes"):
        ask(model, dataset.problems[0])
    assert time.monotonic() - start < 20
    assert psutil.Process().memory_info().rss - before < 100_000_000


def test_a_program_that_prints_too_much_and_ends(tmp_path: Path, dataset: Dataset) -> None:
    model = program(tmp_path, "sys.stdout.write('x' * 4_000_001)")
    with pytest.raises(RequestFailed, match="printed more than 4,000,000 bytes"):
        ask(model, dataset.problems[0])


def test_a_child_that_is_left_behind_is_not_waited_for(tmp_path: Path, dataset: Dataset) -> None:
    model = program(
        tmp_path,
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\nprint('by simp')",
        timeout=1.5,
    )
    assert ask(model, dataset.problems[0]).text == "by simp\n"


def test_a_program_that_fails(tmp_path: Path, dataset: Dataset) -> None:
    model = program(tmp_path, "print('by simp'); sys.exit('no GPU')")
    with pytest.raises(RequestFailed, match="status 1: no GPU") as caught:
        ask(model, dataset.problems[0])
    assert (caught.value.kind, caught.value.retry) == ("program", True)


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path: Path, dataset: Dataset) -> None:
    file = tmp_path / "child"
    model = program(
        tmp_path,
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(file)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)",
        timeout=1.5,
    )
    with pytest.raises(RequestFailed, match=r"did not end within 1\.5 seconds"):
        ask(model, dataset.problems[0])
    pid = int(file.read_text())
    end = time.monotonic() + 5
    while time.monotonic() < end and psutil.pid_exists(pid):
        if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            break
        time.sleep(0.05)
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("command", ["no-such-program-anywhere --x", "'", " "])
def test_no_program(command: str) -> None:
    with pytest.raises(UsageError, match="model 'p'"):
        CommandSettings(name="p", command=command).open()
