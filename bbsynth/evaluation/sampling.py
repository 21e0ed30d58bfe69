"""Asking models, many questions at a time, and keeping every answer."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth.evaluation.answers import Answer, Model, Request, RequestFailed
from bbsynth.evaluation.folder import AnswerRecord, Arm
from bbsynth.evaluation.journal import Journal
from bbsynth.evaluation.prompts import Prompt
from bbsynth.evaluation.specs import ModelSpec
from bbsynth.evaluation.transport import Pace, with_retries
from bbsynth.problems import Problem

__all__ = ["Budget", "Progress", "Sampling", "sample_seed"]

_GIVE_UP: Final = 8
"""Requests that fail one after the other before no more are made to a model."""


def sample_seed(run_seed: int, arm: Arm, problem: Problem, sample: int) -> int:
    """Return the seed of one sample, from 0 to 2³¹ − 1.

    It depends on what is written here and on nothing else, neither order nor time.
    """
    text = "\0".join([str(run_seed), *arm.key, problem.id, str(sample)])
    digest = hashlib.blake2b(text.encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") >> 1


@dataclass(slots=True)
class Budget:
    """What may be spent, and what was. Requests under way are not known beforehand, and come on
    top.

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
        """Whether nothing more may be asked."""
        # Sums of cents are a little less than they should be.
        return (self.cost is not None and self.spent >= self.cost * (1 - 1e-9)) or (
            self.tokens is not None and self.used >= self.tokens
        )

    def add(self, record: AnswerRecord) -> None:
        """Count what an answer took."""
        self.spent += record.cost
        if record.answer is not None:
            self.used += (record.answer.prompt_tokens or 0) + (record.answer.completion_tokens or 0)


@dataclass(slots=True)
class Progress:
    """How far a run has come.

    Attributes
    ----------
    total, answered, failed : int
        Samples asked for; with an answer; without one after all attempts of this run.
    stopped : dict
        The reason why no more requests are made, by model.
    errors : dict
        The last reason of a failed request, by model.
    """

    total: int = 0
    answered: int = 0
    failed: int = 0
    stopped: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


class Sampling:
    """Asks the models of a run for what is not there yet.

    Parameters
    ----------
    journal : Journal
        Of the answers.
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

    def __init__(
        self,
        journal: Journal,
        *,
        problems: Sequence[Problem],
        arms: Sequence[Arm],
        seed: int,
        prompt_for: Callable[[Problem, str], Prompt],
        budget: Budget,
        changed: Callable[[], None],
        backoff: float = 1.0,
    ) -> None:
        self._journal = journal
        self._problems = problems
        self._arms = arms
        self._seed = seed
        self._prompt_for = prompt_for
        self._budget = budget
        self._changed = changed
        self._backoff = backoff
        self._answered: dict[tuple[str, str], npt.NDArray[np.bool_]] = {
            arm.key: np.zeros((len(problems), arm.samples), dtype=bool) for arm in arms
        }
        self.progress = Progress(total=sum(arm.samples * len(problems) for arm in arms))

    def recall(self, records: Iterator[AnswerRecord]) -> None:
        """Note what earlier runs have left behind."""
        places = {problem.id: i for i, problem in enumerate(self._problems)}
        for record in records:
            self._budget.add(record)
            table = self._answered.get((record.model, record.style))
            place = places.get(record.problem)
            if table is None or place is None or record.answer is None:
                continue
            if 0 <= record.sample < table.shape[1] and not table[place, record.sample]:
                table[place, record.sample] = True
                self.progress.answered += 1

    def _pending(self, arms: Sequence[Arm]) -> Iterator[tuple[Arm, int, int]]:
        """Yield what is missing: the first sample of everything, then the second, and so on.

        A run that is stopped has then about as many samples of each problem.
        """
        for sample in range(max(arm.samples for arm in arms)):
            for arm in arms:
                if sample < arm.samples:
                    for place in range(len(self._problems)):
                        if not self._answered[arm.key][place, sample]:
                            yield arm, place, sample

    async def run_model(self, spec: ModelSpec, model: Model) -> None:
        """Ask one model for everything that is missing."""
        arms = [arm for arm in self._arms if arm.model.name == spec.name]
        pending = self._pending(arms)
        pace = Pace(spec.requests_per_minute)
        failures_in_a_row = 0

        async def work() -> None:
            nonlocal failures_in_a_row
            for arm, place, sample in pending:
                if spec.name in self.progress.stopped:
                    return
                if self._budget.exhausted:
                    self.progress.stopped[spec.name] = "the budget is used up"
                    return
                failed = await self._ask(model, pace, arm, place, sample)
                if failed is None:
                    failures_in_a_row = 0
                    continue
                if failed.kind != "missing":
                    failures_in_a_row += 1
                if failed.fatal or failures_in_a_row >= max(_GIVE_UP, spec.concurrency):
                    self.progress.stopped.setdefault(spec.name, failed.reason)

        async with asyncio.TaskGroup() as group:
            for _ in range(spec.concurrency):
                group.create_task(work())

    async def _ask(
        self, model: Model, pace: Pace, arm: Arm, place: int, sample: int
    ) -> RequestFailed | None:
        problem, spec = self._problems[place], arm.model
        prompt = self._prompt_for(problem, arm.style)
        seed = sample_seed(self._seed, arm, problem, sample)
        request = Request(problem=problem, prompt=prompt, sample=sample, seed=seed)
        record = AnswerRecord(
            model=spec.name,
            style=arm.style,
            problem=problem.id,
            sample=sample,
            prompt=prompt.digest if arm.style else "",
            seed=seed,
        )
        start = time.monotonic()
        failed = None
        try:
            record.answer = await with_retries(
                lambda: model.answer(request),
                pace=pace,
                retries=spec.retries,
                failures=record.failures,
                base=self._backoff,
            )
        except RequestFailed as failure:
            failed = failure
            record.error, record.error_kind = failure.reason, failure.kind
            record.failures = record.failures[:-1]
            self.progress.failed += 1
            self.progress.errors[spec.name] = failure.reason
        else:
            record.cost = _cost(spec, record.answer)
            self._answered[arm.key][place, sample] = True
            self.progress.answered += 1
        record.seconds = round(time.monotonic() - start, 4)
        record.at = datetime.now(UTC).isoformat(timespec="seconds")
        self._journal.append(record)
        self._budget.add(record)
        self._changed()
        # A model that answers without waiting would keep everybody else waiting.
        await asyncio.sleep(0)
        return failed


def _cost(spec: ModelSpec, answer: Answer) -> float:
    return (
        spec.price.prompt * (answer.prompt_tokens or 0)
        + spec.price.completion * (answer.completion_tokens or 0)
    ) / 1e6
