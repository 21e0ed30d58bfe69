from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bbsynth.judge import Judge
from bbsynth.lean.toolchain import Toolchain

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def judge(toolchain: Toolchain) -> Iterator[Judge]:
    """A judge with one process. It is started when it is first asked."""
    with Judge(toolchain=toolchain, jobs=1) as judge:
        yield judge
