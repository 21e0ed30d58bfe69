"""Second opinions, of programs that are played by scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bbsynth.errors import ToolchainError
from bbsynth.judge import Judge, Status, Task, paranoid
from bbsynth.judge import judge as module
from bbsynth.judge.canaries import Canary
from bbsynth.judge.native import NativeToolchain
from bbsynth.judge.paranoid import ACCEPTED, find_checkers, second_opinions
from bbsynth.judge.toolchain import Toolchain
from tests.judge.faking import OBEDIENT, fake_toolchain

# Each writes down how it was called, and what lay before it.
RECORD = """#!/bin/sh
{{
  echo "$(basename "$0") $*"
  echo "LEAN_PATH=$LEAN_PATH"
  for file in *.json *.toml *.lean export; do
    [ -f "$file" ] && echo "== $file" && cat "$file"
  done
}} >> {log}
{action}
"""


@pytest.fixture
def native(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NativeToolchain:
    (tmp_path / "prefix" / "bin").mkdir(parents=True)
    (tmp_path / "library").mkdir()
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    toolchain = NativeToolchain(
        kind="native",
        version="Lean (fake)",
        origin="a script",
        search_path=(),
        fingerprint="0" * 16,
        program=tmp_path / "prefix" / "bin" / "lean",
        prefix=tmp_path / "prefix",
    )
    install(toolchain, "lean", "touch Solution.olean")
    return toolchain


def install(toolchain: NativeToolchain, name: str, action: str = "exit 0") -> None:
    program = toolchain.prefix / "bin" / name
    program.write_text(RECORD.format(log=toolchain.prefix / "log", action=action))
    program.chmod(0o755)


def ask(toolchain: NativeToolchain) -> dict[str, str]:
    return second_opinions(
        find_checkers(toolchain),
        toolchain=toolchain,
        library=toolchain.prefix.parent / "library",
        theorem="t",
        reference="theorem t : True := by\n  sorry\n",
        source="theorem t : True := trivial\n",
    )


def log(toolchain: NativeToolchain) -> str:
    return (toolchain.prefix / "log").read_text()


def test_who_is_there(native: NativeToolchain) -> None:
    def names() -> list[str]:
        return [checker.name for checker in find_checkers(native)]

    assert names() == []
    install(native, "lean4checker")
    assert names() == ["leanchecker"]
    install(native, "nanoda_bin")
    assert names() == ["leanchecker"]
    install(native, "lean4export")
    assert names() == ["leanchecker", "nanoda"]
    for name in ("comparator", "lake"):
        install(native, name)
    assert names() == ["leanchecker", "nanoda"]
    install(native, "landrun")
    assert names() == ["leanchecker", "nanoda", "comparator"]


def test_there_is_none_for_the_embedded_lean(embedded: Toolchain) -> None:
    assert find_checkers(embedded) == ()


def test_leanchecker_replays_the_compiled_proof(native: NativeToolchain) -> None:
    install(native, "leanchecker", "[ -f Solution.olean ]")
    assert ask(native) == {"leanchecker": ACCEPTED}
    text = log(native)
    assert "-o Solution.olean Solution.lean" in text
    assert "leanchecker Solution\n" in text
    assert f":{native.prefix.parent / 'library'}\n" in text
    assert "== Solution.lean\ntheorem t : True := trivial\n" in text


def test_nanoda_reads_what_is_exported(native: NativeToolchain) -> None:
    install(native, "lean4export", "echo 0.1.2")
    install(native, "nanoda_bin", "grep -q 0.1.2 export")
    assert ask(native) == {"nanoda": ACCEPTED}
    text = log(native)
    assert "lean4export Solution -- t\n" in text
    settings = json.loads(text.partition("== nanoda.json\n")[2].partition("\n")[0].split("==")[0])
    assert settings["export_file_path"].endswith("/export")
    assert settings["permitted_axioms"] == ["propext", "Quot.sound", "Classical.choice"]
    assert settings["unpermitted_axiom_hard_error"] is True


def test_the_comparator_gets_a_project(native: NativeToolchain) -> None:
    for name in ("comparator", "landrun", "lean4export"):
        install(native, name)
    install(native, "lake", "[ -f BBSynth/Machine.lean ] && [ -f BBSynth.lean ]")
    assert ask(native) == {"comparator": ACCEPTED}
    text = log(native)
    assert f"lake env {native.prefix / 'bin' / 'comparator'} comparator.json\n" in text
    assert "== Challenge.lean\ntheorem t : True := by\n  sorry\n" in text
    assert '[[lean_lib]]\nname = "Challenge"' in text
    assert '"theorem_names": ["t"]' in text


@pytest.mark.parametrize(
    ("action", "opinion"),
    [
        ("echo bad; echo worse >&2; exit 3", "status 3: bad\nworse"),
        ("kill -9 $$", "status -9: "),
    ],
)
def test_objections(native: NativeToolchain, action: str, opinion: str) -> None:
    install(native, "leanchecker", action)
    assert ask(native) == {"leanchecker": opinion}


def test_a_proof_that_cannot_be_compiled(native: NativeToolchain) -> None:
    install(native, "leanchecker")
    install(native, "lean", "echo broken; exit 1")
    assert ask(native) == {"leanchecker": "failed: the proof cannot be compiled: broken\n"}


def test_an_export_that_fails(native: NativeToolchain) -> None:
    install(native, "lean4export", "echo no; exit 1")
    install(native, "nanoda_bin")
    assert ask(native) == {"nanoda": "status 1: no"}


def test_a_checker_that_takes_for_ever(
    native: NativeToolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paranoid, "_SECONDS", 0.5)
    install(native, "leanchecker", "exec sleep 60")
    assert ask(native)["leanchecker"].startswith("failed: ")


class TestTheJudge:
    """With a Lean that does what the candidate says."""

    @pytest.fixture
    def judge(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
        monkeypatch.setattr(module, "compiled_library", lambda *_, **__: tmp_path)
        monkeypatch.setattr(
            module,
            "draw_pair",
            lambda: (Canary(task("ok"), proved=True), Canary(task("wrong"), proved=False)),
        )
        monkeypatch.setattr(
            module,
            "find_checkers",
            lambda _toolchain: (paranoid.Checker("careful", (), lambda _p, _c: done(tmp_path)),),
        )
        toolchain = fake_toolchain(tmp_path, OBEDIENT)
        return Judge(toolchain=toolchain, jobs=1, remember=False, paranoid=True)

    def test_reports_what_others_say(self, judge: Judge, tmp_path: Path) -> None:
        with judge:
            verdict = judge.check_one(task("ok"))
            assert (verdict.status, verdict.second_opinions) == (
                Status.PROVED,
                {"careful": ACCEPTED},
            )
            assert judge.check_one(task("wrong")).second_opinions == {}
            (tmp_path / "objection").touch()
            verdict = judge.check_one(task("ok", "again"))
            assert (verdict.status, verdict.rule) == (Status.HARNESS_ERROR, "second-opinion")
            assert verdict.second_opinions == {"careful": "status 1: no"}


def task(candidate: str, name: str = "n") -> Task:
    return Task(name=name, theorem="t", reference="r", candidate=candidate)


def done(folder: Path) -> paranoid.subprocess.CompletedProcess[str]:
    bad = (folder / "objection").exists()
    return paranoid.subprocess.CompletedProcess([], int(bad), "no" if bad else "", "")


def test_nobody_to_ask(embedded: Toolchain) -> None:
    with pytest.raises(ToolchainError, match="no other checker can be asked"):
        Judge(toolchain=embedded, jobs=1, remember=False, paranoid=True)
