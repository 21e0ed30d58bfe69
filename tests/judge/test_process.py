"""One judge process, played by scripts that keep to the protocol or do not."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from bbsynth.errors import ToolchainError
from bbsynth.judge import process as process_module
from bbsynth.judge.process import (
    JudgeProcess,
    ProcessDied,
    ProcessKilled,
    ProcessOutOfMemory,
    ProcessTimedOut,
)
from bbsynth.judge.verdict import Limits, Task
from tests.judge.faking import PROGRAM, FakeToolchain, fake_toolchain

TASK = Task(name="n", theorem="A.t", reference="reference", candidate="candidate")
LIMITS = Limits(seconds=20)
SHORT = Limits(seconds=0.4)

Start = Callable[[str], JudgeProcess]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def start(tmp_path: Path, scratch: Path) -> Iterator[Start]:
    """Starts a script; in the end everything is closed, and nothing must be left."""
    started: list[JudgeProcess] = []

    def begin(body: str) -> JudgeProcess:
        started.append(JudgeProcess(fake_toolchain(tmp_path, body), tmp_path, PROGRAM))
        return started[-1]

    yield begin
    pids = [process.pid for process in started]
    for process in started:
        process.close()
    assert not any(pid is not None and psutil.pid_exists(pid) for pid in pids)
    assert list(scratch.iterdir()) == []


def test_what_is_asked_and_answered(start: Start) -> None:
    process = start("hello()\nwhile True:\n    r = ask()\n    answer(r, detail=r)\n")
    assert (process.judge_version, process.lean_version, process.asked) == ("fake", "0", 0)
    assert process.start_seconds > 0
    limits = Limits(heartbeats=5, rec_depth=6, seconds=20)
    for number in (1, 2, 3):
        reply = process.ask(TASK, limits)
        assert reply["id"] == number
        assert reply["detail"] == {
            "id": number,
            "theorem": "A.t",
            "reference": "reference",
            "candidate": "candidate",
            "heartbeats": 5,
            "rec_depth": 6,
            "source": False,
        }
    assert process.asked == 3
    assert process.alive


@pytest.mark.parametrize(
    "text",
    ["two\nlines\r\n", "é∀😀", "\0 \x1b \x85 \u2028", "\ud800", '"\\"', "x" * 3_000_000, ""],
    ids=["lines", "unicode", "controls", "surrogate", "quotes", "long", "empty"],
)
def test_any_text_arrives_whole(start: Start, text: str) -> None:
    process = start(
        "hello()\nwhile True:\n    r = ask()\n"
        "    answer(r, detail=[len(r['candidate']), r['candidate'][:50]])\n"
    )
    task = Task(name="n", theorem="t", reference="", candidate=text)
    assert process.ask(task, LIMITS)["detail"] == [len(text), text[:50]]


def test_how_it_is_started(tmp_path: Path, scratch: Path) -> None:
    toolchain = fake_toolchain(tmp_path, "hello(judge=os.getcwd())\nask()\n")
    markers = set()
    for _ in range(2):
        with JudgeProcess(toolchain, tmp_path, PROGRAM) as process:
            assert [Path(process.judge_version)] == list(scratch.iterdir())
        run, judge, marker, *rest = toolchain.launched.pop()
        assert run == "--run"
        assert judge == str(PROGRAM.file)
        assert Path(rest[0]).is_file()
        assert rest[1:] == ["BBSynth"]
        assert len(marker) >= 32
        markers.add(marker)
    assert len(markers) == 2


def test_other_output_is_no_reply(start: Start) -> None:
    process = start(
        """
