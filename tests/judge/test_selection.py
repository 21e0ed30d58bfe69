"""Which Lean is used, on machines that are played: elan's folders and Leans of both kinds."""

from __future__ import annotations

import dataclasses
import logging
import re
import shutil
from pathlib import Path

import pytest

from bbsynth.errors import ToolchainError, UsageError
from bbsynth.judge import selection
from bbsynth.judge.selection import (
    Selection,
    find_native,
    find_toolchain,
    native_hint,
    select_toolchain,
)
from bbsynth.lean import native as native_module
from bbsynth.lean.native import NativeToolchain
from bbsynth.lean.toolchain import Toolchain
from tests.judge.faking import fake_toolchain
from tests.judge.standins import PINNED_FOLDER, Elan, Standin, bare_machine, impatient, starts

NEW = "leanprover--lean4---v4.36.0"


@pytest.fixture
def elan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elan:
    """A machine with nothing on it, and little patience."""
    impatient(monkeypatch)
    return bare_machine(tmp_path, monkeypatch)


@pytest.fixture
def embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Toolchain:
    toolchain = dataclasses.replace(fake_toolchain(tmp_path), kind="embedded")
    monkeypatch.setattr(selection, "find_embedded", lambda: toolchain)
    return toolchain


def reasons(found: Selection) -> dict[str, str]:
    return {one.source: one.reason for one in found.considered}


def test_the_pin_comes_first(elan: Elan, embedded: Toolchain) -> None:
    elan.add_programs()
    new = elan.add(NEW, Standin(version="4.36.0"))
    pin = elan.add(PINNED_FOLDER, Standin())
    elan.set_default("leanprover/lean4:v4.36.0")
    notes: list[str] = []
    found = select_toolchain(note=notes.append)
    assert isinstance(found.toolchain, NativeToolchain)
    assert found.toolchain.prefix == pin
    assert notes[0].startswith(f"testing {pin}/bin/lean before its first use")
    assert starts(new) == []
    assert elan.calls == []
    assert [(one.source, one.taken) for one in found.considered] == [
        ("elan, the pinned toolchain", True),
        ("elan, leanprover/lean4:v4.36.0, its default", False),
        ("$PATH", False),
        ("bbsynth setup", False),
    ]
    assert (
        reasons(found)["elan, leanprover/lean4:v4.36.0, its default"] == "another one comes first"
    )
    assert found.remark == native_hint(found) == ""
    # The second time it is only asked for its version.
    before = len(starts(pin))
    assert select_toolchain(note=notes.append).toolchain == found.toolchain
    assert starts(pin)[before:] == ["--version"]
    # Removed between two commands.
    (pin / "bin" / "lean").unlink()
    assert select_toolchain().considered[0].reason.startswith("its installation is incomplete")


