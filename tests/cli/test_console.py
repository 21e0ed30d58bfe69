from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import time

import pytest

from bbsynth.cli import console
from bbsynth.cli.console import ProgressBar, output


def test_texts_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    output().print("[bold]1RB[/bold] :smile: 12")
    assert capsys.readouterr().out == "[bold]1RB[/bold] :smile: 12\n"


SCRIPT = """
import sys, time
from bbsynth.cli.console import ProgressBar
with ProgressBar() as progress:
    progress("waiting", 0, None)
    time.sleep(float(sys.argv[1]))
    progress("working", 3, 5)
    time.sleep(float(sys.argv[1]))
"""


def on_a_terminal(seconds: float) -> str:
    """What the bar writes to a terminal in the course of the script."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(seconds)],
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # how a terminal says that nobody writes to it any more
            break
        if not piece:
            break
        written += piece
    os.close(ours)
    assert process.wait() == 0
    return written.decode()


def test_where_there_is_no_terminal_a_line_appears_each_minute(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 1000.0
    monkeypatch.setattr(console.time, "monotonic", lambda: now)
    with ProgressBar() as progress:
        for done in range(5):
            progress("checking [proofs]", done * 1000, 5000, "3 wrong" if done == 4 else "")
            now += 40
        progress("waiting", 7, None)
    assert capsys.readouterr().err.splitlines() == [
        "checking [proofs]: 2,000 of 5,000",
        "checking [proofs]: 4,000 of 5,000: 3 wrong",
    ]


def test_a_bar_appears_when_it_takes_long() -> None:
    text = on_a_terminal(0.9)
    assert "working" in text
    assert "3/5" in text


def test_no_bar_appears_when_it_is_quick() -> None:
    assert on_a_terminal(0.05) == ""


def test_no_bar_appears_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "_PATIENCE", 0.0)
    with ProgressBar() as progress:
        progress("working", 0, 2)
        time.sleep(0.1)
        progress("working", 2, 2)
    assert capsys.readouterr() == ("", "")
    assert isinstance(sys.stderr, io.TextIOBase)


def test_a_note_is_a_line_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar() as progress:
        progress.note("waiting for [another]")
    assert capsys.readouterr().err == "waiting for [another]\n"
