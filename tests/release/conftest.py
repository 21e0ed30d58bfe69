"""The tiny release, built once with a real Lean. Most tests work on copies of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bbsynth.judge import Judge
from bbsynth.judge.toolchain import Toolchain
from bbsynth.release import PrivateSeed, Summary, build_release
from tests.release.making import SEED, TINY


@pytest.fixture(scope="session")
def release_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `release_judge` remembers its verdicts."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def release_judge(toolchain: Toolchain, release_cache: Path) -> Iterator[Judge]:
    """A judge that remembers what it judged in these tests, and nothing of others."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("BBSYNTH_CACHE", str(release_cache))
        judge = Judge(toolchain=toolchain, jobs=1)
    with judge:
        yield judge


@pytest.fixture(scope="session")
def tiny_summary(
    release_judge: Judge, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Summary, Path]:
    """The tiny release and its private folder. Not to be changed."""
    folder = tmp_path_factory.mktemp("releases")
    private = folder / "private"
    summary = build_release(
        TINY.read_bytes(),
        folder / "tiny",
        judge=release_judge,
        seed=PrivateSeed(SEED),
        private=private,
    )
    return summary, private


@pytest.fixture
def tiny(tiny_summary: tuple[Summary, Path]) -> Path:
    """Where the tiny release is. Not to be changed."""
    return tiny_summary[0].folder


@pytest.fixture
def private(tiny_summary: tuple[Summary, Path]) -> Path:
    """Where its held-out rows are. Not to be changed."""
    return tiny_summary[1]


@pytest.fixture
def copied(tiny: Path, tmp_path: Path) -> Path:
    """A copy of the tiny release, to be changed."""
    return Path(shutil.copytree(tiny, tmp_path / "dist"))
