"""From answers to verdicts, while more answers come."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from bbsynth._common.journal import Journal, LineReader, read_lines
from bbsynth.errors import JudgeError
from bbsynth.evaluation.folder import ANSWERS, VERDICTS, AnswerRecord, Arm, VerdictRecord
from bbsynth.evaluation.prompts import Prompt, candidate_text
from bbsynth.judge import Judge, Status, Verdict, assemble, extract
from bbsynth.problems import Problem

__all__ = ["JudgeLike", "Judging", "judge_identity"]

_UNDER_WAY: Final = 100
"""Answers that are with the judge at a time."""

_KEEP: Final = 100
_KEEP_SECONDS: Final = 2.0
"""Verdicts that wait for the canaries before they are written, and for how long at most."""

_MESSAGES: Final = 3
_MESSAGE_LENGTH: Final = 500


class JudgeLike(Protocol):
    """What is used of `bbsynth.judge.Judge`."""

    def submit(self, task: Any) -> Any:
        """Return a future of the verdict on a task."""

    def confirm(self) -> None:
        """Raise JudgeError if the verdicts until now do not count."""

    def identity(self) -> str:
        """Return a text that changes whenever verdicts may change."""

    def close(self) -> None:
        """End it."""


def judge_identity(judge: JudgeLike | Judge) -> str:
    """Return a short name for a judge with its limits: other verdicts are not mixed with its."""
    limits = getattr(judge, "limits", None)
    text = judge.identity() + repr(limits)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Judging:
    """Judges the answers of a run.

    Answers are read from their file and not handed over, so that neither memory nor the models
    wait for the judge.

    Parameters
    ----------
    path : Path
        The folder of the run.
    judge : Judge
    problems : sequence of Problem
    arms : sequence of Arm
        What is judged; other answers in the file are let be.
    prompt_for : callable
        Gives the prompt for a problem and a style.
    changed : asyncio.Event
        Set whenever there may be a new answer.
    note : callable
        Called after each verdict.
    """

    def __init__(
        self,
        path: Path,
        *,
        judge: JudgeLike,
        problems: Sequence[Problem],
        arms: Sequence[Arm],
        prompt_for: Callable[[Problem, str], Prompt],
        changed: asyncio.Event,
        note: Callable[[], None],
    ) -> None:
        self._path = path
        self._judge = judge
        self._identity = judge_identity(judge)
        self._problems = {problem.id: (i, problem) for i, problem in enumerate(problems)}
        self._prompt_for = prompt_for
        self._changed = changed
        self._note = note
        self.sampling_ended = False
        self.judged: dict[tuple[str, str], npt.NDArray[np.bool_]] = {
            arm.key: np.zeros((len(problems), arm.samples), dtype=bool) for arm in arms
        }
        self.unjudged = 0
        self.count = 0
        for record in read_lines(path / VERDICTS, VerdictRecord):
            if record.judge == self._identity and record.status != Status.HARNESS_ERROR:
                self._mark(record)
        self._tasks: set[asyncio.Task[None]] = set()
        self._failure: BaseException | None = None
        self._seen = {key: table.copy() for key, table in self.judged.items()}

    def _mark(self, record: VerdictRecord) -> None:
        """Note that a sample has its verdict."""
        self.count += self._flag(self.judged, record)

    def _flag(
        self,
        tables: dict[tuple[str, str], npt.NDArray[np.bool_]],
        record: VerdictRecord | AnswerRecord,
    ) -> bool:
        """Set the flag of a sample, and return whether it was not set before."""
        table = tables.get((record.model, record.style))
        place = self._problems.get(record.problem)
        if table is None or place is None or not 0 <= record.sample < table.shape[1]:
            return False
        new = not table[place[0], record.sample]
        table[place[0], record.sample] = True
        return bool(new)

    async def run(self) -> None:
        """Judge until sampling has ended and every answer has its verdict.

        Raises
        ------
        JudgeError
            If the verdicts do not count. Those of this run that were written are put aside, as
            ``verdicts.jsonl.void``, and the next run judges all answers again.
        """
        reader = LineReader(self._path / ANSWERS, AnswerRecord)
        waiting: list[VerdictRecord] = []
        last = time.monotonic()
        try:
            with Journal(self._path / VERDICTS) as journal:
                while True:
                    # Before the file is looked at: what was written before the end is then seen.
                    ended = self.sampling_ended
                    self._changed.clear()
                    drained = await self._submit(reader, waiting)
                    if self._failure is not None:
                        raise self._failure
                    finished = ended and drained and not self._tasks
                    full = len(waiting) >= _KEEP or time.monotonic() - last > _KEEP_SECONDS
                    if waiting and (finished or full):
                        await self._write(journal, waiting)
                        last = time.monotonic()
                    if finished:
                        break
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(_KEEP_SECONDS):
                            await self._changed.wait()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            reader.close()

    async def _submit(self, reader: LineReader[AnswerRecord], waiting: list[VerdictRecord]) -> bool:
        """Hand answers to the judge; return whether there is none left for now."""
        lines = 0
        while len(self._tasks) < _UNDER_WAY:
            record = reader.next()
            if record is None:
                return True
            lines += 1
            if lines % 500 == 0:
                await asyncio.sleep(0)
            if record.answer is not None and self._flag(self._seen, record):
                task = asyncio.create_task(self._one(record, waiting))
                self._tasks.add(task)
                task.add_done_callback(self._done)
        return False

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._failure = self._failure or task.exception()
        self._changed.set()

    async def _one(self, record: AnswerRecord, waiting: list[VerdictRecord]) -> None:
        _, problem = self._problems[record.problem]
        if record.answer is None:
            return
        text = record.answer.text
        if record.style:
            text = candidate_text(self._prompt_for(problem, record.style), text)
        name = f"{record.model} {record.style} {record.problem} {record.sample}"
        task = assemble(problem, extract(text, problem.theorem), name=name)
        verdict = await asyncio.wrap_future(self._judge.submit(task))
        waiting.append(_record(record, verdict, self._identity))

    async def _write(self, journal: Journal, waiting: list[VerdictRecord]) -> None:
        """Write verdicts once it is known that they count."""
        batch, waiting[:] = list(waiting), []
        try:
            await asyncio.to_thread(self._judge.confirm)
        except JudgeError:
            file = self._path / VERDICTS
            file.replace(file.with_name(f"{file.name}.void"))
            raise
        for record in batch:
            journal.append(record)
            if record.status == Status.HARNESS_ERROR:
                self.unjudged += 1
            else:
                self._mark(record)
            self._note()


def _record(answer: AnswerRecord, verdict: Verdict, identity: str) -> VerdictRecord:
    return VerdictRecord(
        model=answer.model,
        style=answer.style,
        problem=answer.problem,
        sample=answer.sample,
        judge=identity,
        status=verdict.status,
        rule=verdict.rule,
        reason=verdict.reason[:_MESSAGE_LENGTH],
        messages=[
            f"{message.line}:{message.column + 1}: {message.severity}: "
            f"{message.text[:_MESSAGE_LENGTH]}"
            for message in verdict.messages[:_MESSAGES]
        ],
        milliseconds=verdict.milliseconds.get("total", 0),
    )
