from __future__ import annotations

import importlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import click
import pytest

import bbsynth
from bbsynth import cli
from bbsynth.cli import COMMANDS, main
from bbsynth.errors import BBSynthError, DatasetError
from tests.cli.running import COMMAND
from tests.cli.running import bbsynth as run

ROOT = Path(__file__).parents[2]


def test_help_is_a_table_of_contents(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    places = []
    for title, section in COMMANDS.items():
        places.append(text.index(f"\n{title}:\n"))
        for name, summary in section.items():
            places.append(text.index(f"\n  {name}  "))
            assert " ".join(summary.split()) in " ".join(text.split())
    assert places == sorted(places)
    for status in ("0 ", "1 ", "2 ", "130 "):
        assert f"\n    {status}" in text


def test_no_arguments_show_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    captured = capsys.readouterr()
    assert "Problems:" in captured.err + captured.out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"bbsynth {bbsynth.__version__}\n"


@pytest.mark.parametrize("name", [name for section in COMMANDS.values() for name in section])
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = importlib.import_module(f"bbsynth.cli.{name}").command
    assert isinstance(command, click.Command)
    assert main([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: bbsynth {name} ")


#: What takes long to import, and is not needed to have a proof checked.
HEAVY = {"httpx", "jinja2", "matplotlib", "networkx", "numba", "numpy", "pyarrow", "scipy"}


def modules_after(*arguments: str, status: int = 0, **environment: str) -> set[str]:
    script = (
        "import sys; from bbsynth.cli import main; status = main(sys.argv[1:]); "
        "print('\\n'.join(sys.modules), file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )
    assert done.returncode == status, done.stderr
    return set(done.stderr.split())


def test_help_imports_next_to_nothing() -> None:
    loaded = modules_after("--help")
    assert {name for name in loaded if name.startswith("bbsynth")} == {
        "bbsynth",
        "bbsynth.cli",
        "bbsynth.errors",
    }
    assert not loaded & (HEAVY | {"rich"})


@pytest.mark.parametrize("name", ["check", "doctor", "setup"])
def test_commands_that_start_lean_import_nothing_that_takes_long(name: str) -> None:
    assert not modules_after(name, "--help") & HEAVY


def test_neither_does_reading_the_proofs_to_check(tmp_path: Path) -> None:
    proof = ROOT / "generated" / "2x2" / "proofs" / "2x2-halts-after-1RB1LB_1LA1RZ.lean"
    # Where there is no Lean, reading them is all that happens.
    no_lean = {"BBSYNTH_LEAN": str(tmp_path / "lean"), "BBSYNTH_HOME": str(tmp_path)}
    loaded = modules_after("check", str(proof), status=2, **no_lean)
    assert {"bbsynth.problems.index", "bbsynth.lean.toolchain"} <= loaded
    assert not loaded & HEAVY


def test_show_imports_neither_the_judge_nor_the_problems() -> None:
    loaded = modules_after("show", "1RB1LB_1LA1RZ")
    assert not {name for name in loaded if name.startswith(("bbsynth.judge", "bbsynth.problems"))}
    assert not loaded & {"matplotlib", "jinja2", "httpx"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["shwo"], "no command is called 'shwo'; did you mean 'show'?"),
        (["xyzzy"], "no command is called 'xyzzy'; there are generate, check"),
        (["--nope"], "No such option"),
        (["show"], "Missing argument 'MACHINE'"),
        (["show", "1RB1LB_1LA1RZ", "extra"], "unexpected extra argument"),
        (["show", "--steps", "many", "1RB1LB_1LA1RZ"], "'many' is not a valid integer"),
    ],
)
def test_usage_errors(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make every command fail in this way."""

    @click.command()
    def command() -> None:
        raise error

    monkeypatch.setattr(cli._Program, "get_command", lambda *_arguments: command)


@pytest.mark.parametrize("error", [BBSynthError("what to do"), DatasetError("what to do")])
def test_errors_are_messages(
    error: BBSynthError, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, error)
    assert main(["show"]) == 2
    assert capsys.readouterr().err == "Error: what to do\n"


def test_a_mistake_of_ours_has_a_traceback_and_is_not_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, ValueError("oh"))
    assert main(["show"]) == 2
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "ValueError: oh" in err
    assert "This is a mistake in bbsynth" in err


def test_an_interrupt(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    failing(monkeypatch, KeyboardInterrupt())
    assert main(["show"]) == 130
    err = capsys.readouterr().err
    assert "Interrupted." in err
    assert "Traceback" not in err


def test_termination_unwinds_and_the_handler_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGTERM)
    unwound = []

    @click.command()
    def command() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(5)
        finally:
            unwound.append(True)

    monkeypatch.setattr(cli._Program, "get_command", lambda *_arguments: command)
    with pytest.raises(SystemExit) as caught:
        main(["show"])
    assert caught.value.code == 143
    assert unwound == [True]
    assert signal.getsignal(signal.SIGTERM) is before


def test_it_works_outside_the_main_thread() -> None:
    statuses: list[int] = []
    thread = threading.Thread(target=lambda: statuses.append(main(["--version"])))
    thread.start()
    thread.join()
    assert statuses == [0]


@pytest.mark.parametrize("arguments", [["--help"], ["show", "1RB1LB_1LA1RZ", "--steps", "100000"]])
def test_a_broken_pipe_is_quiet(arguments: list[str]) -> None:
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (141, "")


def test_a_terminal_that_knows_ascii_only() -> None:
    done = subprocess.run(
        [*COMMAND, "show", "1RB1LB_1LA1RZ"],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        check=True,
    )
    assert done.stderr == b""
    assert b"Halts after 6 steps." in done.stdout
    done.stdout.decode("ascii")


def test_the_installed_program() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"bbsynth {bbsynth.__version__}\n")
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", bbsynth.__version__)
