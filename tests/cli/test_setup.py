"""The command; the installation itself is tested in tests/judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.cli import main, setup
from bbsynth.lean.toolchain import Toolchain
from tests.judge.standins import PINNED_FOLDER, Elan, Standin, bare_machine, impatient, starts


@pytest.fixture
def elan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elan:
    impatient(monkeypatch)
    monkeypatch.setattr(setup, "install_embedded", None)
    return bare_machine(tmp_path, monkeypatch)


def test_a_lean_that_is_there_is_used(
    toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "install_embedded", None)
    assert main(["setup"]) == 0
    out = capsys.readouterr().out
    assert toolchain.origin in out
    assert "Lean library: compiled" in out


def test_the_embedded_lean_beside_another(
    embedded: Toolchain, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []
    monkeypatch.setattr(setup, "install_embedded", lambda **options: asked.append(options))
    assert main(["setup", "--force"]) == 0
    out = capsys.readouterr().out
    assert [options["force"] for options in asked] == [True]
    assert "MB to download" in out
    assert embedded.origin in out


@pytest.mark.parametrize("everything", [False, True])
def test_what_is_compiled(
    toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, everything: bool
) -> None:
    asked: list[list[str]] = []

    def compiled(_: Toolchain, modules: list[str], **options: object) -> Path:
        asked.append(modules)
        return tmp_path

    monkeypatch.setattr(setup, "compiled_library", compiled)
    assert main(["setup", "--all"] if everything else ["setup"]) == 0
    (modules,) = asked
    assert modules[0] == "BBSynth"
    assert ("BBSynth.BusyBeaverThree" in modules) is everything


def test_an_interrupt_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(setup, "install_embedded", interrupted)
    assert main(["setup", "--embedded"]) == 130
    assert "`bbsynth setup` goes on from there" in capsys.readouterr().out


def test_the_pin_through_elan(elan: Elan, capsys: pytest.CaptureFixture[str]) -> None:
    elan.add_programs()
    assert main(["setup", "--native"]) == 2
    assert "See that the network can be reached. Then run `bbsynth setup --native` again" in (
        capsys.readouterr().err
    )
    elan.offer(Standin())
    assert main(["setup", "--native"]) == 0
    out = capsys.readouterr().out
    place = elan.home / "toolchains" / PINNED_FOLDER
    assert f"testing {place}/bin/lean before its first use: compiling the Lean library" in out
    assert f"the native one, {place}/bin/lean (from elan, the pinned toolchain)" in out
    assert len(elan.calls) == 2
    assert main(["setup", "--native"]) == 0
    assert len(elan.calls) == 2


def test_a_pin_that_fails_is_an_error(elan: Elan, capsys: pytest.CaptureFixture[str]) -> None:
    elan.add_programs()
    prefix = elan.add(PINNED_FOLDER, Standin(errors=("library",)))
    for _ in range(2):
        before = len(starts(prefix))
        assert main(["setup", "--native"]) == 2
        assert len(starts(prefix)) > before + 1  # it is tested again
        assert "is installed, but cannot be used: the Lean library does not compile" in (
            capsys.readouterr().err
        )


def test_another_one_that_is_named(
    elan: Elan, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    elan.add(PINNED_FOLDER, Standin())
    other = elan.add("other", Standin())
    monkeypatch.setenv("BBSYNTH_TOOLCHAIN", "other")
    assert main(["setup", "--native"]) == 2
    assert "$BBSYNTH_TOOLCHAIN or $BBSYNTH_LEAN names another" in capsys.readouterr().err
    assert main(["setup"]) == 0
    assert f"the native one, {other}/bin/lean" in capsys.readouterr().out


def test_options_that_contradict_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--native", "--force"]) == 2
    assert "--native has nothing to do with" in capsys.readouterr().err


def test_the_hint(elan: Elan, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--hint"]) == 0
    assert capsys.readouterr().out == ""
    elan.add_programs()
    assert main(["setup", "--hint"]) == 0
    assert capsys.readouterr().out == (
        "elan is installed here. `bbsynth setup --native` has it install Lean 4.28.0, which is "
        "faster than the embedded Lean.\n"
    )
    elan.add(PINNED_FOLDER, Standin())
    assert main(["setup", "--hint"]) == 0
    assert capsys.readouterr().out == ""


def test_only_a_native_lean_is_wanted(
    elan: Elan, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BBSYNTH_TOOLCHAIN", "native")
    monkeypatch.setattr(setup, "install_embedded", lambda **_: pytest.fail("not asked for"))
    assert main(["setup"]) == 2
    assert "no usable Lean" in capsys.readouterr().err
