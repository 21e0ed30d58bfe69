"""Judge processes at work: as many as the machine has room for, each with a thread that feeds it.

A process that dies, hangs, or takes too much memory takes down only the task it was working on: it
is replaced, and the others go on. Some things are tried again before a verdict is made of them:

- a task on which a process died or ran out of memory, in a fresh process, since the reason may
  have been left behind by an earlier task;
- a task on which a fresh process died, if compiled files turn out to have been altered meanwhile:
  they are made anew;
- a task whose process was killed by somebody else, several times: it is not to blame;
- a task that did not get its processor time within a patient wall clock, alone, while the other
  processes rest.

There are never more processes than tasks, and the judge's own known answers share them. In a long
run a spare process is kept ready, if there is memory for it, so that replacing one takes no time.

Tasks with the same reference are kept together, and so are those whose references have the same
preamble, since a process does not elaborate again what one of its last references had too.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Container, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import psutil

from bbsynth._common.resources import cores
from bbsynth.errors import OutputError, ToolchainError, UsageError
from bbsynth.judge.process import (
    JudgeProcess,
    ProcessDied,
    ProcessKilled,
    ProcessOutOfMemory,
    ProcessTimedOut,
)
from bbsynth.judge.program import Program, mend
from bbsynth.judge.verdict import Limits, Message, Position, Status, Task, Verdict
from bbsynth.lean.library import ensure_modules, imported_modules
from bbsynth.lean.toolchain import LeanKilled, Toolchain

__all__ = ["Pool", "default_jobs"]

_PROCESS_MEMORY = 3_500_000_000
"""Bytes to allow for each process when the width of the pool is chosen."""

_RECYCLE_MEMORY = 3_000_000_000
"""Resident bytes above which a process is replaced between two tasks."""

_KILLS = 4
"""How often in a row somebody else may kill a process before its task is given up."""

_LONG_RUN = 20
"""Tasks that a pool has judged and that wait, each, from which on a spare process is worth its
start."""

_AXIOMS = frozenset({"propext", "Classical.choice", "Quot.sound"})
"""The axioms that a proof may rest on."""


def default_jobs() -> int:
    """Return how many judge processes this machine has cores and free memory for, at least 1."""
    by_memory = int(psutil.virtual_memory().available // _PROCESS_MEMORY)
    return max(1, min(cores(), by_memory))


class _Reply(msgspec.Struct):
    """A reply of the judge, see ``lean/Judge/Protocol.lean``."""

    status: Status
    rule: str
    detail: str
    position: Position | None
    messages: list[Message]
    axioms: list[str]
    milliseconds: dict[str, int]
    source: str = ""


@dataclass
class _Job:
    task: Task
    seen: Callable[[Verdict], None] | None
    shares: bool
    future: Future[Verdict] = field(default_factory=Future)


_Key: TypeAlias = tuple[str, str]
"""What precedes the theorem of a reference, and the rest."""


def _key(task: Task) -> _Key:
    theorem = task.reference.rfind("\ntheorem ") + 1
    start = max(0, task.reference.rfind("\n/--", 0, theorem)) or theorem
    return task.reference[:start], task.reference[start:]


def _choose(waiting: Mapping[str, object], held: str | None, taken: Container[str]) -> str:
    """Return the one at hand, unless another worker has it too; or one that nobody has; or any."""
    if held is not None and held in waiting and held not in taken:
        return held
    return next((one for one in waiting if one not in taken), next(iter(waiting)))


def _is_dead(process: Future[JudgeProcess]) -> bool:
    if not process.done():
        return False
    return process.exception() is not None or not process.result().alive


class _Turns:
    """Lets workers go on side by side, or one of them alone."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._working = 0
        self._alone = False

    def begin(self, *, alone: bool) -> None:
        with self._condition:
            if alone:
                self._condition.wait_for(lambda: not self._alone)
                self._alone = True
                self._condition.wait_for(lambda: self._working == 0)
            else:
                self._condition.wait_for(lambda: not self._alone)
                self._working += 1

    def end(self, *, alone: bool) -> None:
        with self._condition:
            if alone:
                self._alone = False
            else:
                self._working -= 1
            self._condition.notify_all()


