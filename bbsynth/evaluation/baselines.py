"""Baselines that need no model: what Lean's automation does, what luck does, what we know.

- `SingleTactic`: one tactic, the same for every problem. What it solves is no test of a model.
- `RandomScripts`: scripts drawn at random, without a look at the problem, from a table of what
  proofs in this library look like. At a low temperature it mostly says the likeliest things, at a
  high one it says all sorts of things; so it has a true pass@k curve at each.
- `CertificateProver`: the reference proof, an upper bound.
"""

from __future__ import annotations

import math
import random
from typing import Final

from bbsynth.busy_beaver.certificate import Guess, kinds
from bbsynth.errors import UsageError
from bbsynth.evaluation.answers import Answer, Request
from bbsynth.evaluation.specs import ModelSpec

__all__ = ["CertificateProver", "RandomScripts", "SingleTactic"]


class SingleTactic:
    """Answers every problem with the same tactic.

    Parameters
    ----------
    spec : ModelSpec
        Of kind ``tactic``; ``model`` is the tactic, such as ``simp`` or ``decide +kernel``.

    Raises
    ------
    UsageError
        If it is more than one line.
    """

    def __init__(self, spec: ModelSpec) -> None:
        if "\n" in spec.model:
            raise UsageError(f"model {spec.name!r}: a tactic is one line; use `<;>` or `;`")
        self._text = f"by {spec.model}"

    async def answer(self, request: Request) -> Answer:  # noqa: ARG002
        """Return the tactic."""
        return Answer(text=self._text, finish="stop")

    async def close(self) -> None:
        """Nothing to give back."""


class CertificateProver:
    """Answers every problem with its reference proof, which is made from a certificate."""

    async def answer(self, request: Request) -> Answer:
        """Return the reference proof."""
        return Answer(text=request.problem.reference_proof, finish="stop")

    async def close(self) -> None:
        """Nothing to give back."""


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
    spec : ModelSpec
        Of kind ``scripts``; ``model`` is the temperature.
    """

    def __init__(self, spec: ModelSpec) -> None:
        self._temperature = float(spec.model)
        guesses = [*_GUESSES, *(guess for kind in kinds().values() for guess in kind.guesses)]
        self._guesses = sorted(guesses, key=lambda guess: -guess.logit)
        best = self._guesses[0].logit
        self._weights = [
            math.exp((guess.logit - best) / self._temperature) for guess in self._guesses
        ]

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
        """Nothing to give back."""
