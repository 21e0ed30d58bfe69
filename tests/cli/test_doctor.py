from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.cli import main
from bbsynth.judge import Judge, Status, Verdict
from bbsynth.lean.toolchain import Toolchain
from tests.judge.standins import PINNED_FOLDER, Standin, bare_machine, impatient, starts


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
    assert "  Lean from bbsynth setup: the embedded Lean\n    not used: not installed" in out
    assert "✗ Lean that is used: no usable Lean" in out
    assert "bbsynth setup" in out


def test_a_judge_that_accepts_anything_is_found_out(
    toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    verdict = Verdict(name="any", status=Status.PROVED, milliseconds={"total": 1})
    monkeypatch.setattr(Judge, "check_one", lambda _self, _task: verdict)
    assert main(["doctor"]) == 2
    assert "✗ a wrong proof" in capsys.readouterr().out


def test_each_candidate_and_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    elan = bare_machine(tmp_path, monkeypatch)
    impatient(monkeypatch)
    elan.add_programs()
    monkeypatch.setenv("PATH", str(elan.home / "bin"))
    bad = elan.add(PINNED_FOLDER, Standin(errors=("judge",)))
    good = elan.add("leanprover--lean4---v4.36.0", Standin(version="4.36.0"))
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert (
        f"  Lean from elan, the pinned toolchain: {bad}/bin/lean\n"
        "    not used: the judge does not start: Some.lean:3:2: error: judge"
    ) in out
    assert (
        f"  Lean from elan, leanprover/lean4:v4.36.0: {good}/bin/lean\n    used: Lean (version 4.36"
    ) in out
    assert f"$PATH: {elan.home}/bin/lean\n    not used: " in out
    assert "✓ Lean that is used: the native one, Lean (version 4.36.0" in out
    before = len(starts(bad))
    assert main(["doctor"]) == 0
    assert "repeats it)" in capsys.readouterr().out
    assert len(starts(bad)) == before
    assert main(["doctor", "--retry"]) == 0
    assert len(starts(bad)) > before
    assert elan.calls == []
