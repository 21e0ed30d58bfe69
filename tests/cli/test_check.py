"""The command; what the judge makes of proofs is tested with the judge."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from bbsynth.cli import check, main
from bbsynth.judge import Status, Task, Verdict, process
from bbsynth.judge.paranoid import Checker
from bbsynth.lean.toolchain import Toolchain
from bbsynth.problems import Dataset
from tests.cli.running import COMMAND

SET = Path(__file__).parents[2] / "generated" / "2x2"
CHAMPION = "2x2-halts-after-1RB1LB_1LA1RZ"


@pytest.fixture
def fresh_memory(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No verdict is known from earlier, and none is left for later."""
    monkeypatch.setenv("BBSYNTH_CACHE", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(autouse=True)
def lean(toolchain: Toolchain) -> None:
    """A Lean is there."""


def test_good_and_bad_proofs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proof = Dataset.open(SET)[CHAMPION].reference_proof
    texts = {
        "good": proof,
        "digit": proof.replace("HaltsAfter 6", "HaltsAfter 7"),
        "sorry": proof.partition(" :=\n")[0] + " := by sorry\n",
        "axiom": proof.replace("/-- Started", "axiom lie : False\n\n/-- Started").replace(
            "Machine.haltsAfter_of_check (by decide +kernel)", "lie.elim"
        ),
        "empty": " \n",
    }
    files = []
    for name, text in texts.items():
        folder = tmp_path / name
        folder.mkdir()
        files.append(folder / f"{CHAMPION}.lean")
        files[-1].write_text(text)
    (tmp_path / "binary").mkdir()
    files.append(tmp_path / "binary" / f"{CHAMPION}.lean")
    files[-1].write_bytes(b"\xff\xfe")

    report = tmp_path / "report.json"
    results, junit = tmp_path / "results.jsonl", tmp_path / "junit.xml"
    arguments = ["check", "--dataset", SET, "--jobs", 1, "--afresh", *files]
    arguments += ["--json", report, "--results", results, "--junit", junit]
    assert main([str(argument) for argument in arguments]) == 1
    document = json.loads(report.read_text())
    assert [(v["status"], v["rule"]) for v in document["verdicts"]] == [
        ("proved", ""),
        ("wrong", "statement-changed"),
        ("wrong", "sorry"),
        ("cheating", "declaration"),
        ("malformed", "empty"),
        ("malformed", "unreadable"),
    ]
    assert document["total"] == 6
    assert document["statuses"] == {"proved": 1, "wrong": 2, "cheating": 1, "malformed": 2}
    assert [v["name"] for v in document["verdicts"]] == [str(file) for file in files]

    written = [json.loads(line) for line in results.read_text().splitlines()]
    assert written == document["verdicts"]
    assert 'tests="6" failures="5" errors="0"' in junit.read_text()

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"proved         {files[0]}  ")
    for line, verdict in zip(lines[1:6], document["verdicts"][1:], strict=True):
        assert line.startswith(f"{verdict['status']:<13}  {verdict['name']}")
        assert f": {verdict['rule']}: " in line


