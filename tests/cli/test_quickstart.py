"""``make quickstart`` ends well whatever native Lean there is; see `tests.cli.quickstart`."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bbsynth.judge import selection
from bbsynth.lean.native import ask_version, inspect, locate
from tests.cli.quickstart import MACHINES, make_sample, prepare, set_up_and_check
from tests.judge.standins import Standin, bare_machine, impatient


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quickstart") / "sample"
    assert make_sample(folder) == 0
    return folder


@pytest.mark.parametrize("name", MACHINES)
def test_it_ends_well(
    name: str,
    sample: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    elan = bare_machine(tmp_path, monkeypatch)
    impatient(monkeypatch)
    reason = prepare(name, elan, monkeypatch)
    other = locate(Standin(version="4.28.0-pre").install(tmp_path / "embedded"), "the embedded one")
    embedded = dataclasses.replace(inspect(other, ask_version(other)), kind="embedded")
    monkeypatch.setattr(selection, "find_embedded", lambda: embedded)

    assert set_up_and_check(sample) == [0, 0]
    captured = capsys.readouterr()
    before, _, after = captured.out.partition("Lean: ")
    assert f"the {'native' if name in ('pin', 'newer') else 'embedded'} one, " in after
    assert after.count("\nproved  ") == 3
    if reason:
        # Set-up says it, and checking does, for which it is a new process.
        assert reason in before
        assert captured.err.count("The embedded Lean is used, and not ") == 1
        assert reason in captured.err
    else:
        assert "The embedded Lean is used, and not " not in captured.out + captured.err
    hint = "`bbsynth setup --native` has it install Lean 4.28.0, which is faster"
    assert (hint in captured.out) == (name not in ("pin", "newer"))
    assert elan.calls == []
