"""One judge for the whole suite, with limits so small that what never ends is soon over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bbsynth.judge import Judge, Limits
from bbsynth.lean.toolchain import Toolchain

LIMITS = Limits(seconds=8, heartbeats=20_000)


@pytest.fixture(scope="session")
def judge(toolchain: Toolchain) -> Iterator[Judge]:
    with Judge(toolchain=toolchain, jobs=1, limits=LIMITS, remember=False) as judge:
        yield judge
