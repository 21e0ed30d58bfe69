from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.cli import main
from bbsynth.judge import Judge, Status, Verdict
from bbsynth.judge.toolchain import Toolchain


def test_a_healthy_machine(toolchain: Toolchain, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert toolchain.version in out
    assert toolchain.origin in out
    assert "✓ a proof: `theorem sum : 1 + 1 = 2 := rfl`: proved" in out
    assert "✓ a wrong proof: `theorem sum : 1 + 1 = 3 := rfl`: wrong, elaboration" in out
    assert "wrong, statement-changed" in out
    assert "✗" not in out


def test_no_lean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BBSYNTH_HOME", str(tmp_path))
    monkeypatch.setenv("BBSYNTH_TOOLCHAIN", "embedded")
    assert main(["doctor"]) == 2
    out = capsys.readouterr().out
    assert "✗ Lean that is used: no usable Lean" in out
    assert "bbsynth setup" in out


def test_a_judge_that_accepts_anything_is_found_out(
    toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    verdict = Verdict(name="any", status=Status.PROVED, milliseconds={"total": 1})
    monkeypatch.setattr(Judge, "check_one", lambda _self, _task: verdict)
    assert main(["doctor"]) == 2
    assert "✗ a wrong proof" in capsys.readouterr().out
