"""Compiling Lean modules: a few Lean processes, each of which compiles one module after the other.

To start Lean and what compiles in it takes seconds, so a process is kept and told the names of
modules, see ``lean/Build.lean``. Its memory grows with each module and is not given back, so it is
replaced now and then. A module is begun when all that it imports is finished; of those that can be
begun, the one on which most of the rest waits comes first.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import psutil

from bbsynth._common.resources import cores
from bbsynth.errors import ToolchainError
from bbsynth.lean.compiler import CompilerDied, CompilerProcess
from bbsynth.lean.modules import Module
from bbsynth.lean.toolchain import LeanTooSlow, Toolchain

__all__ = ["compile_modules", "duration"]

_PROCESSES: Final = 2
_PROCESS_MEMORY: Final = 2_500_000_000
"""Bytes of memory that a process may need."""

_ATTEMPTS: Final = 3

_TICK_SECONDS: Final = 0.5
_START_SECONDS: Final = 6.0
"""Processor time that an embedded Lean takes to start and to read ``Build.lean``."""

_NATIVE_SPEED: Final = 5.0
"""How much faster a native Lean is than the embedded one, for the first estimate."""


class _Build:
    """What is to be compiled, and how far it is; several threads work on it."""

    def __init__(
        self,
        modules: Sequence[Module],
        start: Callable[[], CompilerProcess],
        finished: Callable[[Module], None],
        describe: Callable[[Sequence[str], type[ToolchainError]], ToolchainError],
    ) -> None:
        self._start = start
        self._finished = finished
        self._describe = describe
        self._waiting = {module.name: module for module in modules}
        self._missing = set(self._waiting)
        self._rank = _ranks(modules)
        self._changed = threading.Condition()
        self.done: list[Module] = []
        self.under_way: dict[int, tuple[CompilerProcess, Module, float]] = {}
        self.error: BaseException | None = None

    def _take(self) -> Module | None:
        """Return the next module to compile; wait until there is one, or none will be."""
        with self._changed:
            while self._waiting and self.error is None:
                ready = [
                    module
                    for module in self._waiting.values()
                    if self._missing.isdisjoint(module.imports)
                ]
                if ready:
                    module = max(ready, key=lambda module: self._rank[module.name])
                    return self._waiting.pop(module.name)
                self._changed.wait()
        return None

    def work(self) -> None:
        """Compile modules until there are no more, or an error has stopped the build."""
        process: CompilerProcess | None = None
        try:
            while (module := self._take()) is not None:
                process = self._compile(module, process)
                with self._changed:
                    if self.error is not None:
                        return
                    self._finished(module)
                    self._missing.discard(module.name)
                    self.done.append(module)
                    self._changed.notify_all()
        except BaseException as error:
            self.stop(error)
        finally:
            if process is not None:
                process.close()

    def _compile(self, module: Module, process: CompilerProcess | None) -> CompilerProcess:
        """Compile a module in a process that is there, or a new one; return that process."""
        said: list[str] = []
        kind = ToolchainError
        for _ in range(_ATTEMPTS):
            if process is not None and not process.is_fit_for(module):
                process.close()
                process = None
            process = process or self._start()
            accepted = self._ask(process, module)
            if accepted:
                return process
            said = list(process.said)
            kind = ToolchainError if accepted is False else process.failure
            process.close()
            process = None
            if accepted is False:
                break
        raise self._describe(said, kind)

    def _ask(self, process: CompilerProcess, module: Module) -> bool | None:
        """Return whether Lean accepts a module; None if it died, which may be chance."""
        me = threading.get_ident()
        with self._changed:
            if self.error is not None:
                return False
            self.under_way[me] = process, module, time.monotonic()
        try:
            return process.compile(module.name)
        except CompilerDied:
            return None if self.error is None and not process.said_why else False
        finally:
            with self._changed:
                del self.under_way[me]

    def stop(self, error: BaseException) -> None:
        """End the build with an error, unless it has ended with another one."""
        with self._changed:
            self.error = self.error or error
            for process, _, _ in self.under_way.values():
                process.kill()
            self._changed.notify_all()


def _ranks(modules: Sequence[Module]) -> dict[str, float]:
    """Return how many seconds the longest chain of modules takes that begins with each."""
    after = {module.name: 0.0 for module in modules}
    for module in reversed(modules):
        for name in after.keys() & set(module.imports):
            after[name] = max(after[name], after[module.name] + module.seconds)
    return {module.name: module.seconds + after[module.name] for module in modules}


def duration(seconds: float) -> str:
    """Return a time in words, rounded: "40 s", "3 min"."""
    if seconds < 100:
        return f"{max(10, round(seconds, -1)):.0f} s"
    return f"{seconds / 60:.0f} min"


class _Clock:
    """Estimates how long a build will take: at first by the table, then by what was seen.

    Parameters
    ----------
    modules : sequence of Module
        What is to be compiled, each after those that it imports.
    processes : int
        How many processes work at a time.
    speed : float
        How much faster Lean is than the embedded one.
    """

    def __init__(self, modules: Sequence[Module], processes: int, speed: float) -> None:
        work = sum(module.seconds for module in modules)
        # Modules that need each other have to wait for each other.
        shortest = max(work / processes, *_ranks(modules).values())
        self._at_a_time = work / shortest
        self._start = _START_SECONDS * self._at_a_time
        self._total = self._start + work
        self._speed = speed
        self._began = time.monotonic()

    def left(self, finished: Iterable[Module], begun: Iterable[tuple[Module, float]]) -> float:
        """Return how many seconds are left, about.

        Parameters
        ----------
        finished : iterable of Module
            What is done.
        begun : iterable of Module and float
            What is under way, with the times since when.
        """
        now = time.monotonic()
        elapsed = (now - self._began) * self._at_a_time
        done = sum(module.seconds for module in finished)
        if done:
            done += self._start
            done += sum(min(module.seconds, (now - since) * self._speed) for module, since in begun)
        else:
            done = min(elapsed * self._speed, self._start)
        # The table counts as much as if a third of the work had gone by it.
        prior = self._total / 3
        pace = (elapsed + prior / self._speed) / (done + prior)
        return max(0.0, (self._total - done) * pace / self._at_a_time)


def compile_modules(
    toolchain: Toolchain,
    modules: Sequence[Module],
    *,
    root: Path,
    target: Path,
    staging: Path,
    finished: Callable[[Module], None],
    progress: Callable[[int, int, str], None],
    what: str,
    timeout: float,
) -> None:
    """Compile modules.

    Parameters
    ----------
    toolchain : Toolchain
        What to compile them with.
    modules : sequence of Module
        The modules, each after those that it imports. What else they import is in `target`.
    root : Path
        The folder of the sources, with ``Build.lean``.
    target : Path
        The folder with the compiled modules.
    staging : Path
        An empty folder in which the modules are written.
    finished : callable
        Called when a module is in `staging`, to move it to `target`; by one thread at a time.
    progress : callable
        Called twice a second with how many modules are finished, of how many, how long it will
        take, and what is under way.
    what : str
        What is compiled, for messages.
    timeout : float
        Seconds that a module may take.

    Raises
    ------
    ToolchainError
        If Lean does not accept a module, dies of it several times, or does not come to an end.
    """

    def start() -> CompilerProcess:
        return CompilerProcess(toolchain, root, target, staging)

    def describe(said: Sequence[str], kind: type[ToolchainError]) -> ToolchainError:
        text = "\n".join(said)
        lean = toolchain.version.strip()
        return kind(f"{lean} does not accept {what} in {root}:\n{text}")

    build = _Build(modules, start, finished, describe)
    free = int(psutil.virtual_memory().available // _PROCESS_MEMORY)
    processes = max(1, min(_PROCESSES, cores(), free, len(modules)))
    clock = _Clock(modules, processes, 1.0 if toolchain.kind == "embedded" else _NATIVE_SPEED)
    threads = [threading.Thread(target=build.work, daemon=True) for _ in range(processes)]
    for thread in threads:
        thread.start()
    try:
        while alive := [thread for thread in threads if thread.is_alive()]:
            asked = list(build.under_way.values())
            under_way = [(module, since) for _, module, since in asked]
            for process, module, since in asked:
                if process.is_stuck():
                    process.kill()
                if time.monotonic() - since > timeout:
                    build.stop(
                        LeanTooSlow(
                            f"{toolchain.version.strip()} has not compiled {module.source} within "
                            f"{timeout:g} seconds"
                        )
                    )
            names = " and ".join(module.name for module, _ in under_way)
            detail = f"about {duration(clock.left(list(build.done), under_way))} left"
            detail += f" ({names})" if names else ""
            progress(len(build.done), len(modules), detail)
            alive[0].join(_TICK_SECONDS)
    except BaseException as error:
        build.stop(error)
        raise
    finally:
        for thread in threads:
            thread.join()
    if build.error is not None:
        raise build.error
