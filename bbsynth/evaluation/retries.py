"""Requests to an endpoint that fail, are slow, or must not come too often."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from bbsynth.evaluation.model import RequestFailed

__all__ = ["MAX_WAIT", "Pace", "with_retries"]

T = TypeVar("T")

MAX_WAIT: Final = 120.0
"""The longest wait before a request is repeated, in seconds, if the endpoint does not ask for
more."""

_PATIENCE: Final = 3_600.0


class Pace:
    """Keeps requests apart, and holds all of them back while the endpoint wants to be left alone.

    Parameters
    ----------
    per_minute : float, optional
        The most requests in a minute, evenly spaced.
    """

    def __init__(self, per_minute: float | None = None) -> None:
        self._gap = 60.0 / per_minute if per_minute else 0.0
        self._free = 0.0
        self._pause = 0.0

    async def wait(self) -> None:
        """Wait for one's turn."""
        while True:
            now = time.monotonic()
            turn = max(self._free, self._pause, now)
            if self._pause > now:
                # Not yet booked: others may have to be asked again first.
                await asyncio.sleep(self._pause - now)
                continue
            self._free = turn + self._gap
            if turn > now:
                await asyncio.sleep(turn - now)
                if self._pause > time.monotonic():
                    continue
            return

    def hold(self, seconds: float) -> None:
        """Make no request for some seconds."""
        self._pause = max(self._pause, time.monotonic() + seconds)


async def with_retries(
    ask: Callable[[], Awaitable[T]],
    *,
    pace: Pace,
    retries: int,
    failures: list[str],
    base: float = 1.0,
    waiting: Callable[[float, RequestFailed], None] | None = None,
) -> T:
    """Ask until there is an answer, or no point in asking again.

    Waits grow twofold, with a random part, so that many clients do not come back together. What
    the endpoint asks for (``Retry-After``) is kept to, for all requests to it.

    Parameters
    ----------
    ask : callable
        Makes one attempt.
    pace : Pace
        Shared by all requests to the endpoint.
    retries : int
        How many attempts may follow the first.
    failures : list of str
        Gets the reason of every attempt that failed.
    base : float
        Seconds before the second attempt, about.
    waiting : callable, optional
        Told how many seconds are waited before the next attempt, and why.

    Raises
    ------
    RequestFailed
        That of the last attempt.
    """
    for attempt in range(retries + 1):
        await pace.wait()
        try:
            return await ask()
        except RequestFailed as failed:
            failures.append(f"{failed.kind}: {failed.reason}")
            if not failed.retry or attempt == retries:
                raise
            wait = min(base * 2**attempt, MAX_WAIT)
            wait *= random.uniform(0.5, 1.0)  # noqa: S311 - nothing depends on it
            if failed.wait is not None:
                pace.hold(min(failed.wait, _PATIENCE))
                wait = max(wait, min(failed.wait, _PATIENCE))
            if waiting is not None:
                waiting(wait, failed)
            await asyncio.sleep(wait)
    raise AssertionError("unreachable")
