"""Checking the fields of certificates, and how large they may be."""

from __future__ import annotations

from typing import Final

from bbsynth.errors import UsageError

__all__ = [
    "MAX_AUTOMATON",
    "MAX_BLOCKS",
    "MAX_COUNT",
    "MAX_MACRO_STEPS",
    "MAX_WINDOW",
    "MAX_WORD",
    "check_field",
]

MAX_WINDOW: Final = 64
"""Cells, pairs or letters in what a certificate compares; far more than any search can use."""

MAX_WORD: Final = 200
"""Symbols in a word of a block."""

MAX_COUNT: Final = 1_000
"""The t and the p of a block."""

MAX_BLOCKS: Final = 50
"""Blocks on one side of a family."""

MAX_MACRO_STEPS: Final = 100_000
"""Macro steps from one member of a family to the next."""

MAX_AUTOMATON: Final = 30
"""States of an automaton."""


def check_field(kind: str, name: str, value: object, least: int, most: int | None = None) -> None:
    """Raise `UsageError` unless `value` is an integer from `least` to `most`."""
    good = isinstance(value, int) and not isinstance(value, bool) and value >= least
    if not good or (most is not None and isinstance(value, int) and value > most):
        upto = "" if most is None else f" to {most}"
        raise UsageError(
            f"{kind} certificate: {name} is an integer from {least}{upto}, not {value!r}"
        )
