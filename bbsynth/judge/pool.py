"""The judge as the rest of bbsynth uses it: a pool of processes that judges tasks.

A process that dies, hangs, or takes too much memory takes down only the task it was working on:
it is replaced, and the others go on. A task on which a process died is tried once more in a fresh
process before the verdict is `crash`, since what killed the process may have been left behind by
an earlier task.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import psutil

from bbsynth.errors import ToolchainError, UsageError
from bbsynth.judge.library import compiled_library
from bbsynth.judge.process import (
    JudgeProcess,
    ProcessDied,
    ProcessOutOfMemory,
    ProcessTimedOut,
)
from bbsynth.judge.toolchain import Toolchain, find_toolchain
from bbsynth.judge.verdict import Limits, Message, Position, Status, Task, Verdict

__all__ = ["Judge", "default_jobs"]

_PROCESS_MEMORY = 3_500_000_000
"""Bytes to allow for each process when the width of the pool is chosen."""

_RECYCLE_MEMORY = 3_000_000_000
"""Resident bytes above which a process is replaced between two tasks."""


def default_jobs() -> int:
    """Return how many judge processes this machine has cores and free memory for, at least 1."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    by_memory = int(psutil.virtual_memory().available // _PROCESS_MEMORY)
    return max(1, min(cores or 1, by_memory))


class _Reply(msgspec.Struct):
    """A reply of ``Judge.lean``."""

    status: Status
    rule: str
    detail: str
    position: Position | None
    messages: list[Message]
    axioms: list[str]
    milliseconds: dict[str, int]


class _Stop:
    """Ends a worker."""