@pytest.mark.parametrize(
    ("standin", "reason"),
    [
        (Standin(version="4.36.0", errors=("library",)), "the Lean library does not compile: "),
        (Standin(version="4.36.0", errors=("judge",)), "the judge does not start: "),
        (Standin(version="4.36.0", rejects="grind"), "does not accept the honest proof 'grind'"),
        (Standin(version="4.36.0", accepts="= 3"), "accepts the false proof 'decide' of 'three'"),
        (
            Standin(version="4.36.0", hangs_at="small"),
            "it did not compile a file of three lines within 1.5 seconds",
        ),
        (Standin(version="4.36.0", errors=("version",)), "`lean --version` failed"),
        (Standin(version="4.27.0"), "it is Lean 4.27.0, and bbsynth needs at least 4.28.0"),
    ],
    ids=["library", "judge", "honest", "false", "hangs", "broken", "old"],
)
def test_one_that_fails_is_not_used(
    elan: Elan,
    embedded: Toolchain,
    standin: Standin,
    reason: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    elan.add_programs()
    prefix = elan.add(NEW, standin)
    elan.set_default("leanprover/lean4:stable")
    caplog.set_level(logging.WARNING, "bbsynth")
    assert find_toolchain() == embedded
    (line,) = caplog.messages
    assert line.startswith(
        f"The embedded Lean is used, and not {prefix}/bin/lean (elan, leanprover/lean4:v4.36.0, "
    )
    assert reason in line
    assert "`bbsynth setup --native` installs Lean 4.28.0" in line
    assert "\n" not in line
    # It is remembered, and said once.
    before = len(starts(prefix))
    assert find_toolchain() == embedded
    assert set(starts(prefix)[before:]) <= {"--version"}
    assert len(caplog.messages) == 1
    assert elan.calls == []
    # It is tested again if that is asked for.
    found = select_toolchain(retry=True)
    assert len(starts(prefix)) > before
    assert reason in found.remark, found.considered


def test_one_that_is_killed_is_tested_again(elan: Elan, embedded: Toolchain) -> None:
    prefix = elan.add(NEW, Standin(killed_at="small"))
    for tests in (1, 2):
        found = select_toolchain()
        assert found.toolchain == embedded
        assert "it was killed as it compiled a file" in found.remark
        assert starts(prefix) == ["--version", "--threads=2 Small.lean"] * tests


def test_a_lean_that_hangs_at_once(
    elan: Elan, embedded: Toolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(native_module, "_SECONDS", 0.3)
    prefix = elan.add(NEW, Standin(hangs_at="version"))
    assert "did not answer within 0.3 seconds" in select_toolchain().remark
    again = select_toolchain()
    assert again.toolchain == embedded
    assert re.search(r"`bbsynth doctor --retry` repeats it, and .* after \d\d:\d\d\)", again.remark)
    assert starts(prefix) == ["--version"]


def test_half_installed(elan: Elan, embedded: Toolchain) -> None:
    prefix = elan.add(NEW, Standin())
    (prefix / "lib" / "lean" / "Init.olean").unlink()
    found = select_toolchain()
    assert found.toolchain == embedded
    assert f"its installation is incomplete: there is no {prefix}/lib/lean/Init.olean" in (
        found.remark
    )
    assert starts(prefix) == []


def test_the_next_one_is_tried(elan: Elan, embedded: Toolchain) -> None:
    elan.add(NEW, Standin(version="4.36.0", errors=("library",)))
    old = elan.add("leanprover--lean4---v4.29.0", Standin(version="4.29.0"))
    elan.add("leanprover--lean4---v4.20.0", Standin(version="4.20.0"))
    found = select_toolchain()
    assert isinstance(found.toolchain, NativeToolchain)
    assert found.toolchain.prefix == old
    assert found.remark == ""
    assert reasons(found)["elan, leanprover/lean4:v4.20.0"] == "older than Lean 4.28.0"


def test_not_all_of_many_are_tried(elan: Elan, embedded: Toolchain) -> None:
    tried = {
        number: elan.add(f"leanprover--lean4---v4.{number}.0", Standin(errors=("small",)))
        for number in (30, 31, 32, 33)
    }
    found = select_toolchain()
    assert found.toolchain == embedded
    assert reasons(found)["elan, leanprover/lean4:v4.30.0"].startswith("only 3 of elan's")
    assert [number for number, prefix in tried.items() if starts(prefix)] == [31, 32, 33]


def test_a_shim_is_never_started(
    elan: Elan, embedded: Toolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    elan.add_programs()
    elan.set_default("leanprover/lean4:stable")
    monkeypatch.setenv("PATH", str(elan.home / "bin"))
    found = select_toolchain()
    assert found.toolchain == embedded
    assert "elan's shim, which is never started" in reasons(found)["$PATH"]
    assert found.remark == ""
    assert "`bbsynth setup --native` has it install Lean 4.28.0" in native_hint(found)
    monkeypatch.setenv("BBSYNTH_LEAN", str(elan.home / "bin" / "lean"))
    with pytest.raises(ToolchainError, match="it is elan's shim, which may download"):
        select_toolchain()
    assert elan.calls == []


def test_on_the_path(
    elan: Elan, embedded: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Standin().install(tmp_path / "lean")
    monkeypatch.setenv("PATH", str(program.parent))
    found = find_native()
    assert found.program == program
    assert found.origin == f"{program} (from $PATH)"
    assert native_hint(select_toolchain()) == ""


def test_a_program_that_is_named(
    elan: Elan, embedded: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin = elan.add(PINNED_FOLDER, Standin())
    program = Standin(version="4.30.0").install(tmp_path / "mine")
    monkeypatch.setenv("BBSYNTH_LEAN", str(program))
    found = find_toolchain()
    assert isinstance(found, NativeToolchain)
    assert found.program == program
    monkeypatch.setenv("BBSYNTH_LEAN", str(Standin(errors=("library",)).install(tmp_path / "bad")))
    for _ in range(2):
        with pytest.raises(ToolchainError) as caught:
            find_toolchain()
        assert f"$BBSYNTH_LEAN names {tmp_path}/bad/bin/lean, which cannot be used: " in str(
            caught.value
        )
        assert "error: library is not what it was" in str(caught.value)
    assert "`bbsynth doctor --retry` repeats it" in str(caught.value)
    assert starts(pin) == []
    monkeypatch.setenv("BBSYNTH_TOOLCHAIN", "embedded")
    assert find_toolchain() == embedded


def test_a_toolchain_that_is_named(
    elan: Elan, embedded: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elan.add(PINNED_FOLDER, Standin())
    new = elan.add(NEW, Standin(version="4.36.0"))
    for name in ("v4.36.0", "leanprover/lean4:v4.36.0", str(new)):
        monkeypatch.setenv("BBSYNTH_TOOLCHAIN", name)
        assert find_native().prefix == new
    monkeypatch.setenv("BBSYNTH_LEAN", str(tmp_path))
    with pytest.raises(UsageError, match="set only one of them"):
        find_toolchain()
    monkeypatch.setenv("BBSYNTH_TOOLCHAIN", str(tmp_path))
    monkeypatch.delenv("BBSYNTH_LEAN")
    with pytest.raises(ToolchainError, match=r"names .*bin/lean, which .*: there is no such file"):
        find_toolchain()


def test_words(elan: Elan, embedded: Toolchain, monkeypatch: pytest.MonkeyPatch) -> None:
    pin = elan.add(PINNED_FOLDER, Standin())
    assert find_toolchain("embedded") == embedded
    assert find_toolchain("native").kind == "native"
    monkeypatch.setenv("BBSYNTH_TOOLCHAIN", "embedded")
    assert find_toolchain() == embedded
    assert find_native().prefix == pin
    (pin / "bin" / "lean").unlink()
    with pytest.raises(ToolchainError, match="no usable Lean\n  elan, the pinned toolchain: "):
        find_toolchain("native")
    with pytest.raises(UsageError, match="prefer is 'wasm'; possible are auto, native, embedded,"):
        find_toolchain("wasm")
    monkeypatch.setenv("BBSYNTH_TOOLCHAIN", "any")
    with pytest.raises(UsageError, match=r"\$BBSYNTH_TOOLCHAIN is 'any'"):
        find_toolchain()


def test_what_was_looked_for_is_listed(elan: Elan) -> None:
    with pytest.raises(ToolchainError) as caught:
        find_toolchain()
    lines = str(caught.value).splitlines()
    assert lines[0] == "no usable Lean"
    assert lines[1].endswith(f"{PINNED_FOLDER}/bin/lean: not installed")
    assert lines[2] == "  $PATH: lean: not there"
    assert "the embedded Lean: not installed (there is no " in lines[3]
    assert lines[4].startswith("Run `bbsynth setup` to install the embedded Lean, or ")


def test_one_that_is_removed_between_two_commands(
    elan: Elan, embedded: Toolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = elan.add(PINNED_FOLDER, Standin())
    chosen = select_toolchain().toolchain
    assert chosen is not None
    assert chosen.kind == "native"
    shutil.rmtree(prefix)
    found = select_toolchain()
    assert (found.toolchain, found.remark) == (embedded, "")
    monkeypatch.setenv("BBSYNTH_LEAN", str(prefix / "bin" / "lean"))
    with pytest.raises(ToolchainError, match=r"there is no such file\.\nName another Lean"):
        select_toolchain()
    # What had been chosen before says so, too.
    with pytest.raises(ToolchainError, match=r"cannot start .*: No such file or directory; `bbs"):
        chosen.run(["--version"], cwd=elan.home.parent)
