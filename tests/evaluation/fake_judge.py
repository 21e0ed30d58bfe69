"""A judge that needs no Lean, for runs: what contains the word `good` is a proof."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from types import SimpleNamespace

from bbsynth.errors import JudgeError
from bbsynth.judge import Limits, Status, Task, Verdict


class WordJudge:
    """Answers from a thread, after a while; `delay` in seconds."""

    def __init__(self, *, delay: float = 0.0, name: str = "words", broken: bool = False) -> None:
        self.delay = delay
        self.name = name
        self.broken = broken
        self.asked: list[str] = []
        self.closed = False

    limits = Limits()
    toolchain = SimpleNamespace(version="no Lean")

    def identity(self) -> str:
        return self.name

    def submit(self, task: Task) -> Future[Verdict]:
        self.asked.append(task.name)
        future: Future[Verdict] = Future()
        text = task.candidate
        if "harness" in text:
            status, rule = Status.HARNESS_ERROR, "broken"
        elif "good" in text:
            status, rule = Status.PROVED, ""
        elif task.fault or not text.strip():
            status, rule = Status.MALFORMED, "empty"
        else:
            status, rule = Status.WRONG, "elaboration"
        verdict = Verdict(name=task.name, status=status, rule=rule, reason="because")
        if self.delay:
            threading.Timer(self.delay, future.set_result, [verdict]).start()
        else:
            future.set_result(verdict)
        return future

    def confirm(self) -> None:
        if self.broken:
            raise JudgeError("the judge is broken")

    def close(self) -> None:
        self.closed = True
