"""Work for several processes: a task is a picklable value, and the work a function of a module."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar, cast

from bbsynth.errors import BBSynthError, UsageError

__all__ = ["Workers", "at_start", "in_processes", "spread"]

_Task = TypeVar("_Task")
_Done = TypeVar("_Done")

_preparations: list[tuple[Callable[..., object], tuple[object, ...]]] = []


def at_start(call: Callable[..., object], *arguments: object) -> None:
    """Have every worker that is started from now on make a call before its first task.

    The processes are fresh ones that know nothing of what this one has set up. The function is one
    of a module, and the arguments are picklable.
    """
    _preparations.append((call, arguments))


def in_processes(
    work: Callable[[_Task], _Done], tasks: Iterable[_Task], *, jobs: int = 1
) -> Iterator[_Done]:
    """Return ``work(task)`` for all tasks, in their order, done in `jobs` processes.

    Few tasks are held at a time. `work` is a function of a module, and tasks and results are
    picklable. With one job, everything is done in this process.

    Raises
    ------
    UsageError
        If `jobs` is not an integer from 1 to 1,024.
    BBSynthError
        If a worker process is killed.
    """
    return _and_ended(Workers(jobs), work, tasks)


def _and_ended(
    workers: Workers, work: Callable[[_Task], _Done], tasks: Iterable[_Task]
) -> Iterator[_Done]:
    with workers:
        yield from workers.map(work, tasks)


class Workers:
    """Processes that do one kind of work after another; a context manager.

    They start when there is a task for them. With one job there are none, and everything is done in
    this process. A script that has more than one has to keep what it does at the top behind
    ``if __name__ == "__main__":``, as the processes are fresh ones that import it.

    Each has a pipe of its own. The processes of `concurrent.futures` have one pipe for all results,
    of which the reader holds both ends: if one of them is killed in the middle of a result, the
    rest of it is waited for, for ever.

    Parameters
    ----------
    jobs : int
        How many.

    Raises
    ------
    UsageError
        If `jobs` is not an integer from 1 to 1,024.
    """

    def __init__(self, jobs: int = 1) -> None:
        if isinstance(jobs, bool) or not isinstance(jobs, int) or not 1 <= jobs <= 1_024:
            raise UsageError(f"the number of processes is an integer from 1 to 1,024, not {jobs!r}")
        self.jobs = jobs
        self._processes: dict[Connection, BaseProcess] = {}

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._end(list(self._processes))

    def map(self, work: Callable[[_Task], _Done], tasks: Iterable[_Task]) -> Iterator[_Done]:
        """Return ``work(task)`` for all tasks, in their order; one such iterator at a time.

        Few tasks are held at a time. `work` is a function of a module, and tasks and results are
        picklable. What `work` raises is raised here.

        Raises
        ------
        BBSynthError
            If a worker process is killed.
        """
        return map(work, tasks) if self.jobs == 1 else self._spread(work, tasks)

    def _spread(self, work: Callable[[_Task], _Done], tasks: Iterable[_Task]) -> Iterator[_Done]:
        numbered = enumerate(tasks)
        busy: dict[Connection, int] = {}
        results: dict[int, _Done] = {}
        wanted = 0
        try:
            while True:
                there = wanted in results or not busy
                for connection in cast(list[Connection], wait(list(busy), 0 if there else None)):
                    results[busy[connection]] = _received(connection)
                    del busy[connection]
                while len(busy) < self.jobs and len(busy) + len(results) < 8 * self.jobs:
                    following = next(numbered, None)
                    if following is None:
                        break
                    connection = self._idle(busy)
                    busy[connection] = following[0]
                    _send(connection, (work, following[1]))
                if wanted in results:
                    yield results.pop(wanted)
                    wanted += 1
                elif not busy:
                    return
        finally:
            # What they are at may take long, and nobody is to wait for it.
            self._end(list(busy))

    def _idle(self, busy: Collection[Connection]) -> Connection:
        """Return the pipe to a process that has nothing to do; it is started if there is none."""
        for connection in self._processes:
            if connection not in busy:
                return connection
        # A fresh interpreter: a fork of a process with threads can hang.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, _preparations), daemon=True)
        process.start()
        theirs.close()
        self._processes[ours] = process
        return ours

    def _end(self, connections: Iterable[Connection]) -> None:
        ended = [(one, self._processes.pop(one)) for one in connections if one in self._processes]
        for _, process in ended:
            process.kill()
        for connection, process in ended:
            process.join()
            connection.close()


def _send(connection: Connection, message: object) -> None:
    try:
        connection.send(message)
    except OSError:
        raise _killed() from None


def _received(connection: Connection) -> Any:
    """Return a result; an error that took its place is raised."""
    try:
        good, result = connection.recv()
    except (EOFError, OSError):
        raise _killed() from None
    if good:
        return result
    raise result


def _killed() -> BBSynthError:
    return BBSynthError("a worker process was killed, perhaps for lack of memory; try fewer --jobs")


def _serve(
    connection: Connection,
    preparations: Sequence[tuple[Callable[..., object], tuple[object, ...]]],
) -> None:
    """Do what comes through a pipe, until the other end is closed."""
    # Ctrl-C reaches the whole group; the parent alone answers it, and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for call, arguments in preparations:
        call(*arguments)
    with contextlib.suppress(EOFError, OSError):
        while True:
            work, task = connection.recv()
            try:
                reply = True, work(task)
            except Exception as error:
                error.add_note(f"In another process:\n{traceback.format_exc()}")
                reply = False, error
            connection.send(reply)


def _end_with_parent() -> None:
    """End this process when its parent is no more, and cannot end it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def spread(
    work: Callable[[_Task], _Done], tasks: Iterable[_Task], workers: Workers | None
) -> Iterator[_Done]:
    """Return ``work(task)`` for all tasks, in their order, done by the workers if there are any."""
    return map(work, tasks) if workers is None else workers.map(work, tasks)
