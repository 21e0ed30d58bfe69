"""A baseline: one tactic for every problem. What it solves is no test of a model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from bbsynth.evaluation.model import Answer, ModelSettings, NotEmpty, Request

__all__ = ["SETTINGS", "SingleTactic", "TacticSettings"]


class SingleTactic:
    """Answers every problem with the same tactic."""

    def __init__(self, tactic: str) -> None:
        self._text = f"by {tactic}"

    async def answer(self, request: Request) -> Answer:  # noqa: ARG002
        """Return the tactic."""
        return Answer(text=self._text, finish="stop")

    async def close(self) -> None:
        """Nothing has to be released."""


class TacticSettings(ModelSettings, frozen=True, kw_only=True, tag="tactic"):
    """A tactic as a model.

    Attributes
    ----------
    tactic : str
        Such as ``simp`` or ``decide +kernel``; ``model`` in files.
    """

    tactic: NotEmpty = msgspec.field(name="model")

    deterministic: ClassVar[bool] = True
    is_automation: ClassVar[bool] = True

    def complaints(self) -> Iterator[str]:
        """Yield what is wrong."""
        yield from super().complaints()
        if "\n" in self.tactic:
            yield "a tactic is one line; use `<;>` or `;`"

    def open(self) -> SingleTactic:
        """Return the model."""
        return SingleTactic(self.tactic)


SETTINGS = TacticSettings
