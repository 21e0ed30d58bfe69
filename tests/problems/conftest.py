"""No deadlines: the first call of a compiled function compiles it, which takes seconds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from bbsynth.problems import Dataset
from bbsynth.problems.generation import Options, Summary, generate

settings.register_profile("compiled", deadline=None)
settings.load_profile("compiled")


@pytest.fixture(scope="session")
def two_by_two_summary(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """All problems of three families about 2x2, written to a folder. Not to be changed."""
    options = Options(
        states=2, families=["halts-after", "halts-leaving", "never-halts"], tracks=["library"]
    )
    return generate(options, tmp_path_factory.mktemp("generated") / "2x2")


@pytest.fixture(scope="session")
def two_by_two(two_by_two_summary: Summary) -> Dataset:
    """The same, as a dataset."""
    return Dataset.open(two_by_two_summary.folder)


@pytest.fixture
def two_by_two_folder(two_by_two_summary: Summary) -> Path:
    """Where it is."""
    return two_by_two_summary.folder
