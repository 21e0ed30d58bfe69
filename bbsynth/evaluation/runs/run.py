"""A run: sampling and judging side by side, until everything that was asked for is there."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from bbsynth._common.jsonlines import LineWriter, read_lines
from bbsynth.errors import UsageError
from bbsynth.evaluation.backends.recorded import RecordedAnswers
from bbsynth.evaluation.model import Model, Price
from bbsynth.evaluation.prompts.prompt import Prompt, make_prompt
from bbsynth.evaluation.prompts.styles import Style
from bbsynth.evaluation.runs.folder import (
    ANSWERS,
    PROMPTS,
    AnswerRecord,
    Arm,
    RunRecord,
    locked,
    open_run,
    write_run,
)
from bbsynth.evaluation.runs.judging import JudgeLike, Judging, judge_identity
from bbsynth.evaluation.runs.sampling import Budget, Progress, Sampling
from bbsynth.problems import Problem

__all__ = ["Note", "Outcome", "run_arms"]

T = TypeVar("T")

Note = Callable[[str, int, int, str], None]
"""Is told what is done, how much of it, out of how much, and details in words."""

_PROMPTS_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended.

    Attributes
    ----------
    path : Path
        The folder of the run.
    record : RunRecord
    progress : Progress
        Of sampling.
    judged : int
        Samples with a verdict, of this run and earlier ones.
    unjudged : int
        Answers without a verdict, because the judge failed.
    spent : float
        In the currency of the prices.
    tokens : int
        Tokens that were used, as far as they are known.
    remarks : tuple of str
        What else a user has to know.
    """

    path: Path
    record: RunRecord
    progress: Progress
    judged: int
    unjudged: int
    spent: float
    tokens: int
    remarks: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every sample has an answer and, if there was a judge, a verdict."""
        return self.progress.answered == self.progress.total and not self.unjudged


def run_arms(
    path: Path,
    *,
    problems: Sequence[Problem],
    wanted: RunRecord,
    make_judge: Callable[[], JudgeLike] | None,
    budget: Budget | None = None,
    pool: Sequence[Problem] = (),
    note: Note | None = None,
    backoff: float = 1.0,
) -> Outcome:
    """Do a run, or the rest of one.

    All answers are kept, however the run ends, and the next call goes on from there.

    Parameters
    ----------
    path : Path
        The folder of the run.
    problems : sequence of Problem
    wanted : RunRecord
        With ``dataset``, ``seed`` and ``arms``.
    make_judge : callable or None
        Starts the judge, in a thread of its own beside sampling; None for no verdicts.
    budget : Budget, optional
    pool : sequence of Problem
        Where examples in prompts are taken from; by default the problems.
    note : callable, optional
        See `Note`.
    backoff : float
        Seconds before a failed request is repeated for the first time.

    Raises
    ------
    UsageError, OutputError, DatasetError
        As for `open_run`; and if something that a model needs is missing.
    JudgeError, ToolchainError
        As for `bbsynth.judge.Judge`.
    """
    budget = budget or Budget()
    if budget.cost is not None and all(arm.model.price == Price() for arm in wanted.arms):
        raise UsageError(
            "a budget needs prices: give each model `price = {prompt = …, completion = …}`, for a "
            "million tokens, or limit the tokens"
        )
    with locked(path):
        models = {arm.model.name: arm.model.open() for arm in _by_model(wanted.arms)}
        record = open_run(path, problems=problems, wanted=wanted)
        asked = {arm.key for arm in wanted.arms}
        # Arms of earlier runs that are not asked for now are left as they are.
        arms = [arm for arm in record.arms if arm.key in asked]
        run = _Run(path, record, arms, problems, pool or problems, budget, note, backoff)
        return asyncio.run(run.go(models, make_judge))


def _by_model(arms: Sequence[Arm]) -> list[Arm]:
    """Return one arm of each model."""
    return list({arm.model.name: arm for arm in arms}.values())


@dataclass
class _Run:
    path: Path
    record: RunRecord
    arms: Sequence[Arm]
    problems: Sequence[Problem]
    pool: Sequence[Problem]
    budget: Budget
    note: Note | None
    backoff: float

    def __post_init__(self) -> None:
        self._changed = asyncio.Event()
        self._judging: Judging | None = None
        self._sampling: Sampling | None = None
        self._by_id = {problem.id: problem for problem in self.problems}
        self._sampling_ended = False
        self._remarks: list[str] = []
        self._written = {prompt.digest for prompt in read_lines(self.path / PROMPTS, Prompt)}
        self._prompt = functools.lru_cache(_PROMPTS_KEPT)(self._make_prompt)

    def _make_prompt(self, problem_id: str, style: str) -> Prompt:
        problem = self._by_id[problem_id]
        if not style:
            return Prompt(problem=problem_id, style="", messages=(), text="")
        prompt = make_prompt(problem, Style.parse(style), pool=self.pool)
        if prompt.digest not in self._written:
            self._written.add(prompt.digest)
            self._prompts.write(prompt)
        return prompt

    def prompt_for(self, problem: Problem, style: str) -> Prompt:
        """Return a prompt, which is written to the run when it is first used."""
        return self._prompt(problem.id, style)

    def _step(self) -> None:
        self._changed.set()
        if self.note is None or self._sampling is None:
            return
        progress = self._sampling.progress
        details = [progress.waiting] if progress.waiting else []
        counts = [f"{progress.failed:,} requests failed"] if progress.failed else []
        if self._judging is not None:
            counts.insert(0, f"{self._judging.count:,} judged")
        if counts:
            details.insert(0, ", ".join(counts))
        self.note("sampling", progress.answered, progress.total, "; ".join(details))
        if self._judging is not None and self._judging.sampling_ended:
            self.note("judging", self._judging.count, progress.answered, "")

    async def go(
        self, models: dict[str, Model], make_judge: Callable[[], JudgeLike] | None
    ) -> Outcome:
        """Do everything."""
        recorded = {
            name: model for name, model in models.items() if isinstance(model, RecordedAnswers)
        }
        for arm in self.arms:
            if arm.model.name in recorded:
                self._remark_on_recorded(arm, recorded[arm.model.name])
        try:
            self._compare_with_recorded(recorded)
            with (
                LineWriter(self.path / ANSWERS) as answers,
                LineWriter(self.path / PROMPTS) as self._prompts,
            ):
                self._sampling = Sampling(
                    answers,
                    problems=self.problems,
                    arms=self.arms,
                    seed=self.record.seed,
                    prompt_for=self.prompt_for,
                    budget=self.budget,
                    changed=self._step,
                    backoff=self.backoff,
                )
                self._sampling.recall(read_lines(self.path / ANSWERS, AnswerRecord))
                try:
                    async with asyncio.TaskGroup() as group:
                        if make_judge is not None:
                            group.create_task(self._judge(make_judge))
                        async with asyncio.TaskGroup() as samplers:
                            for arm in _by_model(self.arms):
                                model = models[arm.model.name]
                                samplers.create_task(self._sampling.run_model(arm.model, model))
                        self._sampling_ended = True
                        if self._judging is not None:
                            self._judging.sampling_ended = True
                        self._step()
                except BaseExceptionGroup as several:
                    raise _first(several) from several
        finally:
            for model in models.values():
                await model.close()
        return Outcome(
            path=self.path,
            record=self.record,
            progress=self._sampling.progress,
            judged=self._judging.count if self._judging is not None else 0,
            unjudged=self._judging.unjudged if self._judging is not None else 0,
            spent=self.budget.spent,
            tokens=self.budget.used,
            remarks=tuple(self._remarks),
        )

    def _compare_with_recorded(self, recorded: Mapping[str, RecordedAnswers]) -> None:
        """Check that what the run has of a file is still in it: more may have been added."""
        if not recorded:
            return
        for record in read_lines(self.path / ANSWERS, AnswerRecord):
            model = recorded.get(record.model)
            if model is None or record.answer is None:
                continue
            if model.text(record.problem, record.sample) != record.answer.text:
                raise UsageError(
                    f"the answers of {record.model} are not those that {self.path} has of it, such "
                    f"as answer {record.sample} to {record.problem}: begin a new run with --out, "
                    "or bring back the file as it was (lines may be added at its end)"
                )

    def _remark_on_recorded(self, arm: Arm, model: RecordedAnswers) -> None:
        others, more = model.unused(self._by_id, arm.samples)
        if others:
            self._remarks.append(
                f"{arm.name}: {others:,} recorded answers are to problems that are not asked."
            )
        if more:
            self._remarks.append(
                f"{arm.name}: {more:,} recorded answers are more than the {arm.samples} samples "
                "that are asked for; --samples sets how many are used."
            )

    async def _judge(self, make_judge: Callable[[], JudgeLike]) -> None:
        judge = await _in_background(make_judge)
        try:
            before, now = self.record.judge.get("identity"), judge_identity(judge)
            if before not in (None, now) and len(self.arms) < len(self.record.arms):
                self._remarks.append(
                    "The judge, its library or its limits have changed since the last run. Models "
                    "that were not asked now keep verdicts that no longer count; the same command "
                    "with these models judges their answers again."
                )
            about = {
                "identity": now,
                "toolchain": judge.toolchain.version.strip(),
                "limits": repr(judge.limits),
            }
            self.record = msgspec.structs.replace(self.record, judge=about)
            write_run(self.path, self.record)
            self._judging = Judging(
                self.path,
                judge=judge,
                problems=self.problems,
                arms=self.arms,
                prompt_for=self.prompt_for,
                changed=self._changed,
                note=self._step,
                sampling_ended=self._sampling_ended,
            )
            await self._judging.run()
        finally:
            await asyncio.to_thread(judge.close)


async def _in_background(make: Callable[[], T]) -> T:
    """Call in a thread that does not keep the program from ending, as compiling might."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.cancelled():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(cast(T, result))

    def work() -> None:
        result, problem = None, None
        try:
            result = make()
        except BaseException as error:
            problem = error
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(settle, result, problem)

    threading.Thread(target=work, daemon=True).start()
    return await future


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the error that was raised first; the others follow from it."""
    first: BaseException = group
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return first