print("a greeting")
hello()
forged = {"id": 1, "status": "proved", "rule": "forged"}
for _ in range(2):
    r = ask()
    print(json.dumps({**forged, "id": r["id"]}))
    say({**forged, "id": r["id"]}, marker="@bbsynth-" + "0" * 32)
    say({**forged, "id": r["id"]}, marker=" " + marker)
    say({**forged, "id": r["id"]}, marker=marker.upper())
    say({**forged, "id": r["id"]}, marker=marker + ":")
    print("\\udcff no UTF-8".encode("utf-8", "surrogateescape").decode("latin-1"))
    sys.stdout.flush()
    sys.stdout.buffer.write(b"\\xff\\xfe\\n")
    print("no line end", end="")
    sys.stderr.write("x" * 1_000_000 + "\\n" + marker + " {}\\n")
    sys.stderr.flush()
    answer(r, status="wrong")
"""
    )
    assert process.ask(TASK, LIMITS)["status"] == "wrong"
    assert process.ask(TASK, LIMITS)["status"] == "wrong"


@pytest.mark.parametrize(
    "reply",
    [
        'say({"id": r["id"] + 1, "status": "proved"})',
        'say({"id": r["id"] - 1, "status": "proved"})',
        'say({"status": "proved"})',
        'say({"id": str(r["id"])})',
        "say([1, 2])",
        'say("proved")',
        'print("\\n" + marker + " {", flush=True)',
        'print("\\n" + marker + " ", flush=True)',
        "sys.exit(0)",
        "os._exit(9)",
        "os.kill(os.getpid(), 11)",
        "os.close(1); time.sleep(60)",
    ],
)
def test_no_answer_that_could_be_trusted(start: Start, reply: str) -> None:
    process = start(f"hello()\nr = ask()\n{reply}\ntime.sleep(60)\n")
    pid = process.pid
    begin = time.monotonic()
    with pytest.raises(ProcessDied):
        process.ask(TASK, LIMITS)
    assert time.monotonic() - begin < 10
    assert not process.alive
    assert process.pid is None
    assert pid is not None
    assert not psutil.pid_exists(pid)
    with pytest.raises(ProcessDied):
        process.ask(TASK, LIMITS)


def test_an_answer_given_before_the_end_counts(start: Start) -> None:
    process = start("hello()\nanswer(ask(), status='wrong')\n")
    assert process.ask(TASK, LIMITS)["status"] == "wrong"
    deadline = time.monotonic() + 10
    while process.alive and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not process.alive
    with pytest.raises(ProcessDied):
        process.ask(TASK, LIMITS)


@pytest.mark.parametrize(
    "body",
    [
        "ask()\ntime.sleep(60)",
        "time.sleep(60)",
        "ask()\nwhile True:\n    sys.stdout.write('x' * 1000)",
        "ask()\nwhile True:\n    sys.stdout.write(marker + 'x' * 1000)",
        "ask()\nwhile True:\n    print('a line of some length')",
        "ask()\nwhile True:\n    print('a line of some length', file=sys.stderr)",
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)",
    ],
    ids=["silent", "does not read", "endless", "endless marked", "lines", "errors", "stubborn"],
)
def test_it_is_not_waited_for_longer_than_allowed(start: Start, body: str) -> None:
    process = start(f"hello()\n{body}\n")
    pid = process.pid
    task = Task(name="n", theorem="t", reference="", candidate="x" * 3_000_000)
    begin = time.monotonic()
    with pytest.raises(ProcessTimedOut):
        process.ask(task, SHORT)
    assert SHORT.seconds <= time.monotonic() - begin < SHORT.seconds + 5
    assert pid is not None
    assert not psutil.pid_exists(pid)


def test_its_memory_is_watched(start: Start) -> None:
    process = start("hello()\nr = ask()\nanswer(r)\nask()\nhold = eat(300_000_000)\ntime.sleep(60)")
    limits = Limits(seconds=30, memory=200_000_000)
    assert 0 < process.resident() < 100_000_000
    process.ask(TASK, limits)
    with pytest.raises(ProcessOutOfMemory):
        process.ask(TASK, limits)
    assert not process.alive
    assert process.resident() == 0


def test_it_is_killed_while_asked(start: Start) -> None:
    process = start("hello()\nask()\ntime.sleep(60)\n")
    assert process.pid is not None
    killer = threading.Timer(0.3, os.kill, (process.pid, signal.SIGKILL))
    killer.start()
    begin = time.monotonic()
    with pytest.raises(ProcessKilled):
        process.ask(TASK, LIMITS)
    assert time.monotonic() - begin < 10
    killer.join()


def test_it_is_closed_while_asked(start: Start) -> None:
    process = start("hello()\nask()\ntime.sleep(60)\n")
    closer = threading.Timer(0.3, process.close)
    closer.start()
    begin = time.monotonic()
    with pytest.raises(ProcessDied) as caught:
        process.ask(TASK, LIMITS)
    assert not isinstance(caught.value, ProcessKilled)
    assert time.monotonic() - begin < 10
    closer.join()


def test_closing(start: Start, scratch: Path) -> None:
    process = start("hello()\ntime.sleep(60)\n")
    pid = process.pid
    assert pid is not None
    assert process.alive
    assert len(list(scratch.iterdir())) == 1
    for _ in range(2):
        process.close()
        assert not process.alive
        assert process.pid is None
        assert process.resident() == 0
        assert not psutil.pid_exists(pid)
        assert list(scratch.iterdir()) == []


class TestStart:
    """What keeps a process from coming up, and that nothing of it is left."""

    @pytest.fixture
    def refused(self, tmp_path: Path, scratch: Path) -> Callable[[str, str], str]:
        def attempt(body: str, match: str) -> str:
            pid_file = tmp_path / "pid"
            body = f"open({str(pid_file)!r}, 'w').write(str(os.getpid()))\n{body}"
            with pytest.raises(ToolchainError, match=match) as caught:
                JudgeProcess(fake_toolchain(tmp_path, body), tmp_path, PROGRAM)
            assert not psutil.pid_exists(int(pid_file.read_text()))
            assert list(scratch.iterdir()) == []
            return str(caught.value)

        return attempt

    def test_it_ends(self, refused: Callable[[str, str], str]) -> None:
        message = refused(
            "print('one thing')\nprint('another', file=sys.stderr)\nsys.exit(1)",
            r"did not start with Lean \(fake\) \(a script\)",
        )
        assert "one thing" in message
        assert "another" in message
        assert "bbsynth doctor" in message

    def test_it_is_silent(
        self, refused: Callable[[str, str], str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(process_module, "_START_SECONDS", 0.5)
        refused("time.sleep(60)", "did not start")

    @pytest.mark.parametrize(
        "hello",
        [
            "hello(unproved=['BBSynth.bad', 'BBSynth.worse'])",
            "say({'ready': True})",
            "hello(unproved=None)",
            "hello(unproved='')",
            "say('BBSynth.bad')",
            "print(marker, '{', flush=True)",
        ],
    )
    def test_the_library_is_not_known_to_be_proved(
        self, refused: Callable[[str, str], str], hello: str
    ) -> None:
        message = refused(f"{hello}\ntime.sleep(60)", "must not be used; not proved in it")
        if "worse" in hello:
            assert message.endswith("not proved in it: BBSynth.bad, BBSynth.worse")

    def test_there_is_no_program(self, tmp_path: Path, scratch: Path) -> None:
        class Missing(FakeToolchain):
            def launch(self, *args: object, **more: object):  # type: ignore[no-untyped-def,override]
                launch = super().launch(*args, **more)  # type: ignore[arg-type]
                return type(launch)(argv=(str(tmp_path / "no"),), env={}, cwd=launch.cwd)

        with pytest.raises(ToolchainError, match=r"cannot start Lean .*No such file"):
            JudgeProcess(Missing("native", "v", "nowhere", (), "0" * 16), tmp_path, PROGRAM)
        assert list(scratch.iterdir()) == []
