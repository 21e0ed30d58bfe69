"""Second opinions, of programs that are played by scripts."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from bbsynth._common.programs import Launch
from bbsynth.errors import ToolchainError
from bbsynth.judge import Judge, Status, Task, paranoid_case
from bbsynth.judge import judge as module
from bbsynth.judge.known_answers import Canary
from bbsynth.judge.paranoid import (
    ACCEPTED,
    Checker,
    describe,
    find_checkers,
    find_objection,
    second_opinions,
)
from bbsynth.judge.paranoid_case import Case, Ended
from bbsynth.lean.native import NativeToolchain
from bbsynth.lean.toolchain import Toolchain
from bbsynth.sandbox.confinement import probe
from tests.judge.exporting import Writer, theorem
from tests.judge.faking import OBEDIENT, PROGRAM, fake_toolchain

# Each writes down how it was called, and what lay before it.
RECORD = """#!/bin/sh
{{
  echo "$(basename "$PWD"): $(basename "$0") $*"
  echo "LEAN_PATH=$LEAN_PATH LEAN_SYSROOT=$LEAN_SYSROOT ABORT=$LEAN_ABORT_ON_PANIC"
  for file in *.json *.toml *.lean; do
    [ -f "$file" ] && echo "== $file" && cat "$file"
  done
}} >> {log}
{action}
"""
BUNDLED = ("leanchecker", "leanchecker-paranoid", "lean4lean", "nanoda_bin", "con-leche", "con-ron")


def plain(launch: Launch, **_: object) -> Launch:
    return launch


@pytest.fixture
def native(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NativeToolchain:
    (tmp_path / "prefix" / "bin").mkdir(parents=True)
    (tmp_path / "library").mkdir()
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    # A script needs its shell, and starts other programs: neither is allowed in the sandbox.
    monkeypatch.setattr(paranoid_case, "confine", plain)
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


@pytest.fixture
def new(native: NativeToolchain) -> NativeToolchain:
    """A Lean with the checkers that come with it, all of which accept what they are given."""
    theorem(axioms=("propext",)).write(native.prefix / "proof.ndjson")
    theorem(axioms=("propext", "sorryAx")).write(native.prefix / "problem.ndjson")
    install(native, "leanexport", f'[ -f Solution.olean ] && cat {native.prefix}/"${{PWD##*/}}".*')
    for name in BUNDLED:
        install(native, name)
    return native


def install(toolchain: NativeToolchain, name: str, action: str = "exit 0") -> None:
    place(toolchain.prefix / "bin", name, toolchain.prefix / "log", action)


def place(folder: Path, name: str, log: Path, action: str = "exit 0") -> None:
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(RECORD.format(log=log, action=action))
    program.chmod(0o755)


def ask(toolchain: NativeToolchain) -> dict[str, str]:
    return second_opinions(
        find_checkers(toolchain),
        toolchain=toolchain,
        library=toolchain.prefix.parent / "library",
        theorem="t",
        reference="theorem t : Claim := by\n  sorry\n",
        source="theorem t : Claim := proof\n",
    )


def give_up(monkeypatch: pytest.MonkeyPatch, name: str, seconds: float) -> None:
    """Have one program, and no other, end within so many seconds."""
    run = Case._run

    def hurried(self: Case, launch: Launch, **options: Any) -> Ended:
        with monkeypatch.context() as patch:
            if Path(launch.argv[0]).name == name:
                patch.setattr(paranoid_case, "_SECONDS", seconds)
            return run(self, launch, **options)

    monkeypatch.setattr(Case, "_run", hurried)


def log(toolchain: NativeToolchain) -> str:
    return (toolchain.prefix / "log").read_text()


class TestTheCheckersThatComeWithLean:
    def test_all_are_asked_about_one_export(self, new: NativeToolchain) -> None:
        names = ("statement", *(name.removesuffix("_bin") for name in BUNDLED))
        assert ask(new) == dict.fromkeys(names, ACCEPTED)
        text = log(new)
        assert text.count("proof: leanexport Solution -- t\n") == 1
        assert text.count("proof: lean ") == 1
        for call in (
            "problem: leanexport Solution -- t propext Quot.sound Classical.choice Nat.add ",
            "proof: leanchecker --from-export /",
            "proof: leanchecker-paranoid --from-export /",
            "proof: lean4lean --import /",
            "proof: nanoda_bin /",
            "proof: con-leche /",
            "proof: con-ron /",
        ):
            assert call in text
        assert "== Solution.lean\ntheorem t : Claim := proof\n" in text
        assert f"LEAN_SYSROOT={new.prefix} ABORT=1\n" in text

    def test_they_get_the_export_and_the_axioms(self, new: NativeToolchain) -> None:
        install(new, "con-ron", f'cmp "$1" {new.prefix}/proof.ndjson')
        install(new, "nanoda_bin", f'cp "$1" {new.prefix}/settings')
        assert set(ask(new).values()) == {ACCEPTED}
        settings = json.loads((new.prefix / "settings").read_text())
        assert settings.pop("export_file_path").endswith("/proof.ndjson")
        assert settings == {
            "use_stdin": False,
            "permitted_axioms": ["propext", "Quot.sound", "Classical.choice"],
            "unpermitted_axiom_hard_error": True,
            "nat_extension": True,
            "string_extension": True,
        }

    def test_what_is_missing_is_not_available(self, new: NativeToolchain) -> None:
        (new.prefix / "bin" / "con-leche").unlink()
        (new.prefix / "bin" / "nanoda_bin").unlink()
        found = ask(new)
        assert found.pop("con-leche") == "not available: no con-leche"
        assert found.pop("nanoda") == "not available: no nanoda_bin"
        assert set(found.values()) == {ACCEPTED}
        assert describe(find_checkers(new)) == (
            "other checkers: statement, leanchecker, leanchecker-paranoid, lean4lean, con-ron; "
            "not available: nanoda (no nanoda_bin); con-leche (no con-leche)"
        )

    def test_none_from_elsewhere(
        self, new: NativeToolchain, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        place(tmp_path / "elsewhere", "con-ron", tmp_path / "log")
        monkeypatch.setenv("PATH", f"{tmp_path / 'elsewhere'}:/usr/bin:/bin")
        (new.prefix / "bin" / "con-ron").unlink()
        assert ask(new)["con-ron"] == "not available: no con-ron"

    def test_an_exporter_alone_is_no_checker(self, new: NativeToolchain) -> None:
        for name in BUNDLED:
            (new.prefix / "bin" / name).unlink()
        with pytest.raises(ToolchainError, match="no other checker") as caught:
            find_checkers(new)
        assert "con-ron (no con-ron)" in str(caught.value)

    @pytest.mark.parametrize(
        ("name", "action", "opinion"),
        [
            ("con-leche", "echo new axiom >&2; exit 2", "declined: new axiom"),
            ("con-ron", "exit 2", "declined: "),
            ("nanoda_bin", "exit 2", "declined: "),
            ("leanchecker", "exit 2", "status 2: "),
            ("lean4lean", "exit 2", "status 2: "),
            ("con-leche", "echo no >&2; exit 1", "status 1: no"),
            ("lean4lean", "echo bad; echo worse >&2; exit 3", "status 3: bad\nworse"),
            ("nanoda_bin", "kill -9 $$", "crashed (SIGKILL): "),
            ("con-leche", "kill -ABRT $$", "crashed (SIGABRT): "),
            ("con-ron", "printf '\\377\\376'; exit 1", "status 1: \ufffd\ufffd"),
            ("con-ron", "seq 100000; exit 1", None),
        ],
    )
    def test_one_of_them_says_something_else(
        self, new: NativeToolchain, name: str, action: str, opinion: str | None
    ) -> None:
        install(new, name, action)
        found = ask(new)
        said = found.pop(name.removesuffix("_bin"))
        if opinion is None:
            assert len(said) < 600
            assert said.endswith("99999\n100000")
        else:
            assert said == opinion
        assert set(found.values()) == {ACCEPTED}

    def test_one_that_hangs_goes_with_what_it_started(
        self, new: NativeToolchain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        give_up(monkeypatch, "lean4lean", 1.5)
        install(new, "lean4lean", f"sleep 60 & echo $! > {new.prefix}/child; wait")
        found = ask(new)
        assert found.pop("lean4lean") == "failed: lean4lean did not end within 1.5 seconds"
        assert set(found.values()) == {ACCEPTED}
        child = int((new.prefix / "child").read_text())
        # It is no child of ours: the system clears it away when it likes.
        for _ in range(100):
            if not psutil.pid_exists(child) or psutil.Process(child).status() == "zombie":
                break
            time.sleep(0.05)
        else:
            pytest.fail("it goes on")

    def test_one_that_cannot_be_started(self, new: NativeToolchain) -> None:
        (new.prefix / "bin" / "con-ron").write_text("#!/nowhere/interpreter\n")
        assert ask(new)["con-ron"].startswith("failed: ")

    def test_a_proof_that_cannot_be_compiled(self, new: NativeToolchain) -> None:
        install(new, "lean", "echo broken; exit 1")
        found = ask(new)
        assert set(found.values()) == {
            "failed: the proof cannot be compiled: status 1: broken",
        }
        assert len(found) == 7
        assert log(new).count("proof: lean ") == 1

    def test_a_proof_that_would_replace_the_library(self, new: NativeToolchain) -> None:
        install(new, "lean", "touch Solution.olean Solution.ir; mkdir Init; touch Init/Core.olean")
        assert set(ask(new).values()) == {
            "failed: the proof makes other files when it is compiled: ['Init']"
        }

    def test_an_export_that_fails(self, new: NativeToolchain) -> None:
        install(new, "leanexport", "echo no >&2; exit 1")
        assert set(ask(new).values()) == {"failed: the proof cannot be exported: status 1: no"}
        assert log(new).count("proof: leanexport ") == 1

    def test_an_export_that_hangs(
        self, new: NativeToolchain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        give_up(monkeypatch, "leanexport", 0.5)
        install(new, "leanexport", "exec sleep 60")
        assert set(ask(new).values()) == {"failed: leanexport did not end within 0.5 seconds"}

    @pytest.mark.parametrize(
        ("written", "opinion"),
        [
            (theorem(states="Other").text(), "rejected: t is another one than "),
            (theorem(means="two").text(), "rejected: Claim is another one than "),
            (theorem(axioms=("trick",)).text(), "rejected: it rests on the axiom trick"),
            (Writer("3.1.0").text(), "rejected: no theorem t in what was exported of the proof"),
            (theorem().text()[:-9], "failed: the export is damaged: line "),
            ("garbage\n", "not available: the export cannot be read: its first line is 'garbage'"),
        ],
    )
    def test_who_proves_something_else(
        self, new: NativeToolchain, written: str, opinion: str
    ) -> None:
        (new.prefix / "proof.ndjson").write_text(written)
        found = ask(new)
        assert found.pop("statement").startswith(opinion)
        assert set(found.values()) == {ACCEPTED}

    def test_a_problem_that_cannot_be_exported(self, new: NativeToolchain) -> None:
        (new.prefix / "problem.ndjson").unlink()
        found = ask(new)
        assert found["statement"].startswith(
            "not available: the problem cannot be exported: status 1: "
        )
        assert find_objection(found) is None


class TestOlderOnes:
    def test_who_is_there(self, native: NativeToolchain) -> None:
        def names() -> list[str]:
            return [checker.name for checker in find_checkers(native) if not checker.missing]

        with pytest.raises(ToolchainError, match="no other checker can be asked") as caught:
            find_checkers(native)
        for missing in (
            "leanchecker (no leanchecker)",
            "nanoda (no nanoda_bin, no lean4export)",
            "comparator (no comparator, no lake, no landrun, no lean4export)",
        ):
            assert missing in str(caught.value)
        install(native, "lean4checker")
        assert names() == ["leanchecker"]
        install(native, "nanoda_bin")
        assert names() == ["leanchecker"]
        install(native, "lean4export")
        assert names() == ["statement", "leanchecker", "nanoda"]
        for name in ("comparator", "lake"):
            install(native, name)
        assert names() == ["statement", "leanchecker", "nanoda"]
        install(native, "landrun")
        assert names() == ["statement", "leanchecker", "nanoda", "comparator"]

    def test_there_is_none_for_the_embedded_lean(self, tmp_path: Path) -> None:
        with pytest.raises(ToolchainError, match="no other checker can be asked"):
            find_checkers(fake_toolchain(tmp_path))

    def test_they_may_be_anywhere_but_beside_elan(
        self, native: NativeToolchain, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        folder = tmp_path / "somewhere"
        place(folder, "leanchecker", tmp_path / "log")
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        assert find_checkers(native)[1].programs == (folder / "leanchecker",)
        place(folder, "elan", tmp_path / "log")
        with pytest.raises(ToolchainError, match="no other checker can be asked"):
            find_checkers(native)

    def test_leanchecker_replays_the_compiled_proof(self, native: NativeToolchain) -> None:
        install(native, "leanchecker", "[ -f Solution.olean ]")
        assert ask(native) == {
            "statement": "not available: no lean4export",
            "leanchecker": ACCEPTED,
            "nanoda": "not available: no nanoda_bin, no lean4export",
            "comparator": "not available: no comparator, no lake, no landrun, no lean4export",
        }
        text = log(native)
        assert "-o Solution.olean Solution.lean\n" in text
        assert "proof: leanchecker Solution\n" in text
        assert f":{native.prefix.parent / 'library'} LEAN_SYSROOT={native.prefix} " in text
        assert "== Solution.lean\ntheorem t : Claim := proof\n" in text

    def test_nanoda_reads_what_is_exported(self, native: NativeToolchain) -> None:
        install(native, "lean4export", "echo 2.0.0")
        install(native, "nanoda_bin", "grep -q 2.0.0 ../proof.ndjson")
        found = ask(native)
        assert found["nanoda"] == ACCEPTED
        assert found["statement"] == (
            "not available: the export cannot be read: its first line is '2.0.0'"
        )
        assert "proof: lean4export Solution -- t\n" in log(native)

    def test_the_comparator_gets_a_project(self, native: NativeToolchain) -> None:
        for name in ("comparator", "landrun"):
            install(native, name)
        install(native, "lean4export", "exit 1")
        install(native, "lake", "[ -f BBSynth/Machine.lean ] && [ -f BBSynth.lean ]")
        assert ask(native)["comparator"] == ACCEPTED
        text = log(native)
        program = native.prefix / "bin" / "comparator"
        assert f"project: lake env {program} comparator.json\n" in text
        assert "== Challenge.lean\ntheorem t : Claim := by\n  sorry\n" in text
        assert '[[lean_lib]]\nname = "Challenge"' in text
        assert '"theorem_names": ["t"]' in text

    @pytest.mark.parametrize(
        ("action", "opinion"),
        [
            ("echo bad; exit 1", "status 1: bad"),
            ("exit 2", "status 2: "),
            ("kill -SEGV $$", "crashed (SIGSEGV): "),
        ],
    )
    def test_objections(self, native: NativeToolchain, action: str, opinion: str) -> None:
        install(native, "leanchecker", action)
        assert ask(native)["leanchecker"] == opinion

    def test_a_proof_that_cannot_be_compiled(self, native: NativeToolchain) -> None:
        install(native, "leanchecker")
        install(native, "lean", "echo broken; exit 1")
        assert ask(native)["leanchecker"] == (
            "failed: the proof cannot be compiled: status 1: broken"
        )

    def test_an_export_that_fails(self, native: NativeToolchain) -> None:
        install(native, "leanchecker")
        install(native, "lean4export", "echo no; exit 1")
        install(native, "nanoda_bin")
        found = ask(native)
        assert found["nanoda"] == "failed: the proof cannot be exported: status 1: no"
        assert found["leanchecker"] == ACCEPTED

    def test_one_that_hangs(self, native: NativeToolchain, monkeypatch: pytest.MonkeyPatch) -> None:
        give_up(monkeypatch, "leanchecker", 0.5)
        install(native, "leanchecker", "exec sleep 60")
        assert ask(native)["leanchecker"] == "failed: leanchecker did not end within 0.5 seconds"


@pytest.mark.parametrize(
    ("opinions", "objection"),
    [
        ({"statement": ACCEPTED, "a": ACCEPTED}, None),
        ({"a": ACCEPTED, "b": "declined: ", "c": "not available: no c"}, None),
        ({"a": ACCEPTED, "b": "status 1: no", "c": "failed: "}, "but not by b, c"),
        ({"a": ACCEPTED, "b": "crashed (SIGABRT): "}, "but not by b"),
        ({"statement": "rejected: no", "a": ACCEPTED}, "but not by statement"),
        ({"a": ACCEPTED, "b": "status 1: declined: "}, "but not by b"),
        ({"a": "accepted, almost"}, "but not by a"),
        ({"statement": ACCEPTED, "a": "declined: x"}, "and by no other: a cannot judge it"),
        ({"a": "declined: ", "b": "not available: "}, "and by no other: a, b cannot judge it"),
    ],
)
def test_what_the_opinions_come_to(opinions: dict[str, str], objection: str | None) -> None:
    found = find_objection(opinions)
    if objection is None:
        assert found is None
    else:
        assert found is not None
        assert found.startswith("accepted by Lean's kernel, ")
        assert found.endswith(objection)


TRIES = """
import os, socket, sys
def attempt(action):
    try:
        action()
    except OSError:
        return "refused"
    return "done"
