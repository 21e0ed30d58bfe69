"""How far a search may run."""

from __future__ import annotations

from typing import Final

from bbsynth.busy_beaver.machines.validation import check_steps
from bbsynth.errors import UsageError

__all__ = ["MAX_SEARCH_STEPS", "check_search_steps"]

MAX_SEARCH_STEPS: Final = 10**8
"""The searches keep a few bytes for every step."""


def check_search_steps(max_steps: object) -> int:
    """Return `max_steps` as an int.

    Raises
    ------
    UsageError
        If it is not an integer from 0 to ``MAX_SEARCH_STEPS``.
    """
    steps = check_steps(max_steps)
    if steps > MAX_SEARCH_STEPS:
        raise UsageError(f"a search runs at most {MAX_SEARCH_STEPS:,} steps, not {steps:,}")
    return steps
