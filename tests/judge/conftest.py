"""One judge for all tests that ask a real Lean: starting one takes seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bbsynth.judge import Judge
from bbsynth.judge.toolchain import Toolchain


@pytest.fixture(scope="session")
def judge(toolchain: Toolchain) -> Iterator[Judge]:
    """A judge with one process. It is started when it is first asked."""
    with Judge(toolchain=toolchain, jobs=1, remember=False) as judge:
        yield judge
