from __future__ import annotations

import json
from pathlib import Path

import pytest

from bbsynth.cli import main
from bbsynth.lean.toolchain import Toolchain
from tests.evaluation.fake_endpoint import Fault, Server

SET = str(Path(__file__).parents[2] / "generated" / "2x2")
PROBLEM = "2x2-halts-after-1RB1LB_1LA1RZ"


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_run_with_the_real_judge(
    tmp_path: Path, toolchain: Toolchain, capsys: pytest.CaptureFixture[str]
) -> None:
    """A model that knows the proof every second time, and two baselines."""
    seen = 0

    def answer(body: dict[str, object]) -> str:
        nonlocal seen
        seen += 1
        proof = "Machine.haltsAfter_of_check (by decide +kernel)" if seen % 2 else "by sorry"
        return f"Here is a proof.\n\n```lean\n{proof}\n```\nI hope it helps."

    with Server(answer) as server:
        models = ["--model", f"test-model@{server.url}", "--model", "certificate"]
        arguments = ["eval", SET, *models, "--model", "tactic:rfl", "--problem", PROBLEM]
        run = ["--samples", "4", "--style", "formal+sheet", "--jobs", "1"]
        run += ["--out", str(tmp_path / "run"), "--html", str(tmp_path / "page.html")]
        assert main([*arguments, *run]) == 0
    out = capsys.readouterr().out
    assert "6 of 6 samples have an answer, 6 of them a verdict." in out
    assert "440 tokens" in out
    found = {
        (one["model"], one["sample"]): one for one in lines(tmp_path / "run" / "verdicts.jsonl")
    }
    assert [found["test-model", n]["status"] for n in range(4)].count("proved") == 2
    assert found["certificate", 0]["status"] == "proved"
    assert found["tactic:rfl", 0]["status"] == "wrong"
    assert found["tactic:rfl", 0]["messages"]
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "I hope it helps." in page
    assert "6 answers judged by Lean" in page


def test_requests_that_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["eval", SET, "--limit", "2", "--samples", "2", "--out", str(tmp_path / "run")]
    with Server() as server:
        arguments += ["--model", "test-model", "--endpoint", server.url, "--no-judge"]
        server.faults = [Fault(400, "the prompt is too long")]
        assert main(arguments) == 1
        out = capsys.readouterr().out
        assert "3 of 4 samples have an answer" in out
        assert "1 requests failed; that says nothing about proofs." in out
        assert "the prompt is too long" in out
        assert main(arguments) == 0
        assert server.count == 5
    assert "4 of 4 samples" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([SET], "name a model with --model"),
        ([], "name the problems as DATASET and a model with --model or a file of models"),
        ([SET, "--model", "gpt-9"], "there is no model 'gpt-9'"),
        ([SET, "--model", "certificate", "--style", "worst"], "is not a prompt style"),
        ([SET, "--model", "certificate", "--family", "odd"], "no problem has family 'odd'"),
        ([SET, "--model", "certificate", "--budget", "1"], "a budget needs prices"),
        ([SET, "--config", "nothing.toml"], "cannot read nothing.toml"),
        (["nowhere", "--model", "certificate"], "there is no dataset at nowhere"),
        ([SET, "--model", "m@http://x/v1", "--key", "NO_SUCH_KEY"], "NO_SUCH_KEY is not set"),
        ([SET, "--model", "recorded:none.jsonl"], "cannot read none.jsonl"),
    ],
)
def test_usage_errors(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["eval", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.rglob("*.json*"))


def test_a_folder_of_an_older_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "run.json").write_text('{"format": "bbsynth-run", "version": 0}')
    assert main(["eval", SET, "--model", "certificate", "--out", str(tmp_path)]) == 2
    assert "begin a new run" in capsys.readouterr().err
