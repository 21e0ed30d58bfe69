from __future__ import annotations

import json
from pathlib import Path

import pytest

from bbsynth.cli import main

SET = str(Path(__file__).parents[2] / "generated" / "2x2")
CHAMPION = "2x2-halts-after-1RB1LB_1LA1RZ"


def test_the_prompt_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prompt", CHAMPION, "--dataset", SET, "--style", "formal+plan"]) == 0
    captured = capsys.readouterr()
    assert "theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6" in captured.out
    assert captured.err == "[system]\n[user]\n"


def test_the_prompt_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prompt", CHAMPION, "--dataset", SET, "--style", "goedel", "--json"]) == 0
    prompt = json.loads(capsys.readouterr().out)
    assert prompt["text"].endswith("by\n")
    assert prompt["problem"] == CHAMPION


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([CHAMPION, "--style", "worst"], "is not a prompt style"),
        (["2x2-halts-after-1RB1LB_1LA1R", "--style", "both"], "the closest ids are 2x2-halts"),
        ([CHAMPION, "--dataset", "nowhere"], "there is no dataset at nowhere"),
    ],
)
def test_usage_errors(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prompt", "--dataset", SET, *arguments]) == 2
    assert message in capsys.readouterr().err