class Pool:
    """Judge processes, and the tasks that wait for them. May be used from several threads.

    Parameters
    ----------
    toolchain : Toolchain
        The Lean to use.
    library : Path
        The folder with the compiled library.
    program : Program
        The judge, compiled.
    jobs : int
        The most processes at a time.
    limits : Limits
        Limits for each candidate.
    note : callable, optional
        Called with lines for the user about what takes long.

    Raises
    ------
    UsageError
        If `jobs` is not positive.
    """

    def __init__(
        self,
        toolchain: Toolchain,
        library: Path,
        program: Program,
        *,
        jobs: int,
        limits: Limits,
        note: Callable[[str], None] | None = None,
    ) -> None:
        if jobs < 1:
            raise UsageError(f"the number of jobs has to be 1 or more, not {jobs}")
        self.jobs = jobs
        self._toolchain = toolchain
        self._library = library
        self._program = program
        self._limits = limits
        self._note = note
        self._condition = threading.Condition()
        self._waiting: OrderedDict[str, OrderedDict[str, deque[_Job]]] = OrderedDict()
        self._queued = 0
        self._held: list[_Key] = []
        self._idle = 0
        self._workers: list[threading.Thread] = []
        self._under_way = 0
        self._judged = 0
        self._processes: dict[JudgeProcess, int] = {}
        self._spare: Future[JudgeProcess] | None = None
        self._mending = threading.Lock()
        self._mended = 0
        self._has_begun = False
        self._turns = _Turns()
        self._closed = False

    def submit(
        self,
        task: Task,
        *,
        seen: Callable[[Verdict], None] | None = None,
        shares: bool = False,
    ) -> Future[Verdict]:
        """Have a task judged; the future ends with its verdict, after `seen` was called with it.

        It ends with a ToolchainError if no process can be started, or the pool is closed. A future
        that is cancelled before its turn costs nothing. A task that `shares` never has a second
        process started for its sake.
        """
        job = _Job(task, seen, shares)
        with self._condition:
            if self._closed:
                raise ToolchainError("the judge has been closed")
            preamble, reference = _key(task)
            jobs = self._waiting.setdefault(preamble, OrderedDict())
            jobs.setdefault(reference, deque()).append(job)
            self._queued += 1
            if not shares:
                self._under_way += 1
            wanted = max(1, min(self.jobs, self._under_way))
            if self._queued > self._idle and len(self._workers) < wanted:
                self._add_worker()
            self._condition.notify()
        return job.future

    def warm(self) -> None:
        """Start all processes that the pool may have, and return at once."""
        with self._condition:
            while not self._closed and len(self._workers) < self.jobs:
                self._add_worker(at_once=True)

    def _add_worker(self, *, at_once: bool = False) -> None:
        worker = threading.Thread(target=self._work, args=(at_once,), daemon=True)
        self._workers.append(worker)
        worker.start()

    def _next(self, held: _Key | None) -> _Job | None:
        """Return the next job for a worker whose process knows the reference `held`."""
        with self._condition:
            if held is not None:
                self._held.remove(held)
            self._idle += 1
            self._condition.wait_for(lambda: self._waiting or self._closed)
            self._idle -= 1
            if self._closed:
                return None
            taken = set(self._held)
            preamble = _choose(self._waiting, held and held[0], {preamble for preamble, _ in taken})
            references = self._waiting[preamble]
            reference = _choose(
                references, held and held[1], {one for start, one in taken if start == preamble}
            )
            jobs = references[reference]
            job = jobs.popleft()
            self._queued -= 1
            if not jobs:
                del references[reference]
                if not references:
                    del self._waiting[preamble]
            self._held.append((preamble, reference))
            return job

    def _work(self, at_once: bool) -> None:
        process: JudgeProcess | None = None
        held: _Key | None = None
        if at_once:
            # If it cannot be started, the first task will say why.
            with contextlib.suppress(ToolchainError):
                process = self._start()
        while (job := self._next(held)) is not None:
            held = _key(job.task)
            try:
                if not job.future.set_running_or_notify_cancel():
                    continue
                verdict, process = self._judge(job.task, process)
                self._keep_spare()
                if job.seen is not None:
                    job.seen(verdict)
            except BaseException as error:
                process = None
                job.future.set_exception(error)
            else:
                job.future.set_result(verdict)
            finally:
                with self._condition:
                    self._judged += 1
                    if not job.shares:
                        self._under_way -= 1
        if process is not None:
            self._drop(process)

    def _take(self) -> JudgeProcess:
        """Return a process that was not asked anything yet: the spare one, or a new one."""
        with self._condition:
            spare, self._spare = self._spare, None
        if spare is not None:
            with contextlib.suppress(ToolchainError):
                process = spare.result()
                if process.alive:
                    return process
                self._drop(process)
        return self._start()

    def _keep_spare(self) -> None:
        """Have a spare process started, if the run is long enough and there is memory."""
        with self._condition:
            dead = self._spare if self._spare is not None and _is_dead(self._spare) else None
            if dead is not None:
                self._spare = None
        if dead is not None and dead.exception() is None:
            self._drop(dead.result())
        with self._condition:
            if (
                self._closed
                or self._spare is not None
                or self._judged < _LONG_RUN
                or self._queued < _LONG_RUN
                or psutil.virtual_memory().available < _PROCESS_MEMORY
            ):
                return
            spare: Future[JudgeProcess] = Future()
            self._spare = spare

        def begin() -> None:
            try:
                spare.set_result(self._start())
            except BaseException as error:
                spare.set_exception(error)

        threading.Thread(target=begin, daemon=True).start()

    def _start(self) -> JudgeProcess:
        # The first one starts with files that were looked at a moment ago. An altered file may have
        # Lean hang, and not die.
        if self._has_begun:
            self._mend(self._mended)
        for _ in range(_KILLS):
            mended = self._mended
            try:
                return JudgeProcess(
                    self._toolchain, self._library, self._program, begun=self._begun
                )
            except ProcessKilled:
                pass
            except ToolchainError:
                if self._closed:
                    raise ToolchainError("the judge has been closed") from None
                if not self._mend(mended):
                    raise
        raise LeanKilled(
            f"Lean was killed {_KILLS} times while it started, and not by bbsynth: is the machine "
            "short of memory? Fewer --jobs need less."
        )

    def _mend(self, mended: int) -> bool:
        """Return whether a process failed because compiled files were altered, and make them anew.

        `mended` is how often they had been made anew when the process was begun.
        """
        with self._mending:
            if self._mended != mended:
                return True
            try:
                if not mend(self._toolchain, note=self._note):
                    return False
            except (ToolchainError, OutputError) as error:
                # Why Lean does not start, or died, is the better reason to give.
                if self._note is not None:
                    self._note(f"compiled files that were damaged cannot be made anew: {error}")
                return False
            self._mended += 1
            return True

    def _begun(self, process: JudgeProcess) -> None:
        # Known from the first moment, so that `close` need not wait until it has started.
        with self._condition:
            self._has_begun = True
            for one in [one for one in self._processes if one.pid is None]:
                del self._processes[one]
            if not self._closed:
                self._processes[process] = self._mended
                return
        process.close()

    def _drop(self, process: JudgeProcess) -> None:
        process.close()
        with self._condition:
            self._processes.pop(process, None)

    def _judge(
        self, task: Task, process: JudgeProcess | None
    ) -> tuple[Verdict, JudgeProcess | None]:
        """Judge a task, and return the process to go on with."""
        ensure_modules(self._toolchain, imported_modules(task.reference), note=self._note)
        alone = False
        kills = 0
        looked = False
        while True:
            if process is None or not process.alive:
                if process is not None:
                    self._drop(process)
                process = self._take()
            mended = self._processes.get(process, self._mended)
            fresh = process.asked == 0
            started = time.monotonic()
            turn = alone
            self._turns.begin(alone=turn)
            try:
                reply = process.ask(task, self._limits)
            except ProcessTimedOut as error:
                if not error.worked and not alone:
                    alone = True
                    continue
                status, rule = Status.TIMEOUT, "seconds"
                reason = f"no answer within {self._limits.seconds:g} seconds of processor time"
            except ProcessOutOfMemory:
                if not fresh:
                    continue
                status, rule = Status.OUT_OF_MEMORY, "memory"
                reason = f"Lean took more than {self._limits.memory / 1e9:.1f} GB of memory"
            except ProcessDied as error:
                if self._closed:
                    raise ToolchainError("the judge has been closed") from None
                if isinstance(error, ProcessKilled):
                    kills += 1
                    if kills < _KILLS:
                        continue
                    status, rule = Status.HARNESS_ERROR, "killed"
                    reason = (
                        f"Lean was killed {_KILLS} times, and not by bbsynth: is the machine short "
                        "of memory? Fewer --jobs need less"
                    )
                elif not fresh:
                    continue
                elif not looked and self._mend(mended):
                    looked = True
                    continue
                else:
                    status, rule = Status.CRASH, "process"
                    reason = "the Lean process ended while it worked on this candidate, twice"
            else:
                verdict = self._verdict(task, process, reply, time.monotonic() - started)
                if process.resident() > _RECYCLE_MEMORY:
                    self._drop(process)
                    process = None
                return verdict, process
            finally:
                self._turns.end(alone=turn)
            self._drop(process)
            return (
                Verdict(
                    name=task.name,
                    status=status,
                    rule=rule,
                    reason=reason,
                    milliseconds={"total": int(1000 * (time.monotonic() - started))},
                    toolchain=self._toolchain.version.strip(),
                    judge=process.judge_version,
                ),
                None,
            )

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
        if said.status is Status.PROVED and not _AXIOMS.issuperset(said.axioms):
            # The judge would not say so: something else has got hold of the process.
            said = _Reply(
                status=Status.HARNESS_ERROR,
                rule="protocol",
                detail=f"called proved, with the axioms {', '.join(said.axioms)}"[:2000],
                position=None,
                messages=[],
                axioms=[],
                milliseconds={},
            )
        shift = task.first_line - 1 - task.lines_before
        position = said.position
        if position is not None:
            position = (
                Position(position.line + shift, position.column)
                if position.line > task.lines_before
                else None
            )
        return Verdict(
            name=task.name,
            status=said.status,
            rule=said.rule,
            reason=said.detail,
            position=position,
            messages=[
                msgspec.structs.replace(message, line=max(task.first_line, message.line + shift))
                for message in said.messages
            ],
            axioms=sorted(said.axioms),
            source=said.source,
            milliseconds={**said.milliseconds, "total": int(1000 * seconds)},
            toolchain=self._toolchain.version.strip(),
            judge=process.judge_version,
        )

    def close(self) -> None:
        """End all processes; tasks without a verdict end with an error. May be called again."""
        with self._condition:
            self._closed = True
            waiting = [
                job
                for references in self._waiting.values()
                for jobs in references.values()
                for job in jobs
            ]
            self._waiting.clear()
            processes, self._processes = self._processes, {}
            self._condition.notify_all()
        for job in waiting:
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(ToolchainError("the judge has been closed"))
        for process in processes:
            process.close()
        for worker in self._workers:
            if worker is not threading.current_thread():
                worker.join(timeout=10)