print(attempt(lambda: open(sys.argv[1]).read()),
      attempt(lambda: open("mine", "w").close()),
      attempt(lambda: open(sys.argv[2]).read()),
      attempt(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), 5)))
"""


class TestTheSandbox:
    @pytest.fixture
    def case(self, native: NativeToolchain, tmp_path: Path) -> Case:
        (tmp_path / "case" / "proof").mkdir(parents=True)
        return Case(tmp_path / "case", native, tmp_path / "library", "t", "r", "s")

    def test_a_checker_reads_its_case_and_does_nothing_else(
        self, case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        import socket

        monkeypatch.undo()
        files = [tmp_path / "secret", case.folder / "proof.ndjson"]
        for file in files:
            file.write_text("text")
        # Python plays the checker; its own files are taken for those of Lean.
        python = Path(sys.executable).resolve()
        monkeypatch.setattr(NativeToolchain, "files", (Path(sys.base_prefix),))
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = str(server.getsockname()[1])
            ended = case.run([python, "-I", "-S", "-c", TRIES, *map(str, files), port])
        active = {protection.name for protection in probe() if protection.active}
        locked = "refused" if "landlock" in active else "done"
        alone = "refused" if active & {"network namespace", "seccomp"} else "done"
        assert (ended.status, ended.said) == (0, f"{locked} {locked} done {alone}")

    def test_everything_is_confined_and_only_the_compiler_writes(
        self, new: NativeToolchain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rights: list[tuple[str, list[str], list[str]]] = []

        def record(
            launch: Launch, *, readable: Sequence[Path], writable: Sequence[Path], **_: Any
        ) -> Launch:
            names = [[path.name for path in paths] for paths in (readable, writable)]
            rights.append((Path(launch.argv[0]).name, *names))
            return launch

        monkeypatch.setattr(paranoid_case, "confine", record)
        assert set(ask(new).values()) == {ACCEPTED}
        assert len(rights) == log(new).count("LEAN_PATH=") == 4 + len(BUNDLED)
        for name, readable, writable in rights:
            assert readable[:2] == ["prefix", "library"]
            assert readable[2].startswith("bbsynth-paranoid-")
            assert writable in ([["proof"], ["problem"]] if name == "lean" else [[]])


class TestTheJudge:
    """With a Lean that does what the candidate says."""

    @pytest.fixture
    def judge(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
        monkeypatch.setattr(module, "compiled_library", lambda *_, **__: tmp_path)
        monkeypatch.setattr(module, "judge_program", lambda *_, **__: PROGRAM)
        monkeypatch.setattr(
            module,
            "draw_pair",
            lambda: (Canary(task("ok"), proved=True), Canary(task("wrong"), proved=False)),
        )

        def opinion(_programs: tuple[Path, ...], _case: Case) -> str:
            file = tmp_path / "opinion"
            return file.read_text() if file.exists() else ACCEPTED

        monkeypatch.setattr(
            module,
            "find_checkers",
            lambda _: (
                Checker("careful", (), (), opinion),
                Checker("absent", (), ("absent",), opinion),
            ),
        )
        toolchain = fake_toolchain(tmp_path, OBEDIENT)
        return Judge(toolchain=toolchain, jobs=1, remember=False, paranoid=True)

    def test_reports_what_others_say(self, judge: Judge, tmp_path: Path) -> None:
        absent = {"absent": "not available: no absent"}
        with judge:
            verdict = judge.check_one(task("ok"))
            assert (verdict.status, verdict.second_opinions) == (
                Status.PROVED,
                {"careful": ACCEPTED, **absent},
            )
            assert judge.check_one(task("wrong")).second_opinions == {}
            (tmp_path / "opinion").write_text("status 1: no")
            verdict = judge.check_one(task("ok", "again"))
            assert (verdict.status, verdict.rule) == (Status.HARNESS_ERROR, "second-opinion")
            assert verdict.second_opinions == {"careful": "status 1: no", **absent}
            (tmp_path / "opinion").write_text("declined: too hard")
            verdict = judge.check_one(task("ok", "once more"))
            assert (verdict.status, verdict.rule) == (Status.HARNESS_ERROR, "second-opinion")
            assert "by no other" in verdict.reason


def task(candidate: str, name: str = "n") -> Task:
    return Task(name=name, theorem="t", reference="r", candidate=candidate)


def test_nobody_to_ask(embedded: Toolchain) -> None:
    with pytest.raises(ToolchainError, match="no other checker can be asked"):
        Judge(toolchain=embedded, jobs=1, remember=False, paranoid=True)
