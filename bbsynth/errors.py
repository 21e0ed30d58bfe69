"""The errors that bbsynth raises on purpose, one class per kind of failure.

Every message says what was wrong, where, and what to do about it. The command line prints the
message alone and exits with status 2; a traceback from bbsynth is therefore always a bug.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "BBSynthError",
    "DatasetError",
    "JudgeError",
    "MachineFormatError",
    "OutputError",
    "ReleaseError",
    "ToolchainError",
    "UsageError",
    "complain",
]


class BBSynthError(Exception):
    """Base class of all errors raised on purpose."""


class UsageError(BBSynthError):
    """Options or arguments that contradict each other or are out of range.

    Remedy: the message names the value and the values that are possible.
    """


def complain(where: str, complaints: Iterable[str]) -> UsageError:
    """Return the error that tells all complaints about something, one or more, at once."""
    found = list(dict.fromkeys(complaints))
    if len(found) == 1:
        return UsageError(f"{where}: {found[0]}")
    return UsageError("".join([f"{where}:", *(f"\n  - {one}" for one in found)]))


class MachineFormatError(BBSynthError):
    """Text that is not a Turing machine in the standard format.

    Parameters
    ----------
    text : str
        The text that was parsed.
    column : int
        Zero-based column of the first offending character.
    problem : str
        What is wrong there and what was expected.
    """

    def __init__(self, text: str, column: int, problem: str) -> None:
        self.text = text
        self.column = column
        self.problem = problem
        # One character of output for each of input, so that the mark stands under the right one.
        shown = "".join(c if c.isprintable() else "·" for c in text[:200])
        if len(text) > 200:
            shown += "…"
        super().__init__(
            f"not a machine in standard format: column {column + 1}: {problem}\n"
            f"  {shown}\n  {' ' * min(column, 200)}^"
        )


class OutputError(BBSynthError):
    """Output could not be written (no space, no permission, a file where a folder is needed).

    What was there before is unchanged: files are written to a temporary name and moved.
    """


class DatasetError(BBSynthError):
    """A dataset folder or a proof file is missing, unreadable, or not what it should be."""


class ReleaseError(BBSynthError):
    """A release that must not be published: a problem in it is unproved, or wrong, or unexplained.

    Nothing was written. Verdicts are remembered, so the next build goes on from there.
    """


class ToolchainError(BBSynthError):
    """No usable Lean, or one that could not be installed or started.

    Remedy: ``bbsynth doctor`` tells what is missing, ``bbsynth setup`` installs the embedded Lean.
    """


class JudgeError(BBSynthError):
    """The judge gave a wrong verdict where the right one was known, or none at all.

    Remedy: ``bbsynth doctor``; no verdict of the run may be used.
    """
