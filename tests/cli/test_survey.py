from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.cli import main


def test_a_survey_and_what_it_leaves(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "left.txt"
    options = ["--states", "3", "--search-steps", "1000", "--out", str(path)]
    assert main(["survey", *options]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for words in ("halting │ 1,772", "cyclers │ 526", "left │ 92", "normal form │ 5,417"):
        assert words in text
    assert main(["decide", str(path), "--stats"]) == 0
    assert "undecided │ 0 │" in " ".join(capsys.readouterr().out.split())


def test_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["survey", "--states", "6"]) == 2
    assert "give max_steps" in capsys.readouterr().err
