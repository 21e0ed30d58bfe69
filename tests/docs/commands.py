"""The command lines in the README, in ``docs`` and in the help, as they stand there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import click

from bbsynth.cli import COMMANDS, program

ROOT: Final = Path(__file__).parents[2]

PAGES: Final = (
    "README.md",
    "docs/evaluation.md",
    "docs/release.md",
    "docs/lean.md",
    "docs/judge.md",
)

_OURS: Final = re.compile(r"(?:bbsynth|python|mkdir|echo) ")
"""How a command line begins that a reader types into a shell where bbsynth is installed."""


def _lines(text: str) -> list[str]:
    """Return the command lines in a text, each in one line and without its comment."""
    joined = re.sub(r" *\\\n *", " ", text)
    found = []
    for line in joined.splitlines():
        # In a block of code or an example of the help; elsewhere it is a sentence.
        command = re.sub(r"\s+#\s.*$", "", line).strip()
        if _OURS.match(command):
            found.append(command)
    return found


def of_page(page: str) -> list[str]:
    """Return the command lines of a page: those in blocks of ``sh``, and in indented blocks."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S)
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    blocks += re.findall(r"(?:^    \S.*\n)+", outside, re.M)
    return [line for block in blocks for line in _lines(block)]


def _commands(command: click.Command, name: str, context: click.Context) -> list[str]:
    text = command.get_help(click.Context(command, parent=context, info_name=name))
    _, _, examples = text.partition("Examples:\n")
    block = re.match(r"(?:    .*\n?)*", examples)
    return _lines(block.group() if block else "")


def of_help() -> dict[str, list[str]]:
    """Return the command lines in the examples of each command's help."""
    context = click.Context(program, info_name="bbsynth")
    found = {}
    for section in COMMANDS.values():
        for name in section:
            command = program.get_command(context, name)
            assert command is not None
            found[name] = _commands(command, name, context)
    return found
