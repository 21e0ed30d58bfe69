"""The command; the installation itself is tested in tests/judge."""

from __future__ import annotations

import pytest

from bbsynth.cli import main, setup
from bbsynth.judge.toolchain import Toolchain


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


def test_an_interrupt_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(setup, "install_embedded", interrupted)
    assert main(["setup", "--embedded"]) == 130
    assert "`bbsynth setup` goes on from there" in capsys.readouterr().out
