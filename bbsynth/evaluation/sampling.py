"""Asking models, many questions at a time, and keeping every answer."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth._common.journal import Journal
from bbsynth.errors import BBSynthError
from bbsynth.evaluation.answers import Answer, Model, Request, RequestFailed
from bbsynth.evaluation.folder import AnswerRecord, Arm
from bbsynth.evaluation.prompts import Prompt
from bbsynth.evaluation.specs import ModelSpec, Price
from bbsynth.evaluation.transport import Pace, with_retries
from bbsynth.problems import Problem

__all__ = ["Budget", "Progress", "Sampling", "sample_seed"]

_GIVE_UP: Final = 8
"""Requests that fail one after the other before no more are made to a model."""

_LONG_WAIT: Final = 3.0
"""Seconds; of a longer wait people are told."""


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
        self.used += record.tokens

    def needs_usage(self, spec: ModelSpec) -> bool:
        """Whether it cannot be kept to if a model does not say how many tokens it uses."""
        if spec.kind not in ("endpoint", "command"):
            return False
        priced = self.cost is not None and bool(spec.price.prompt or spec.price.completion)
        return priced or self.tokens is not None


@dataclass(slots=True)
class Usage:
    """Tokens that one sample took, over all attempts."""

    prompt: int = 0
    completion: int = 0

    @property
    def total(self) -> int:
        """Of prompts and answers together."""
        return self.prompt + self.completion

    def add(self, prompt: int, completion: int) -> None:
        """Count what was used."""
        self.prompt += prompt
        self.completion += completion

    def cost(self, price: Price) -> float:
        """Return what it costs."""
        return (price.prompt * self.prompt + price.completion * self.completion) / 1e6


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
    waiting : str
        Which model keeps everybody waiting, and until when, if one does.
    """

    total: int = 0
    answered: int = 0
    failed: int = 0
    stopped: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    waiting: str = ""


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
        spent = Usage()

        async def attempt() -> Answer:
            try:
                return await model.answer(request)
            except RequestFailed as failure:
                spent.add(failure.prompt_tokens, failure.completion_tokens)
                raise
            except (BBSynthError, OSError):
                raise
            except Exception as error:
                # One answer that nobody thought of must not take the others with it.
                raise RequestFailed(
                    f"the answer could not be read ({type(error).__name__}: {error})",
                    kind="nonsense",
                    retry=True,
                ) from error

        def waiting(seconds: float, failure: RequestFailed) -> None:
            if seconds >= _LONG_WAIT:
                until = datetime.now() + timedelta(seconds=seconds)
                self.progress.waiting = f"{spec.name} waits until {until:%H:%M:%S}: {failure.kind}"
                self._changed()

        try:
            record.answer = await with_retries(
                attempt,
                pace=pace,
                retries=spec.retries,
                failures=record.failures,
                base=self._backoff,
                waiting=waiting,
            )
        except RequestFailed as failure:
            failed = failure
            record.error, record.error_kind = failure.reason, failure.kind
            record.failures = record.failures[:-1]
            self.progress.failed += 1
            self.progress.errors[spec.name] = failure.reason
        except asyncio.CancelledError:
            if record.failures or spent.total:
                # What was tried in vain is kept, whatever ends the run.
                record.error, record.error_kind = "the run was ended", "interrupted"
                self._keep(record, spec, spent, start)
            raise
        else:
            answer = record.answer
            spent.add(answer.prompt_tokens or 0, answer.completion_tokens or 0)
            self._answered[arm.key][place, sample] = True
            self.progress.answered += 1
            if self._budget.needs_usage(spec) and answer.completion_tokens is None:
                self.progress.stopped.setdefault(
                    spec.name, "it does not say how many tokens it uses, and there is a budget"
                )
        self.progress.waiting = ""
        self._keep(record, spec, spent, start)
        self._changed()
        # A model that answers without waiting would keep everybody else waiting.
        await asyncio.sleep(0)
        return failed

    def _keep(self, record: AnswerRecord, spec: ModelSpec, spent: Usage, start: float) -> None:
        record.cost = spent.cost(spec.price)
        record.tokens = spent.total
        record.seconds = round(time.monotonic() - start, 4)
        record.at = datetime.now(UTC).isoformat(timespec="seconds")
        self._journal.append(record)
        self._budget.add(record)
