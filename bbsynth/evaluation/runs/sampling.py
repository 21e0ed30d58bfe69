"""Asking models, many requests at a time, and keeping every answer."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from bbsynth._common.jsonlines import LineWriter
from bbsynth.errors import BBSynthError
from bbsynth.evaluation.model import (
    Answer,
    Model,
    ModelSettings,
    Price,
    Request,
    RequestFailed,
)
from bbsynth.evaluation.prompts.prompt import Prompt
from bbsynth.evaluation.retries import Pace, with_retries
from bbsynth.evaluation.runs.folder import AnswerRecord, Arm
from bbsynth.evaluation.runs.samples import SampleTable
from bbsynth.problems import Problem

__all__ = ["Budget", "Progress", "Sampling", "sample_seed"]

_GIVE_UP: Final = 8
"""Failed requests in a row after which no more are made to a model."""

_LONG_WAIT: Final = 3.0
"""Seconds; a longer wait is shown."""


def sample_seed(run_seed: int, arm: Arm, problem: Problem, sample: int) -> int:
    """Return the seed of one sample, from 0 to 2³¹ − 1.

    It depends on the arguments alone, and not on the order or the time of requests.
    """
    text = "\0".join([str(run_seed), *arm.key, problem.id, str(sample)])
    digest = hashlib.blake2b(text.encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") >> 1


@dataclass(slots=True)
class Budget:
    """What may be spent, and what was spent. Requests that are under way when the budget is used up
    are finished, and cost more than it.

    Parameters
    ----------
    cost : float or None
        In the currency of the prices.
    tokens : int or None
        Of prompts and answers together.
    """

    cost: float | None = None
    tokens: int | None = None
    spent: float = 0.0
    used: int = 0

    @property
    def exhausted(self) -> bool:
        """Whether no more requests may be made."""
        # Rounding: a sum of cents may be a little too small.
        return (self.cost is not None and self.spent >= self.cost * (1 - 1e-9)) or (
            self.tokens is not None and self.used >= self.tokens
        )

    def add(self, record: AnswerRecord) -> None:
        """Count an answer."""
        self.spent += record.cost
        self.used += record.tokens

    def needs_usage(self, settings: ModelSettings) -> bool:
        """Whether it can only be kept if a model says how many tokens it uses."""
        priced = self.cost is not None and settings.price != Price()
        return settings.uses_tokens and (priced or self.tokens is not None)


@dataclass(slots=True)
class Progress:
    """How far a run has come.

    Attributes
    ----------
    total, answered, failed : int
        Samples asked for; with an answer; without one after all attempts.
    stopped : dict
        Why no more requests are made, by model.
    errors : dict
        Why the last failed request failed, by model.
    waiting : str
        Which model is waited for, and until when; empty if none is.
    """

    total: int = 0
    answered: int = 0
    failed: int = 0
    stopped: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    waiting: str = ""


@dataclass
class Sampling:
    """Asks the models of a run for the samples that are missing.

    Parameters
    ----------
    lines : LineWriter
        The file of answers.
    problems : sequence of Problem
    arms : sequence of Arm
    seed : int
        Of the run.
    prompt_for : callable
        Gives the prompt for a problem and a style.
    budget : Budget
    changed : callable
        Called after each request.
    backoff : float
        Seconds before the first repetition of a request.
    """

    lines: LineWriter
    problems: Sequence[Problem]
    arms: Sequence[Arm]
    seed: int
    prompt_for: Callable[[Problem, str], Prompt]
    budget: Budget
    changed: Callable[[], None]
    backoff: float

    def __post_init__(self) -> None:
        self._answered = SampleTable(self.problems, {arm.key: arm.samples for arm in self.arms})
        total = sum(arm.samples * len(self.problems) for arm in self.arms)
        self.progress = Progress(total=total)

    def recall(self, records: Iterator[AnswerRecord]) -> None:
        """Count what earlier runs have asked for and spent."""
        for record in records:
            self.budget.add(record)
            if record.answer is not None and self._answered.mark(record) is not None:
                self.progress.answered += 1

    def _pending(self, arms: Sequence[Arm]) -> Iterator[tuple[Arm, int, int]]:
        """Yield what is missing: the first sample of every problem, then the second, and so on.

        A run that is stopped then has about equally many samples of each problem.
        """
        for sample in range(max(arm.samples for arm in arms)):
            for arm in arms:
                if sample < arm.samples:
                    for place in range(len(self.problems)):
                        if not self._answered[arm.key, place, sample]:
                            yield arm, place, sample

    async def run_model(self, settings: ModelSettings, model: Model) -> None:
        """Ask one model for everything that is missing."""
        arms = [arm for arm in self.arms if arm.model.name == settings.name]
        pending = self._pending(arms)
        pace = Pace(settings.requests_per_minute)
        failures_in_a_row = 0

        async def work() -> None:
            nonlocal failures_in_a_row
            for arm, place, sample in pending:
                if settings.name in self.progress.stopped:
                    return
                if self.budget.exhausted:
                    self.progress.stopped[settings.name] = "the budget is used up"
                    return
                failed = await self._ask(model, pace, arm, place, sample)
                if failed is None:
                    failures_in_a_row = 0
                    continue
                if failed.kind != "missing":
                    failures_in_a_row += 1
                if failed.fatal or failures_in_a_row >= max(_GIVE_UP, settings.concurrency):
                    self.progress.stopped.setdefault(settings.name, failed.reason)

        async with asyncio.TaskGroup() as group:
            for _ in range(settings.concurrency):
                group.create_task(work())

    async def _ask(
        self, model: Model, pace: Pace, arm: Arm, place: int, sample: int
    ) -> RequestFailed | None:
        problem, settings = self.problems[place], arm.model
        prompt = self.prompt_for(problem, arm.style)
        seed = sample_seed(self.seed, arm, problem, sample)
        request = Request(problem=problem, prompt=prompt, sample=sample, seed=seed)
        record = AnswerRecord(
            model=settings.name,
            style=arm.style,
            problem=problem.id,
            sample=sample,
            prompt=prompt.digest if arm.style else "",
            seed=seed,
        )
        start = time.monotonic()
        failed = None
        used = [0, 0]  # tokens of prompts and of answers, over all attempts

        def count(prompt: int, completion: int) -> None:
            used[0] += prompt
            used[1] += completion

        async def attempt() -> Answer:
            try:
                return await model.answer(request)
            except RequestFailed as failure:
                count(failure.prompt_tokens, failure.completion_tokens)
                raise
            except (BBSynthError, OSError):
                raise
            except Exception as error:
                # An unforeseen kind of answer must not end the whole run.
                raise RequestFailed(
                    f"the answer could not be read ({type(error).__name__}: {error})",
                    kind="nonsense",
                    retry=True,
                ) from error

        def waiting(seconds: float, failure: RequestFailed) -> None:
            if seconds >= _LONG_WAIT:
                until = datetime.now() + timedelta(seconds=seconds)
                self.progress.waiting = (
                    f"{settings.name} waits until {until:%H:%M:%S}: {failure.kind}"
                )
                self.changed()

        try:
            record.answer = await with_retries(
                attempt,
                pace=pace,
                retries=settings.retries,
                failures=record.failures,
                base=self.backoff,
                waiting=waiting,
            )
        except RequestFailed as failure:
            failed = failure
            record.error, record.error_kind = failure.reason, failure.kind
            record.failures = record.failures[:-1]
            self.progress.failed += 1
            self.progress.errors[settings.name] = failure.reason
        except asyncio.CancelledError:
            if record.failures or any(used):
                # Failed attempts are kept, whatever ends the run.
                record.error, record.error_kind = "the run was ended", "interrupted"
                self._keep(record, settings.price, used, start)
            raise
        else:
            answer = record.answer
            count(answer.prompt_tokens or 0, answer.completion_tokens or 0)
            self._answered.mark(record)
            self.progress.answered += 1
            if self.budget.needs_usage(settings) and answer.completion_tokens is None:
                self.progress.stopped.setdefault(
                    settings.name, "it does not say how many tokens it uses, and there is a budget"
                )
        self.progress.waiting = ""
        self._keep(record, settings.price, used, start)
        self.changed()
        # A model that answers at once must not hold up the others.
        await asyncio.sleep(0)
        return failed

    def _keep(self, record: AnswerRecord, price: Price, used: list[int], start: float) -> None:
        record.cost = (price.prompt * used[0] + price.completion * used[1]) / 1e6
        record.tokens = sum(used)
        record.seconds = round(time.monotonic() - start, 4)
        record.at = datetime.now(UTC).isoformat(timespec="seconds")
        self.lines.write(record)
        self.budget.add(record)
