"""A baseline: proof scripts drawn at random, without a look at the problem.

They come from a table of what proofs in a domain look like. At a low temperature the likeliest
scripts are drawn nearly always, at a high one all of them; so its pass@k curve is known at each.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import msgspec

from bbsynth.evaluation.model import Answer, ModelSettings, NotEmpty, Request
from bbsynth.problems.domain import Domain
from bbsynth.problems.registry import domain_of

__all__ = ["SETTINGS", "RandomScripts", "ScriptsSettings"]


class RandomScripts:
    """Answers with random proof scripts.

    A script is drawn with probability proportional to exp(logit / temperature). Each number is
    drawn from a geometric distribution with the given mean, and is 0 or more; at another
    temperature than 1 the mean is multiplied by it. The draw depends on the seed of the request
    and the domain alone.

    Parameters
    ----------
    temperature : float
        More than 0.
    """

    def __init__(self, temperature: float) -> None:
        self._temperature = temperature

    async def answer(self, request: Request) -> Answer:
        """Draw a script."""
        domain = domain_of(request.problem.family)
        return Answer(text=self.draw(request.seed, domain), finish="stop")

    def draw(self, seed: int, domain: Domain) -> str:
        """Return the script that a seed leads to, of those for problems of a domain."""
        generator = random.Random(seed)  # noqa: S311 - it has to be repeatable
        guesses = sorted(domain.guesses(), key=lambda guess: -guess.logit)
        weights = [
            math.exp((guess.logit - guesses[0].logit) / self._temperature) for guess in guesses
        ]
        (guess,) = generator.choices(guesses, weights)
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
