from __future__ import annotations

import asyncio
import time

import pytest

from bbsynth.evaluation.model import RequestFailed
from bbsynth.evaluation.retries import Pace, with_retries


def attempts(*results: RequestFailed | str, retries: int = 5) -> tuple[str, list[str], int]:
    """Ask for results in turn."""
    rest = list(results)
    failures: list[str] = []

    async def ask() -> str:
        result = rest.pop(0)
        if isinstance(result, RequestFailed):
            raise result
        return result

    async def go() -> str:
        return await with_retries(ask, pace=Pace(), retries=retries, failures=failures, base=0.001)

    try:
        return asyncio.run(go()), failures, len(rest)
    except RequestFailed as failed:
        return failed.reason, failures, len(rest)


BUSY = RequestFailed("busy", kind="server", retry=True)
REFUSED = RequestFailed("no", kind="refused")


def test_it_is_asked_again() -> None:
    assert attempts(BUSY, BUSY, "yes", "never") == ("yes", ["server: busy"] * 2, 1)


def test_it_is_not_asked_again_in_vain() -> None:
    assert attempts(REFUSED, "never") == ("no", ["refused: no"], 1)
    assert attempts(BUSY, BUSY, BUSY, "never", retries=2) == ("busy", ["server: busy"] * 3, 1)
    assert attempts(BUSY, "never", retries=0) == ("busy", ["server: busy"], 1)


def test_who_asks_to_wait_is_left_alone() -> None:
    """By all requests, not only the one that was told so."""
    pace = Pace()
    times: list[float] = []
    first = True

    async def ask() -> str:
        nonlocal first
        times.append(time.monotonic())
        if first:
            first = False
            raise RequestFailed("wait", kind="rate-limit", retry=True, wait=0.3)
        return "yes"

    async def go() -> None:
        async def other() -> str:
            await asyncio.sleep(0.05)
            return await with_retries(ask, pace=pace, retries=1, failures=[])

        await asyncio.gather(with_retries(ask, pace=pace, retries=1, failures=[]), other())

    asyncio.run(go())
    assert len(times) == 3
    assert min(times[1:]) - times[0] >= 0.29


def test_requests_are_kept_apart() -> None:
    async def go() -> float:
        pace = Pace(per_minute=3_000)  # one in 20 ms
        start = time.monotonic()
        await asyncio.gather(*(pace.wait() for _ in range(11)))
        return time.monotonic() - start

    assert asyncio.run(go()) >= 0.199


def test_without_a_limit_nobody_waits() -> None:
    async def go() -> float:
        pace = Pace()
        start = time.monotonic()
        for _ in range(1_000):
            await pace.wait()
        return time.monotonic() - start

    assert asyncio.run(go()) < 0.5


@pytest.mark.parametrize("wait", [0.0, -1.0])
def test_a_wait_of_nothing(wait: float) -> None:
    failed = RequestFailed("busy", kind="rate-limit", retry=True, wait=wait)
    assert attempts(failed, "yes")[0] == "yes"


def test_who_asks_to_wait_for_nothing_is_not_hammered() -> None:
    failed = RequestFailed("busy", kind="rate-limit", retry=True, wait=0.0)
    start = time.monotonic()
    attempts(*[failed] * 7, "yes", retries=7)  # 0.5, 1, 2, … ms at least
    assert time.monotonic() - start >= 0.0635


def test_people_are_told_of_waits() -> None:
    told: list[tuple[float, str]] = []
    rest = [RequestFailed("busy", kind="rate-limit", retry=True, wait=0.05)]

    async def ask() -> str:
        if rest:
            raise rest.pop()
        return "yes"

    async def go() -> None:
        await with_retries(
            ask,
            pace=Pace(),
            retries=1,
            failures=[],
            base=0.001,
            waiting=lambda seconds, failed: told.append((seconds, failed.reason)),
        )

    asyncio.run(go())
    assert told == [(0.05, "busy")]
