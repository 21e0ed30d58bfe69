from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bbsynth._common.resources import cache_dir, data_dir, lean_dir, templates_dir
from bbsynth.errors import UsageError
from bbsynth.lean.elan import elan_home


def test_what_comes_with_the_package() -> None:
    assert (lean_dir() / "Judge.lean").is_file()
    assert (templates_dir() / "markdown").is_dir()


def test_where_things_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BBSYNTH_CACHE")
    monkeypatch.delenv("BBSYNTH_HOME", raising=False)
    assert data_dir().name == cache_dir().name == "bbsynth"
    assert data_dir() != cache_dir()
    monkeypatch.setenv("BBSYNTH_HOME", str(tmp_path))
    assert (data_dir(), cache_dir()) == (tmp_path, tmp_path / "cache")
    monkeypatch.setenv("BBSYNTH_CACHE", str(tmp_path / "other"))
    assert (data_dir(), cache_dir()) == (tmp_path, tmp_path / "other")


@pytest.mark.parametrize(
    ("name", "find"), [("BBSYNTH_HOME", data_dir), ("BBSYNTH_CACHE", cache_dir)]
)
def test_a_home_folder_of_nobody(
    name: str, find: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "~nobody-of-that-name/x")
    with pytest.raises(UsageError, match=rf"\${name} is '~nobody-of-that-name/x'"):
        find()


@pytest.mark.parametrize(
    ("name", "find"),
    [("BBSYNTH_HOME", data_dir), ("BBSYNTH_CACHE", cache_dir), ("ELAN_HOME", elan_home)],
)
def test_a_name_that_is_too_long(
    name: str, find: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "/tmp/" + 5000 * "x")
    with pytest.raises(UsageError, match=rf"^\${name} is '/tmp/x+' and so on, 5,005 characters: "):
        find()
