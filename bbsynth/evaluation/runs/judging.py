"""From answers to verdicts, while more answers come."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from bbsynth._common.jsonlines import LineReader, LineWriter, read_lines
from bbsynth.errors import JudgeError
from bbsynth.evaluation.prompts.prompt import Prompt, candidate_text
from bbsynth.evaluation.runs.folder import ANSWERS, VERDICTS, AnswerRecord, Arm, VerdictRecord
from bbsynth.evaluation.runs.samples import SampleTable
from bbsynth.judge import Limits, Status, Toolchain, Verdict, assemble, extract
from bbsynth.problems import Problem

__all__ = ["JudgeLike", "Judging", "judge_identity"]

_UNDER_WAY: Final = 100
"""The most answers that the judge is given at a time."""

_KEEP: Final = 100
_KEEP_SECONDS: Final = 2.0
"""Verdicts that wait to be confirmed before they are written, and for how many seconds."""

_MESSAGES: Final = 3
_MESSAGE_LENGTH: Final = 500


class JudgeLike(Protocol):
    """What is used of `bbsynth.judge.Judge`."""

    limits: Limits
    toolchain: Toolchain

    def submit(self, task: Any) -> Any:
        """Return a future with the verdict on a task."""

    def confirm(self) -> None:
        """Raise JudgeError if the verdicts until now do not count."""

    def identity(self) -> str:
        """Return a text that changes whenever verdicts may change."""

    def close(self) -> None:
        """End it."""


def judge_identity(judge: JudgeLike) -> str:
    """Return a digest of a judge and its limits: verdicts of different judges are not mixed."""
    text = judge.identity() + repr(judge.limits)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass
class Judging:
    """Judges the answers of a run.

    Answers are read from their file and not handed over, so that neither memory nor the models
    wait for the judge.

    Parameters
    ----------
    path : Path
        The folder of the run.
    judge : JudgeLike
    problems : sequence of Problem
    arms : sequence of Arm
        What is judged; other answers in the file are ignored.
    prompt_for : callable
        Gives the prompt for a problem and a style.
    changed : asyncio.Event
        Set whenever there may be a new answer.
    note : callable
        Called after each verdict.
    sampling_ended : bool
        Whether no more answers will come.
    unjudged : int
        Answers that the judge has failed on.
    """

    path: Path
    judge: JudgeLike
    problems: Sequence[Problem]
    arms: Sequence[Arm]
    prompt_for: Callable[[Problem, str], Prompt]
    changed: asyncio.Event
    note: Callable[[], None]
    sampling_ended: bool
    unjudged: int = 0

    def __post_init__(self) -> None:
        self._identity = judge_identity(self.judge)
        self._by_id = {problem.id: problem for problem in self.problems}
        # Samples with a verdict, or with the judge.
        self._seen = SampleTable(self.problems, {arm.key: arm.samples for arm in self.arms})
        self.count = self._seen.mark_all(
            record
            for record in read_lines(self.path / VERDICTS, VerdictRecord)
            if record.judge == self._identity and record.status != Status.HARNESS_ERROR
        )
        self._tasks: set[asyncio.Task[None]] = set()
        self._failure: BaseException | None = None

    async def run(self) -> None:
        """Judge until sampling has ended and every answer has its verdict.

        Raises
        ------
        JudgeError
            If the judge is wrong about a known answer. The verdicts of this run are then renamed
            to ``verdicts.jsonl.void``, and the next run judges all answers again.
        """
        reader = LineReader(self.path / ANSWERS, AnswerRecord)
        waiting: list[VerdictRecord] = []
        last = time.monotonic()
        try:
            with LineWriter(self.path / VERDICTS) as lines:
                while True:
                    # Before the file is read, so that everything that was written is read.
                    ended = self.sampling_ended
                    self.changed.clear()
                    drained = await self._submit(reader, waiting)
                    if self._failure is not None:
                        raise self._failure
                    finished = ended and drained and not self._tasks
                    full = len(waiting) >= _KEEP or time.monotonic() - last > _KEEP_SECONDS
                    if waiting and (finished or full):
                        await self._write(lines, waiting)
                        last = time.monotonic()
                    if finished:
                        break
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(_KEEP_SECONDS):
                            await self.changed.wait()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            reader.close()

    async def _submit(self, reader: LineReader[AnswerRecord], waiting: list[VerdictRecord]) -> bool:
        """Give answers to the judge; return whether all that are there were given."""
        lines = 0
        while len(self._tasks) < _UNDER_WAY:
            record = reader.next()
            if record is None:
                return True
            lines += 1
            if lines % 500 == 0:
                await asyncio.sleep(0)
            if record.answer is not None and self._seen.mark(record) is not None:
                task = asyncio.create_task(self._one(record, record.answer.text, waiting))
                self._tasks.add(task)
                task.add_done_callback(self._done)
        return False

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._failure = self._failure or task.exception()
        self.changed.set()

    async def _one(self, record: AnswerRecord, text: str, waiting: list[VerdictRecord]) -> None:
        problem = self._by_id[record.problem]
        if record.style:
            text = candidate_text(self.prompt_for(problem, record.style), text)
        name = f"{record.model} {record.style} {record.problem} {record.sample}"
        task = assemble(problem, extract(text, problem.theorem), name=name)
        verdict = await asyncio.wrap_future(self.judge.submit(task))
        waiting.append(_record(record, verdict, self._identity))

    async def _write(self, lines: LineWriter, waiting: list[VerdictRecord]) -> None:
        """Write verdicts, if the judge was right about the known answers among them."""
        batch, waiting[:] = list(waiting), []
        try:
            await asyncio.to_thread(self.judge.confirm)
        except JudgeError:
            lines.reject()
            raise
        for record in batch:
            lines.write(record)
            if record.status == Status.HARNESS_ERROR:
                self.unjudged += 1
            else:
                self.count += 1
            self.note()


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
