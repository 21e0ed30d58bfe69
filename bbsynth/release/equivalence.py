"""When two problems are about the same machine: see `bbsynth.machines.key`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from bbsynth.errors import MachineFormatError
from bbsynth.machines import run_key

__all__ = ["key_of_machine", "key_of_row", "problem_key"]


@functools.lru_cache(maxsize=100_000)
def key_of_machine(text: str) -> str | None:
    """Return the key of a machine, see `bbsynth.machines.run_key`; None if the text is none."""
    try:
        return run_key(text)
    except MachineFormatError:
        return None


def problem_key(problem_id: str, machine: str, track: str) -> str:
    """Return what a problem must not share with one in another split.

    That is the key of its machine, by what it does on the blank tape: a `never-uses` problem names
    a machine in which what is never used was changed. A problem about machines in general has none;
    it is kept together with the same statement in the other track, whose id differs by the name of
    the track.

    Raises
    ------
    MachineFormatError
        If `machine` is neither empty nor a machine.
    """
    if machine:
        # A problem about several machines names them all.
        one_machine = key_of_machine(machine)
        return one_machine or " ".join(sorted(run_key(one) for one in machine.split()))
    words = problem_id.split("-")
    return "general " + "-".join(word for word in words if word != track)


def key_of_row(row: Mapping[str, Any]) -> str:
    """Return the key of the problem in a row of a release; see `problem_key`."""
    return problem_key(row["name"], row["machine"], row["track"])
