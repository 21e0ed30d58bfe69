from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.problems import Dataset

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """The committed problems."""
    return Dataset.open(ROOT / "generated" / "2x2")
