"""Problems about machines with two states and two symbols, generated once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.problems import Dataset
from bbsynth.problems.generation import Options, Summary, generate


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