def test_verdicts_are_remembered(
    fresh_memory: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.jsonl"
    proof = "by exact Machine.haltsAfter_of_check (by decide +kernel)"
    row = {"problem_id": CHAMPION, "completion": f"So:\n```lean\n{proof}\n```\n"}
    answers.write_text(json.dumps(row) + "\n")
    arguments = ["check", str(answers), "--dataset", str(SET), "--quiet"]
    assert main(arguments) == 0
    first = capsys.readouterr().out
    assert "│ proved │ 1 │" in first
    assert "earlier runs" not in first
    assert main(arguments) == 0
    assert "1 of these verdicts were known from earlier runs" in capsys.readouterr().out


def test_a_broken_judge_is_loud(
    fresh_memory: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One that says of everything that it is proved."""
    ask = process.JudgeProcess.ask

    def credulous(self: process.JudgeProcess, *arguments: Any) -> dict[str, Any]:
        return ask(self, *arguments) | {"status": "proved", "rule": "", "axioms": []}

    monkeypatch.setattr(process.JudgeProcess, "ask", credulous)
    results, report = tmp_path / "results.jsonl", tmp_path / "report.json"
    proof = str(SET / "proofs" / f"{CHAMPION}.lean")
    arguments = ["check", proof, "--results", str(results), "--json", str(report)]
    assert main(arguments) == 2
    assert "the judge is broken: it says proved (accepted) of" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["results.jsonl.void"]
    monkeypatch.undo()


class FakeJudge(contextlib.nullcontext["FakeJudge"]):
    """Proves everything, and has others asked."""

    checkers = (Checker("there", (), (), None), Checker("absent", (), ("absent_bin",), None))

    def __init__(self, **_: object) -> None:
        super().__init__(self)

    def check_all(self, tasks: Iterable[Task]) -> Iterator[Verdict]:
        for task in tasks:
            yield Verdict(
                name=task.name,
                status=Status.PROVED,
                milliseconds={"total": 1},
                second_opinions={
                    "there": "declined: \x1b[2Jtoo\nlong" + 1_000 * "!",
                    "absent": "not available: no absent_bin",
                },
            )


@pytest.mark.parametrize("quiet", [False, True])
def test_other_checkers_are_named(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    quiet: bool,
) -> None:
    monkeypatch.setattr(check, "Judge", FakeJudge)
    file = tmp_path / f"{CHAMPION}.lean"
    file.write_text("by decide")
    arguments = ["check", "--paranoid", "--dataset", str(SET), str(file)]
    assert main([*arguments, "--quiet"] if quiet else arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    if quiet:
        assert lines[0] == ""
    else:
        assert lines[0] == "other checkers: there; not available: absent (no absent_bin)"
        assert ", there declined: ·[2Jtoo long!!" in lines[1]
        assert "!!…, absent not available: no absent_bin" in lines[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name the proofs to check"),
        (["nowhere"], "there is no file or folder nowhere"),
        ([str(SET), "--dataset", "nowhere"], "there is no dataset at nowhere"),
        ([str(SET), "--jobs", "0"], "0 is not in the range"),
    ],
)
def test_usage_errors(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *arguments]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""


def test_no_lean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BBSYNTH_HOME", str(tmp_path))
    monkeypatch.setenv("BBSYNTH_TOOLCHAIN", "embedded")
    assert main(["check", str(SET)]) == 2
    assert "Run `bbsynth setup`" in capsys.readouterr().err


def test_texts_of_others_cannot_move_the_cursor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"{CHAMPION}.lean"
    file.write_text("theorem «\x1b[2J\x1b[1A proved» : 1 = 2 := rfl\n")
    assert main(["check", "--afresh", "--dataset", str(SET), str(file)]) == 1
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err


def test_an_unwritable_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    report = tmp_path / "file" / "report.json"
    proof = SET / "proofs" / f"{CHAMPION}.lean"
    assert main(["check", str(proof), "--json", str(report)]) == 2
    captured = capsys.readouterr()
    assert "cannot write" in captured.err
    assert captured.out == ""  # it was noticed before the work began


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [
            *COMMAND,
            "check",
            str(SET),
            "--afresh",
            "--json",
            str(tmp_path / "report.json"),
            "--jobs",
            "1",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("proved")
    lean = psutil.Process(process.pid).children(recursive=True)
    assert lean
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "Interrupted."
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []
    assert psutil.wait_procs(lean, timeout=10)[1] == []


def test_answers_are_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = tmp_path / "answers.jsonl"
    answers.write_text("{}\n")
    for option in ("--results", "--json", "--junit"):
        assert main(["check", str(answers), option, str(answers)]) == 2
        assert "write to another place" in " ".join(capsys.readouterr().err.split())
    assert answers.read_text() == "{}\n"
