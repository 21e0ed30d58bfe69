"""The command line. A command is a module here with a ``command``, and a line in ``COMMANDS``.

Command modules are imported when they are called, so that ``bbsynth --help`` is quick.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from typing import Any, Final, NoReturn

import click

import bbsynth
from bbsynth.errors import BBSynthError

__all__ = ["COMMANDS", "main", "program"]

COMMANDS: Final[dict[str, dict[str, str]]] = {
    "Problems": {
        "generate": "Make problems about the machines of a class, with proofs.",
        "check": "Check proofs with Lean.",
        "release": "Build a dataset release, or verify one.",
        "contamination": "Look for the problems of a dataset in text.",
        "show": "Show a machine: its table, its fate, its space-time diagram.",
    },
    "Machines": {
        "enumerate": "List or count the machines of a class in tree normal form.",
        "decide": "Find out whether machines halt, with a certificate for each.",
        "verify": "Check the certificates of decided machines.",
        "survey": "Count what halts and what loops in a large class.",
    },
    "Models": {
        "eval": "Ask models for proofs, and have every answer judged.",
        "report": "Make tables, curves and a page of what came of it.",
        "prompt": "Show what a model is given for a problem.",
    },
    "Lean": {
        "setup": "Install a Lean, if there is none, and compile the Lean library.",
        "doctor": "Tell which Lean is used, and whether it works.",
    },
}
"""The commands in the order of the help, by section, each with its summary."""

_EPILOG: Final = """\
\b
Exit status:
  0    everything went well
  1    some proofs or certificates were not accepted
  2    usage or set-up error, or a proof that could not be judged; the message says what to do
  130  interrupted (Ctrl-C); what was there before is unchanged

`bbsynth COMMAND --help` tells more about a command.
"""

_FAILED: Final = 2
_INTERRUPTED: Final = 128 + signal.SIGINT
_TERMINATED: Final = 128 + signal.SIGTERM
_BROKEN_PIPE: Final = 128 + 13  # SIGPIPE, which not every platform has


class _Program(click.Group):
    """A group whose commands are the modules named in ``COMMANDS``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands in the order of the help."""
        return [name for section in COMMANDS.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"bbsynth.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with."""
        name = args[0]
        known = self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}."
            raise click.UsageError(f"no command is called {name!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the commands by section, without importing them."""
        for title, section in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl(list(section.items()), col_spacing=4)


@click.group(
    cls=_Program,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(bbsynth.__version__, prog_name="bbsynth", message="%(prog)s %(version)s")
def program() -> None:
    """Theorem-proving problems in Lean 4 and Markdown, made from small Turing machines."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows the name of the program; ``sys.argv[1:]`` by default.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows only ASCII gets question marks in a diagram, not a traceback.
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        with _termination_unwinds():
            status = _run(sys.argv[1:] if arguments is None else list(arguments))
            sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        _complain("Interrupted.")
        return _INTERRUPTED
    except click.ClickException as error:
        error.show()
        return _FAILED
    except BBSynthError as error:
        _complain(f"Error: {error}")
        return _FAILED
    except BrokenPipeError:
        return _close_pipe()
    except SystemExit as error:
        # rich turns a broken pipe into an exit with status 1, which means something else here.
        if isinstance(error.__context__, BrokenPipeError):
            return _close_pipe()
        raise
    except Exception:
        traceback.print_exc()
        _complain("This is a mistake in bbsynth, not in what you did; please report it.")
        return _FAILED
    return status if isinstance(status, int) else 0


def _run(arguments: list[str]) -> object:
    # Not click's own main, which would turn a broken pipe into an exit with status 1.
    try:
        with program.make_context("bbsynth", arguments) as context:
            return program.invoke(context)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code


def _complain(message: str) -> None:
    click.echo(message, err=True)


def _close_pipe() -> int:
    """Let what is still in the buffers go nowhere, so that nobody complains at exit."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return _BROKEN_PIPE


@contextlib.contextmanager
def _termination_unwinds() -> Iterator[None]:
    """Make SIGTERM clean up as Ctrl-C does."""

    def leave(_number: int, _frame: object) -> NoReturn:
        raise SystemExit(_TERMINATED)

    try:
        before = signal.signal(signal.SIGTERM, leave)
    except ValueError:  # not in the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
