from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from bbsynth.errors import ToolchainError
from bbsynth.judge.install import install_embedded
from bbsynth.judge.toolchain import Toolchain, find_toolchain


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
