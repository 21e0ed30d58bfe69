"""The self-test: its cases on a real Lean, and what it says of Leans that are played."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bbsynth._common.resources import lean_dir
from bbsynth.errors import OutputError, ToolchainError
from bbsynth.judge import Judge, Status, Verdict, selftest
from bbsynth.judge.selftest import Patience, cases, recall, remember, run_self_test
from bbsynth.lean.native import NativeToolchain, ask_version, inspect, locate
from bbsynth.lean.toolchain import LeanKilled, LeanTooSlow
from tests.judge.standins import Standin, bare_machine

QUICK = Patience(small=5, library=5, judge=5)


def installed(folder: Path, standin: Standin) -> NativeToolchain:
    lean = locate(standin.install(folder / "lean"), "a test")
    return inspect(lean, ask_version(lean))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    bare_machine(tmp_path, monkeypatch)
    return tmp_path


def test_every_section_is_a_case() -> None:
    text = (lean_dir() / "selftest.lean").read_text(encoding="utf-8")
    titles = re.findall(r"^-- (.*)$", text, re.MULTILINE)
    wanted = [title for title in titles if not title.startswith("problem: ")]
    assert [f"{'proof' if one.honest else 'error'}: {one.task.name}" for one in cases()] == wanted
    assert all(one.task.fault == "" and one.task.theorem in one.task.candidate for one in cases())


def test_the_lean_of_this_machine_passes(judge: Judge) -> None:
    verdicts = list(judge.check_all([one.task for one in cases()]))
    for case, verdict in zip(cases(), verdicts, strict=True):
        selftest.check_verdict(case, verdict)
    statuses = {verdict.status for verdict in verdicts if not verdict.proved}
    assert statuses == {"wrong", "cheating"}


def test_a_good_one_passes(folder: Path) -> None:
    notes: list[str] = []
    run_self_test(installed(folder, Standin()), patience=QUICK, note=notes.append)
    assert notes[0].startswith("compiling the Lean library")
    assert notes[-1] == "judging the proofs of the self-test"


@pytest.mark.parametrize(
    ("standin", "message"),
    [
        (
            Standin(errors=("small",)),
            "it does not compile a file of three lines: .*error: small is not what it was",
        ),
        (
            Standin(errors=("library",)),
            r"the Lean library does not compile: Some\.lean:3:2: error: library is not what it was",
        ),
        (
            Standin(errors=("program",)),
            r"the judge cannot be made ready: Some\.lean:3:2: error: program is not what it was",
        ),
        (
            Standin(errors=("start",)),
            r"the judge cannot be made ready: Some\.lean:3:2: error: start is not what it was",
        ),
        (
            Standin(errors=("judge",)),
            r"the judge does not start: Some\.lean:3:2: error: judge is not what it was",
        ),
        (
            Standin(errors=("proof",)),
            "does not accept the honest proof 'decide .kernel' of 'halts_after': crash",
        ),
        (
            Standin(rejects="rwa"),
            "does not accept the honest proof 'rwa' of 'doubling': wrong, elaboration: unsolved",
        ),
        (Standin(accepts="sorry"), "the judge accepts the false proof 'sorry' of 'doubling'"),
    ],
)
def test_what_is_found_out(folder: Path, standin: Standin, message: str) -> None:
    with pytest.raises(ToolchainError, match=message) as caught:
        run_self_test(installed(folder, standin), patience=QUICK)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("stage", ["small", "library", "judge", "proof"])
def test_one_that_hangs_is_given_up(folder: Path, stage: str) -> None:
    patience = Patience(
        **{"small": 5.0, "library": 5.0, "judge": 5.0}
        | {"judge" if stage == "proof" else stage: 0.5}
    )
    with pytest.raises(LeanTooSlow, match=r"within 0\.5 seconds"):
        run_self_test(installed(folder, Standin(hangs_at=stage)), patience=patience)


def test_no_space_is_not_the_fault_of_the_lean(folder: Path) -> None:
    (folder / "data").write_text("a file")
    with pytest.raises(OutputError):
        run_self_test(installed(folder, Standin()), patience=QUICK)


def test_results_are_remembered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert recall("one") is None
    kept = remember("one", "Lean", ToolchainError("an error.\nand more"))
    assert kept is not None
    assert recall("one") == kept
    assert (kept.lean, kept.error) == ("Lean", "an error")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", kept.date)
    assert recall("another") is None
    monkeypatch.setattr(selftest, "sources", lambda: "changed")
    assert recall("one") is None
    monkeypatch.undo()


def test_what_may_be_the_fault_of_the_machine_is_not_kept_for_long(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert remember("killed", "Lean", LeanKilled("killed")) is None
    assert recall("killed") is None
    slow = remember("slow", "Lean", LeanTooSlow("slow"))
    assert recall("slow") == slow
    remember("bad", "Lean", ToolchainError("bad"))
    now = selftest.time.time()
    for later, there in ((3500, True), (3700, False), (-3700, False)):
        monkeypatch.setattr(selftest.time, "time", lambda later=later: now + later)
        assert (recall("slow") is not None) == there
        assert recall("bad") is not None


@pytest.mark.parametrize("stage", ["version", "small", "library", "program", "start", "judge"])
def test_one_that_is_killed_is_not_called_bad(folder: Path, stage: str) -> None:
    with pytest.raises(LeanKilled, match=r"killed|status -9") as caught:
        run_self_test(installed(folder, Standin(killed_at=stage)), patience=QUICK)
    assert "\n" not in str(caught.value)


def test_a_proof_whose_lean_was_killed_says_nothing_of_it() -> None:
    case = next(one for one in cases() if one.honest)
    for status, rule, kind in (
        (Status.HARNESS_ERROR, "killed", LeanKilled),
        (Status.TIMEOUT, "seconds", LeanTooSlow),
        (Status.OUT_OF_MEMORY, "memory", ToolchainError),
    ):
        with pytest.raises(ToolchainError) as caught:
            selftest.check_verdict(case, Verdict(name="n", status=status, rule=rule))
        assert type(caught.value) is kind


def test_a_damaged_result_counts_as_none(folder: Path) -> None:
    remember("one", "Lean")
    (record,) = (folder / "data" / "selftests").iterdir()
    record.write_text("{")
    assert recall("one") is None


def test_a_result_that_cannot_be_kept_is_no_error(folder: Path) -> None:
    (folder / "data").write_text("a file")
    assert remember("one", "Lean") is not None
    assert recall("one") is None


def test_the_sources_are_all_files_of_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selftest, "lean_dir", lambda: tmp_path)
    (tmp_path / "A.lean").write_text("a")
    first = selftest.sources()
    (tmp_path / "notes.txt").write_text("of no importance")
    assert selftest.sources() == first
    (tmp_path / "gate.tsv").write_text("a")
    assert selftest.sources() != first
