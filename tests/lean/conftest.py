"""One judge for all tests of the library."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bbsynth.judge import Judge
from bbsynth.judge.toolchain import Toolchain


@pytest.fixture(scope="session")
def judge(toolchain: Toolchain) -> Iterator[Judge]:
    with Judge(toolchain=toolchain, jobs=1, remember=False) as judge:
        yield judge
