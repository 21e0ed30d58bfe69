"""The judge as everybody uses it: problems and answers in, verdicts out."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from bbsynth._common.resources import cache_dir
from bbsynth.errors import JudgeError, OutputError, UsageError
from bbsynth.judge.cache import VerdictCache
from bbsynth.judge.completion import Statement, assemble, extract
from bbsynth.judge.known_answers import Canary, draw_pair
from bbsynth.judge.paranoid import find_checkers, find_objection, second_opinions
from bbsynth.judge.pool import Pool, default_jobs
from bbsynth.judge.program import judge_digest, judge_program
from bbsynth.judge.selection import find_toolchain
from bbsynth.judge.verdict import Limits, Status, Task, Verdict
from bbsynth.lean.library import compiled_library
from bbsynth.lean.toolchain import Toolchain
from bbsynth.sandbox import confinement

__all__ = ["Judge"]

_logger: Final = logging.getLogger("bbsynth")

_CANARY_INTERVAL: Final = 50
"""Tasks from one pair of canaries to the next."""

_AHEAD: Final = 1_000
"""Tasks that are handed to the pool before their verdicts are asked for."""


class Judge:
    """Judges candidate proofs with Lean. May be used from several threads.

    Verdicts are remembered (see `bbsynth.judge.cache`), and canaries are judged among the tasks
    (see `bbsynth.judge.known_answers`): if one of them gets a wrong verdict, all verdicts are void.

    Attributes
    ----------
    canary_pairs : int
        How many pairs of canaries were judged, or are being judged.

    Parameters
    ----------
    toolchain : Toolchain, optional
        The Lean to use; by default the one that `find_toolchain` finds.
    jobs : int, optional
        The most processes at a time; by default as many as cores and memory allow.
    limits : Limits, optional
        Limits for each candidate.
    remember : bool
        Whether verdicts of earlier runs are used, and those of this one are kept. Where they cannot
        be kept, a warning is logged, and all is judged.
    paranoid : bool
        Whether to ask every other checker that is installed about each proof that was accepted
        (see `bbsynth.judge.paranoid`). If one objects, or none accepts it, the verdict is a
        harness error.
    require_sandbox : bool
        Whether to refuse to work where the system does not offer all protections that
        `bbsynth.sandbox.confinement` knows. What it offers is used in any case.
    note : callable, optional
        Called with lines for the user about what takes long: compiling, starting. By default they
        are written to standard error.

    Raises
    ------
    ToolchainError
        If there is no Lean, it does not accept the library, or a required protection is missing, or
        `paranoid` is asked for and there is no other checker.
    UsageError
        If `jobs` is not positive, or a limit makes no sense.

    Examples
    --------
    >>> with Judge() as judge:  # doctest: +SKIP
    ...     judge.check(problem, "by exact Machine.haltsAfter_of_check (by decide +kernel)").proved
    True
    """

    def __init__(
        self,
        *,
        toolchain: Toolchain | None = None,
        jobs: int | None = None,
        limits: Limits | None = None,
        remember: bool = True,
        paranoid: bool = False,
        require_sandbox: bool = False,
        note: Callable[[str], None] | None = None,
    ) -> None:
        self._note = note = _on_standard_error if note is None else note
        if require_sandbox:
            confinement.require_sandbox()
        self.toolchain = find_toolchain(note=note) if toolchain is None else toolchain
        self.checkers = find_checkers(self.toolchain) if paranoid else ()
        self.limits = Limits() if limits is None else limits
        _check_limits(self.limits)
        self.library: Path = compiled_library(self.toolchain, note=note)
        program = judge_program(self.toolchain, note=note)
        self.jobs = default_jobs() if jobs is None else jobs
        self._pool = Pool(
            self.toolchain, self.library, program, jobs=self.jobs, limits=self.limits, note=note
        )
        self._announced = False
        self._lock = threading.Lock()
        self._asked = 0
        self.canary_pairs = 0
        self._canaries: list[tuple[Canary, Future[Verdict]]] = []
        self._kept: list[bytes] = []
        self._void: str | None = None
        self._cache = self._open_cache() if remember else None

    def _open_cache(self) -> VerdictCache | None:
        """Return the verdicts of earlier runs; None, and a warning, if they cannot be kept."""
        try:
            cache = VerdictCache(cache_dir() / "verdicts.sqlite", self.identity())
        except OutputError as error:
            _logger.warning(
                "Verdicts are not remembered: %s. $BBSYNTH_CACHE may name another folder; "
                "`bbsynth check --afresh`, in Python remember=False, does without one.",
                error,
            )
            return None
        if cache.set_aside is not None:
            _logger.warning(
                "The file of earlier verdicts was damaged, so all is judged anew; it is kept as %s",
                cache.set_aside,
            )
        return cache

    def identity(self) -> str:
        """Return a text that changes whenever verdicts may change.

        It names what the compiled modules were made of and with, and not their bytes: these are
        compared with those that were compiled at each start, but Lean does not compile a text to
        the same bytes each time, and equal judges on two machines are to have equal names.
        """
        return f"{judge_digest()} {self.library.name} {self.toolchain.fingerprint}"

    def submit(self, task: Task) -> Future[Verdict]:
        """Have a task judged; the future ends with its verdict.

        Before the verdicts are used, `confirm` has to be called. The other methods do so.
        """
        if task.fault or not task.candidate.strip():
            malformed: Future[Verdict] = Future()
            malformed.set_result(_malformed(task))
            return malformed
        if self.checkers:
            return self._with_second_opinions(task)
        return self._submit(task)

    def _with_second_opinions(self, task: Task) -> Future[Verdict]:
        """As `_submit`, with the opinions of others on a proof."""
        outer: Future[Verdict] = Future()

        def ask_others(inner: Future[Verdict]) -> None:
            if not outer.set_running_or_notify_cancel():
                return
            try:
                outer.set_result(self._second_opinions(task, inner.result()))
            except BaseException as error:
                outer.set_exception(error)

        inner = self._submit(msgspec.structs.replace(task, want_source=True))
        inner.add_done_callback(ask_others)
        return outer

    def _second_opinions(self, task: Task, verdict: Verdict) -> Verdict:
        if not verdict.proved:
            return verdict
        opinions = second_opinions(
            self.checkers,
            toolchain=self.toolchain,
            library=self.library,
            theorem=task.theorem,
            reference=task.reference,
            source=verdict.source,
        )
        objection = find_objection(opinions)
        if objection is not None:
            return msgspec.structs.replace(
                verdict,
                status=Status.HARNESS_ERROR,
                rule="second-opinion",
                reason=objection,
                second_opinions=opinions,
            )
        return msgspec.structs.replace(verdict, second_opinions=opinions)

    def _submit(self, task: Task) -> Future[Verdict]:
        key = b""
        if self._cache is not None:
            key = self._cache.key(task, self.limits)
            found = self._cache.get(key)
            if found is not None:
                done: Future[Verdict] = Future()
                done.set_result(msgspec.structs.replace(found, name=task.name, cached=True))
                return done
        with self._lock:
            due = self._asked % _CANARY_INTERVAL == 0
            self._asked += 1
            if due:
                self._submit_canaries()
        return self._pool.submit(task, seen=lambda verdict: self._keep(key, verdict))

    def _announce(self) -> None:
        """Say, once, what is awaited first; the lock is held."""
        if not self._announced:
            self._announced = True
            self._note(f"starting Lean ({self.toolchain.kind})")

    def _submit_canaries(self) -> None:
        """Have a pair of canaries judged; the lock is held."""
        self._announce()
        self.canary_pairs += 1
        for canary in draw_pair():
            self._canaries.append((canary, self._pool.submit(canary.task, shares=True)))

    def warm(self) -> None:
        """Start Lean now, as many processes as there may be, and return at once.

        A verdict that is asked for later then does not wait for a start. It need not be called.
        """
        with self._lock:
            self._announce()
        self._pool.warm()

    def probe(self) -> None:
        """Judge a pair of canaries now, also if nothing else has to be judged.

        Raises
        ------
        JudgeError
            If one of them got a wrong verdict.
        """
        with self._lock:
            self._submit_canaries()
        self.confirm()

    def _keep(self, key: bytes, verdict: Verdict) -> None:
        if self._cache is None:
            return
        # Together, so that nothing is kept after a wrong verdict on a canary has been seen.
        with self._lock:
            if self._void is None and self._cache.put(key, verdict):
                self._kept.append(key)

    def confirm(self) -> None:
        """Wait for the canaries, and see that they got the verdicts that they had to get.

        Raises
        ------
        JudgeError
            If one of them did not. What was remembered of the verdicts is forgotten.
        """
        with self._lock:
            canaries, self._canaries = self._canaries, []
        void = None
        for canary, future in canaries:
            verdict = future.result()
            if verdict.proved != canary.proved or verdict.status in _UNJUDGED:
                void = (
                    f"the judge is broken: it says {verdict.status} ({verdict.rule or 'accepted'}) "
                    f"of\n{canary.task.candidate}which it had to "
                    f"{'accept' if canary.proved else 'reject'}. No verdict of this run counts"
                )
        with self._lock:
            self._void = self._void or void
            if self._void is not None:
                if self._cache is not None:
                    self._cache.remove(self._kept)
                raise JudgeError(self._void)

    def check(self, problem: Statement, completion: str, *, name: str | None = None) -> Verdict:
        """Judge one answer to a problem.

        Parameters
        ----------
        problem : Statement
            The problem, such as one of `bbsynth.problems.Dataset`.
        completion : str
            What was answered: a Lean file, the theorem, or the proof alone, with prose around it
            or without; see `bbsynth.judge.completion`.
        name : str, optional
            What to call it in the verdict; by default the problem's id.

        Raises
        ------
        JudgeError
            If a canary got a wrong verdict.
        ToolchainError
            If Lean cannot be started.
        """
        return self.check_one(assemble(problem, extract(completion, problem.theorem), name=name))

    def check_one(self, task: Task) -> Verdict:
        """Judge one task; errors as for `check`."""
        verdict = self.submit(task).result()
        self.confirm()
        return verdict

    async def acheck(
        self, problem: Statement, completion: str, *, name: str | None = None
    ) -> Verdict:
        """Judge one answer, as `check` does, without holding up the event loop."""
        code = await asyncio.to_thread(extract, completion, problem.theorem)
        verdict = await asyncio.wrap_future(self.submit(assemble(problem, code, name=name)))
        await asyncio.to_thread(self.confirm)
        return verdict

    def check_all(self, tasks: Iterable[Task]) -> Iterator[Verdict]:
        """Judge many tasks and yield their verdicts in order, as soon as they are there.

        Errors are as for `check`; after a JudgeError the verdicts that were yielded are void.
        """
        rest = iter(tasks)
        under_way: deque[Future[Verdict]] = deque(map(self.submit, islice(rest, _AHEAD)))
        try:
            while under_way:
                verdict = under_way.popleft().result()
                under_way.extend(map(self.submit, islice(rest, 1)))
                yield verdict
            self.confirm()
        finally:
            for future in under_way:
                future.cancel()

    def reward(self, problem: Statement, completion: str) -> float:
        """Return 1.0 if an answer is a proof and 0.0 if it is not, for training by reinforcement.

        Raises
        ------
        JudgeError
            If the answer could not be judged, which is neither; and as for `check`.
        """
        verdict = self.check(problem, completion)
        if verdict.status in _UNJUDGED:
            raise JudgeError(f"{verdict.name} could not be judged: {verdict.reason}")
        return 1.0 if verdict.proved else 0.0

    def close(self) -> None:
        """End all processes. May be called again, and while tasks are being judged."""
        self._pool.close()
        if self._cache is not None:
            self._cache.close()

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _on_standard_error(line: str) -> None:
    print(f"bbsynth: {line}", file=sys.stderr, flush=True)


_UNJUDGED: Final = frozenset({Status.HARNESS_ERROR})


def _malformed(task: Task) -> Verdict:
    return Verdict(
        name=task.name,
        status=Status.MALFORMED,
        rule="unreadable" if task.fault else "empty",
        reason=task.fault or "the text is empty",
    )


def _check_limits(limits: Limits) -> None:
    for name, value, least in (
        ("heartbeats", limits.heartbeats, 1),
        ("rec_depth", limits.rec_depth, 1),
        ("seconds", limits.seconds, 0.1),
        ("memory", limits.memory, 100_000_000),
    ):
        if not value >= least:
            raise UsageError(f"the limit on {name} has to be {least:,} or more, not {value!r}")
