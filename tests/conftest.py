"""What all tests share: which examples are drawn, a cache of their own, and a Lean.

Tests with drawn examples draw the same ones in every run: whether a commit passes is no matter of
luck. ``make search`` draws other ones, in each run.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import settings

from bbsynth.embedded_lean.install import install_embedded
from bbsynth.errors import ToolchainError
from bbsynth.judge.selection import find_toolchain
from bbsynth.lean.toolchain import Toolchain

pytest_plugins = ["tests.fixtures.judge", "tests.fixtures.problems", "tests.fixtures.release"]

# No deadlines: the first call of a compiled function compiles it, which takes seconds.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile("same")


NEEDS_LEAN: Final = ("toolchain", "embedded")
"""The fixtures that give a Lean: a test that uses one, by way of others too, needs it."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs Lean."""
    for item in items:
        assert isinstance(item, pytest.Function)
        if not set(NEEDS_LEAN).isdisjoint(item.fixturenames):
            item.add_marker("lean")


@pytest.fixture(scope="session", autouse=True)
def _fresh_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What earlier runs found out is not used: every proof is judged."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("BBSYNTH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _ctrl_c_works() -> None:
    """Tests started in the background of a shell ignore Ctrl-C, and so would their children."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def toolchain() -> Toolchain:
    """The Lean that bbsynth would use here; the embedded one is installed if there is none."""
    try:
        return find_toolchain()
    except ToolchainError:
        install_embedded()
        return find_toolchain()


@pytest.fixture(scope="session")
def embedded() -> Toolchain:
    """The embedded Lean, installed if it is missing."""
    install_embedded()
    return find_toolchain("embedded")
