"""A baseline: proof scripts drawn at random, without a look at the problem.

They come from a table of what proofs in this library look like. At a low temperature the likeliest
scripts are drawn nearly always, at a high one all of them; so its pass@k curve is known at each.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Final

import msgspec

from bbsynth.busy_beaver.certificate import Guess, kinds
from bbsynth.evaluation.model import Answer, ModelSettings, NotEmpty, Request

__all__ = ["SETTINGS", "RandomScripts", "ScriptsSettings"]


_GUESSES: Final = (
    Guess(0.2, "by decide"),
    Guess(0.0, "by simp [Machine.HaltsAfter, Machine.run, Machine.step, machine]"),
    Guess(0.0, "by intro t h; induction t <;> simp_all [Machine.run, Machine.step]"),
    Guess(0.0, "by unfold Machine.HaltsAfter; constructor <;> decide"),
    Guess(-0.5, "by refine ⟨{}, ?_, ?_⟩ <;> decide", (6.0,)),
    Guess(-1.0, "by intro t; cases t <;> simp_all"),
    Guess(-1.0, "by omega"),
    Guess(-1.5, "by grind"),
)
"""Scripts that rest on no kind of certificate."""


class RandomScripts:
    """Answers with random proof scripts.

    A script is drawn with probability proportional to exp(logit / temperature). Each number is
    drawn from a geometric distribution with the given mean, and is 0 or more; at another
    temperature than 1 the mean is multiplied by it. The draw depends on the seed of the request
    alone.

    Parameters
    ----------
    temperature : float
        More than 0.
    """

    def __init__(self, temperature: float) -> None:
        self._temperature = temperature
        guesses = [*_GUESSES, *(guess for kind in kinds().values() for guess in kind.guesses)]
        self._guesses = sorted(guesses, key=lambda guess: -guess.logit)
        best = self._guesses[0].logit
        self._weights = [math.exp((guess.logit - best) / temperature) for guess in self._guesses]

    async def answer(self, request: Request) -> Answer:
        """Draw a script."""
        return Answer(text=self.draw(request.seed), finish="stop")

    def draw(self, seed: int) -> str:
        """Return the script that a seed leads to."""
        generator = random.Random(seed)  # noqa: S311 - it has to be repeatable
        (guess,) = generator.choices(self._guesses, self._weights)
        numbers = [self._number(generator, mean) for mean in guess.means]
        return guess.text.format(*numbers)

    def _number(self, generator: random.Random, mean: float) -> int:
        mean *= self._temperature
        # How many failures come before the first success, of probability 1 / (mean + 1).
        return int(math.log(1.0 - generator.random()) / math.log(mean / (mean + 1.0)))

    async def close(self) -> None:
        """Nothing has to be released."""


class ScriptsSettings(ModelSettings, frozen=True, kw_only=True, tag="scripts"):
    """Random scripts as a model.

    Attributes
    ----------
    temperature : str
        A number, more than 0 and at most 100, as text; ``model`` in files.
    """

    temperature: NotEmpty = msgspec.field(name="model")

    def complaints(self) -> Iterator[str]:
        """Yield what is wrong."""
        yield from super().complaints()
        try:
            possible = 0 < float(self.temperature) <= 100
        except ValueError:
            possible = False
        if not possible:
            yield f"{self.temperature!r} is not a temperature from 0 to 100, such as scripts:0.5"

    def open(self) -> RandomScripts:
        """Return the model."""
        return RandomScripts(float(self.temperature))


SETTINGS = ScriptsSettings
