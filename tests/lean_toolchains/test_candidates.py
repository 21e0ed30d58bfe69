"""Where a native Lean may be, and in which order the places are looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.errors import UsageError
from bbsynth.lean.candidates import PINNED_SOURCE, named_candidate, native_candidates
from tests.judge.standins import PINNED_FOLDER, Elan, bare_machine


@pytest.fixture
def elan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elan:
    return bare_machine(tmp_path, monkeypatch)


def test_the_order(elan: Elan, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = ("v4.9.0", "v4.28.0", "v4.29.0", "v4.30.0", "v4.31.0", "v4.32.0-rc1")
    for name in versions:
        (elan.home / "toolchains" / f"leanprover--lean4---{name}").mkdir(parents=True)
    elan.set_default("leanprover/lean4:v4.29.0")
    elan.add_programs()
    monkeypatch.setenv("PATH", str(elan.home / "bin"))
    found = [(one.source, bool(one.passed_over)) for one in native_candidates()]
    assert found == [
        (PINNED_SOURCE, False),
        ("elan, leanprover/lean4:v4.29.0, its default", False),
        ("elan, leanprover/lean4:v4.31.0", False),
        ("elan, leanprover/lean4:v4.30.0", False),
        ("elan, leanprover/lean4:v4.9.0", True),
        ("elan, leanprover/lean4:v4.32.0-rc1", True),
        ("$PATH", False),
    ]


def test_an_empty_machine(elan: Elan) -> None:
    (pinned,) = native_candidates()
    assert pinned.program == elan.home / "toolchains" / PINNED_FOLDER / "bin" / "lean"


def test_what_is_named(elan: Elan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert named_candidate("auto", "x") is None
    monkeypatch.setenv("BBSYNTH_LEAN", "~/bin/lean")
    named = named_candidate("auto", "x")
    assert named is not None
    assert (named.source, named.program) == ("$BBSYNTH_LEAN", tmp_path / "home" / "bin" / "lean")
    with pytest.raises(UsageError, match=r"x names a toolchain, 'v4.36.0', and .BBSYNTH_LEAN a"):
        named_candidate("v4.36.0", "x")
    monkeypatch.delenv("BBSYNTH_LEAN")
    with pytest.raises(UsageError, match=r"x is 'v4.36.0'; possible are auto, native, embedded, "):
        named_candidate("v4.36.0", "x")
    folder = elan.home / "toolchains" / "leanprover--lean4---v4.36.0"
    folder.mkdir(parents=True)
    for name in ("v4.36.0", "leanprover/lean4:v4.36.0", str(folder)):
        named = named_candidate(name, "x")
        assert named is not None
        assert named.program == folder / "bin" / "lean"


@pytest.mark.usefixtures("elan")
def test_names_that_are_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    for wanted in ("x" * 5000, "/" + "x" * 300):
        with pytest.raises(UsageError, match=r"^x is .* longer than the name of a file may be"):
            named_candidate(wanted, "x")
    with pytest.raises(UsageError, match="possible are auto"):
        named_candidate("v" * 250, "x")  # too long only with what elan puts before it
    monkeypatch.setenv("BBSYNTH_LEAN", "x" * 5000)
    with pytest.raises(UsageError, match=r"^\$BBSYNTH_LEAN is 'x+' and so on"):
        named_candidate("auto", "x")