class Judge:
    """Judges candidate proofs with Lean.

    Parameters
    ----------
    toolchain : Toolchain, optional
        The Lean to use; by default the one that `find_toolchain` finds.
    jobs : int, optional
        The most processes at a time; by default `default_jobs()`.
    limits : Limits, optional
        Limits for each candidate.
    note : callable, optional
        Called with lines for the user about what takes long: compiling, starting.

    Raises
    ------
    ToolchainError
        If there is no Lean, it does not accept the library, or a process does not start.
    UsageError
        If `jobs` is not positive.

    Examples
    --------
    >>> with Judge() as judge:  # doctest: +SKIP
    ...     for verdict in judge.check(tasks):
    ...         print(verdict.name, verdict.status)
    """

    def __init__(
        self,
        *,
        toolchain: Toolchain | None = None,
        jobs: int | None = None,
        limits: Limits | None = None,
        note: Callable[[str], None] | None = None,
    ) -> None:
        if jobs is not None and jobs < 1:
            raise UsageError(f"the number of jobs has to be 1 or more, not {jobs}")
        self.toolchain = find_toolchain() if toolchain is None else toolchain
        self.jobs = default_jobs() if jobs is None else jobs
        self.limits = Limits() if limits is None else limits
        self._note = note
        self.library: Path = compiled_library(self.toolchain, note=note)
        self._idle: list[JudgeProcess] = []
        self._all: set[JudgeProcess] = set()
        self._lock = threading.Lock()
        self._closed = False

    def _start(self) -> JudgeProcess:
        process = JudgeProcess(self.toolchain, self.library)
        with self._lock:
            if self._closed:
                process.close()
                raise ToolchainError("the judge has been closed")
            self._all.add(process)
        return process

    def _take(self) -> JudgeProcess:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._start()

    def _give_back(self, process: JudgeProcess) -> None:
        if process.alive and process.resident() <= _RECYCLE_MEMORY:
            with self._lock:
                if not self._closed:
                    self._idle.append(process)
                    return
        self._drop(process)

    def _drop(self, process: JudgeProcess) -> None:
        process.close()
        with self._lock:
            self._all.discard(process)

    def _judge(self, task: Task) -> Verdict:
        started = time.monotonic()
        if task.fault or not task.candidate.strip():
            return Verdict(
                name=task.name,
                status=Status.MALFORMED,
                rule="unreadable" if task.fault else "empty",
                reason=task.fault or "the text is empty",
            )
        for attempt in (1, 2):
            process = self._take() if attempt == 1 else self._start()
            fresh = process.asked == 0
            try:
                reply = process.ask(task, self.limits)
            except ProcessTimedOut:
                status, rule = Status.TIMEOUT, "seconds"
                reason = f"no answer within {self.limits.seconds:g} seconds"
            except ProcessOutOfMemory:
                status, rule = Status.OUT_OF_MEMORY, "memory"
                reason = f"Lean took more than {self.limits.memory / 1e9:.1f} GB of memory"
            except ProcessDied:
                if not fresh:
                    self._drop(process)
                    continue
                status, rule = Status.CRASH, "process"
                reason = "the Lean process ended while it worked on this candidate"
            else:
                verdict = self._verdict(task, process, reply, time.monotonic() - started)
                self._give_back(process)
                return verdict
            self._drop(process)
            return Verdict(
                name=task.name,
                status=status,
                rule=rule,
                reason=reason,
                milliseconds={"total": int(1000 * (time.monotonic() - started))},
                toolchain=self.toolchain.version.strip(),
                judge=process.judge_version,
            )
        raise AssertionError("the second attempt is made in a fresh process and ends in a verdict")

    def _verdict(
        self, task: Task, process: JudgeProcess, reply: dict[str, Any], seconds: float
    ) -> Verdict:
        try:
            said = msgspec.convert(reply, _Reply)
        except msgspec.ValidationError as error:
            said = _Reply(
                status=Status.HARNESS_ERROR,
                rule="protocol",
                detail=str(reply.get("error", error))[:2000],
                position=None,
                messages=[],
                axioms=[],
                milliseconds={},
            )
        return Verdict(
            name=task.name,
            status=said.status,
            rule=said.rule,
            reason=said.detail,
            position=said.position,
            messages=said.messages,
            axioms=sorted(said.axioms),
            milliseconds={**said.milliseconds, "total": int(1000 * seconds)},
            toolchain=self.toolchain.version.strip(),
            judge=process.judge_version,
        )

    def check_one(self, task: Task) -> Verdict:
        """Judge one task."""
        return next(iter(self.check([task])))

    def check(self, tasks: Iterable[Task]) -> Iterator[Verdict]:
        """Judge `tasks` and yield a verdict for each, in their order, as soon as it is there.

        Raises
        ------
        ToolchainError
            If a process cannot be started; verdicts that were yielded before stand.
        """
        todo: Sequence[Task] = list(tasks)
        jobs = min(self.jobs, len(todo))
        work: queue.SimpleQueue[tuple[int, Task] | _Stop] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[int, Verdict] | BaseException] = queue.SimpleQueue()
        stopped = threading.Event()

        def worker() -> None:
            while not stopped.is_set():
                item = work.get()
                if isinstance(item, _Stop):
                    return
                index, task = item
                try:
                    done.put((index, self._judge(task)))
                except BaseException as error:
                    done.put(error)
                    return

        with self._lock:
            waiting = len(self._idle)
        if self._note is not None and waiting < jobs:
            count = f"{jobs - waiting} Lean processes" if jobs - waiting > 1 else "Lean"
            self._note(f"starting {count} ({self.toolchain.kind})")
        for pair in enumerate(todo):
            work.put(pair)
        for _ in range(jobs):
            work.put(_Stop())
        threads = [threading.Thread(target=worker, daemon=True) for _ in range(jobs)]
        for thread in threads:
            thread.start()
        early: dict[int, Verdict] = {}
        try:
            for index in range(len(todo)):
                while index not in early:
                    result = done.get()
                    if isinstance(result, BaseException):
                        raise result
                    early[result[0]] = result[1]
                yield early.pop(index)
        finally:
            stopped.set()

    def close(self) -> None:
        """End all processes. May be called again, and while tasks are being judged."""
        with self._lock:
            self._closed = True
            processes, self._all = self._all, set()
            self._idle = []
        for process in processes:
            process.close()

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
