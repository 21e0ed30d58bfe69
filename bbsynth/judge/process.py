"""One judge process: the judge kept running in a Lean, spoken to in lines of JSON."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import psutil

from bbsynth._common.resources import lean_dir
from bbsynth.errors import ToolchainError
from bbsynth.judge.program import Program
from bbsynth.judge.verdict import Limits, Task
from bbsynth.lean.library import LIBRARY
from bbsynth.lean.toolchain import LeanTooSlow, Toolchain
from bbsynth.sandbox.confinement import confine, start

__all__ = [
    "JudgeProcess",
    "ProcessDied",
    "ProcessKilled",
    "ProcessOutOfMemory",
    "ProcessTimedOut",
]

_START_SECONDS = 300.0
"""Patience with a process that starts. An embedded Lean takes 3 s on a quiet machine."""

_POLL_SECONDS = 0.1
"""How often the memory and the processor time of a busy process are looked at."""

_PATIENCE = 4.0
"""Wall clock allowed, in units of the processor time allowed."""

_LONGEST_REPLY = 1_000_000
"""Characters. A verdict is far shorter: at most 20 messages of at most 2,000 characters."""


class ProcessDied(Exception):
    """The process ended while it was asked something."""


class ProcessKilled(ProcessDied):
    """It was killed by somebody else: a person, or a system that is short of memory.

    What Lean itself dies of are other signals than SIGKILL, or none.
    """


class ProcessTimedOut(Exception):
    """The process did not answer in time; it has been killed.

    Attributes
    ----------
    worked : bool
        Whether the process has used up its processor time; otherwise it was kept waiting, or slept.
    """

    def __init__(self, worked: bool) -> None:
        super().__init__()
        self.worked = worked


class ProcessOutOfMemory(Exception):
    """The process took more memory than it may; it has been killed."""


def _send(stream: IO[str], line: str) -> None:
    # If the process is gone, its reader says so.
    with contextlib.suppress(OSError, ValueError):
        stream.write(line)
        stream.flush()


class JudgeProcess:
    """A Lean process that has imported the library and answers requests, one at a time.

    Parameters
    ----------
    toolchain : Toolchain
        The Lean to start.
    library : Path
        The folder with the compiled library, see `bbsynth.lean.library.compiled_library`.
    program : Program
        The judge, see `bbsynth.judge.program.judge_program`.
    confined : bool
        Whether the operating system is to hold the process back, as far as it can; see
        `bbsynth.sandbox.confinement`. It may then write no file at all.
    begun : callable, optional
        Called with this object once the process exists, long before it is ready; it may close it.

    Raises
    ------
    ToolchainError
        If the process does not come up.
    ProcessKilled
        If somebody kills it before it is ready.

    Notes
    -----
    Replies are told from whatever else stands on its output by a marker that is drawn anew for
    each process, and by the number of the request.
    """

    def __init__(
        self,
        toolchain: Toolchain,
        library: Path,
        program: Program,
        *,
        confined: bool = True,
        begun: Callable[[JudgeProcess], None] | None = None,
    ) -> None:
        self._marker = f"@bbsynth-{secrets.token_hex(16)}"
        self._replies: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._said: deque[str] = deque(maxlen=40)
        self._requests = 0
        self._scratch = Path(tempfile.mkdtemp(prefix="bbsynth-judge-"))
        self._process: subprocess.Popen[str] | None = None
        self._readers: list[threading.Thread] = []
        started = time.monotonic()
        try:
            launch = toolchain.launch(
                [
                    "--run",
                    str(program.file),
                    self._marker,
                    str(lean_dir() / "gate.tsv"),
                    LIBRARY,
                ],
                cwd=self._scratch,
                lean_path=[library, program.modules, program.folder],
                readable=[lean_dir()],
            )
            if confined:
                files = toolchain.files
                launch = confine(
                    launch,
                    readable=None
                    if files is None
                    else [*files, library, program.modules, program.folder, lean_dir()],
                )
            self._process = start(
                launch,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                # Ctrl-C in the terminal is for us; we end the processes ourselves.
                start_new_session=True,
            )
        except OSError as error:
            self.close()
            raise ToolchainError(
                f"cannot start Lean ({toolchain.origin}): {error.strerror or error}"
            ) from error
        except BaseException:
            self.close()
            raise
        self._readers = [
            threading.Thread(target=reader, args=(stream,), daemon=True)
            for stream, reader in (
                (self._process.stdout, self._read_replies),
                (self._process.stderr, self._read_errors),
            )
        ]
        for thread in self._readers:
            thread.start()
        if begun is not None:
            begun(self)
        try:
            hello = self._wait(_START_SECONDS)
        except ProcessKilled:
            raise
        except (ProcessDied, ProcessTimedOut) as error:
            said = "\n".join(self._said)
            kind = LeanTooSlow if isinstance(error, ProcessTimedOut) else ToolchainError
            raise kind(
                f"the judge did not start with {toolchain.version.strip()} "
                f"({toolchain.origin}):\n{said}\n`bbsynth doctor` looks into it."
            ) from error
        except BaseException:
            self.close()
            raise
        unproved = hello.get("unproved")
        if unproved != []:
            self.close()
            names = ", ".join(map(str, unproved)) if isinstance(unproved, list) else "unknown"
            raise ToolchainError(
                f"the Lean library in {library} must not be used; not proved in it: {names}"
            )
        self.judge_version = str(hello.get("judge"))
        self.lean_version = str(hello.get("lean"))
        self.start_seconds = time.monotonic() - started

    def _read_replies(self, stream: IO[str]) -> None:
        prefix = self._marker + " "
        while line := stream.readline(_LONGEST_REPLY):
            if line.startswith(prefix):
                try:
                    reply = json.loads(line[len(prefix) :])
                except ValueError:
                    reply = {}
                if not isinstance(reply, dict):
                    reply = {}
                self._replies.put(reply)
            elif line.strip():
                self._said.append(line.rstrip()[:500])
        self._replies.put(None)

    def _read_errors(self, stream: IO[str]) -> None:
        while line := stream.readline(10_000):
            if line.strip():
                self._said.append(line.rstrip()[:500])

    def _wait(self, wall: float, limits: Limits | None = None) -> dict[str, Any]:
        """Return the next reply, which has to come within `wall` seconds.

        Raises `ProcessDied`, `ProcessTimedOut` or `ProcessOutOfMemory`; the process is then gone.
        """
        deadline = time.monotonic() + wall
        used = self._processor_seconds()
        while True:
            left = deadline - time.monotonic()
            try:
                reply = self._replies.get(timeout=max(0.0, min(left, _POLL_SECONDS)))
            except queue.Empty:
                if limits is not None and self.resident() > limits.memory:
                    self.close()
                    raise ProcessOutOfMemory from None
                worked = limits is not None and self._processor_seconds() - used > limits.seconds
                if left <= 0 or worked:
                    self.close()
                    raise ProcessTimedOut(worked) from None
                continue
            if reply is None:
                killed = self._was_killed()
                self.close()
                raise ProcessKilled if killed else ProcessDied
            return reply

    def _was_killed(self) -> bool:
        # `close` takes the process away first and kills it afterwards: that does not count.
        process = self._process
        if process is None:
            return False
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(_POLL_SECONDS) == -signal.SIGKILL
        return False

    def ask(self, task: Task, limits: Limits) -> dict[str, Any]:
        """Have `task` judged and return the reply of the judge.

        Raises
        ------
        ProcessDied, ProcessKilled, ProcessTimedOut, ProcessOutOfMemory
            If there is no reply. The process is then closed.
        """
        self._requests += 1
        request = {
            "id": self._requests,
            "reference": task.reference,
            "theorem": task.theorem,
            "candidate": task.candidate,
            "heartbeats": limits.heartbeats,
            "rec_depth": limits.rec_depth,
            "source": task.want_source,
        }
        process = self._process
        if process is None or process.stdin is None:
            raise ProcessDied
        # In a thread of its own: a process that hangs does not read, and a long text would block.
        threading.Thread(
            target=_send, args=(process.stdin, json.dumps(request) + "\n"), daemon=True
        ).start()
        reply = self._wait(_PATIENCE * limits.seconds, limits)
        if "error" in reply:
            return reply
        if reply.get("id") != self._requests:
            # Out of step: no later reply could be trusted.
            self.close()
            raise ProcessDied
        return reply

    @property
    def asked(self) -> int:
        """How many requests the process has been sent."""
        return self._requests

    @property
    def alive(self) -> bool:
        """Whether the process can be asked."""
        process = self._process
        return process is not None and process.poll() is None

    @property
    def pid(self) -> int | None:
        """The number of the process, or None once it is closed."""
        process = self._process
        return None if process is None else process.pid

    def resident(self) -> int:
        """Return the resident memory of the process, in bytes; 0 if it is gone."""
        # It may be closed by another thread at any moment.
        pid = self.pid
        if pid is None:
            return 0
        try:
            return int(psutil.Process(pid).memory_info().rss)
        except psutil.Error:
            return 0

    def _processor_seconds(self) -> float:
        """Return the processor time that the process has used so far; 0 if it is gone."""
        pid = self.pid
        if pid is None:
            return 0.0
        try:
            times = psutil.Process(pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def close(self) -> None:
        """Kill the process and remove its scratch folder. May be called again."""
        process, self._process = self._process, None
        if process is not None:
            # It leads a session of its own: whatever it may have started goes with it.
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
            for thread in self._readers:
                thread.join()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    # Closing flushes, and what was not sent to the dead process cannot be.
                    with contextlib.suppress(OSError):
                        stream.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> JudgeProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
