"""Where a native Lean may be: what the user names, elan's folders, ``$PATH``.

Nothing is started here; `bbsynth.judge.selection` decides which of the candidates is used.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bbsynth._common.resources import user_path
from bbsynth.errors import UsageError
from bbsynth.lean.elan import (
    PINNED,
    default_toolchain,
    folder_of,
    installed_toolchains,
    lean_program,
)
from bbsynth.lean.native import OLDEST

__all__ = ["PINNED_SOURCE", "WORDS", "Candidate", "named_candidate", "native_candidates"]

WORDS: Final = ("auto", "native", "embedded")
"""What may be said of the kind of Lean; anything else names a toolchain."""

PINNED_SOURCE: Final = "elan, the pinned toolchain"

_MOST_OTHERS: Final = 3
"""How many of elan's toolchains, besides the pinned one, are tried: each may take minutes."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a native Lean may be.

    Attributes
    ----------
    source : str
        How it was found, such as ``$PATH``.
    program : Path
        Where its program would be; it need not exist, and may be a shim.
    passed_over : str
        Why it is not to be tried; empty if it is.
    """

    source: str
    program: Path
    passed_over: str = ""


def named_candidate(wanted: str, source: str) -> Candidate | None:
    """Return the Lean that the user has named, or None if there is none.

    Parameters
    ----------
    wanted : str
        One of `WORDS`, or the folder of a toolchain, or its name in elan. If it is one of the
        words, ``$BBSYNTH_LEAN`` may name a program.
    source : str
        Where `wanted` comes from, for messages.

    Raises
    ------
    UsageError
        If `wanted` names nothing that is there, or ``$BBSYNTH_LEAN`` is set besides.
    """
    program = os.environ.get("BBSYNTH_LEAN")
    if wanted in WORDS:
        if not program:
            return None
        return Candidate("$BBSYNTH_LEAN", user_path(program, "$BBSYNTH_LEAN").absolute())
    if program:
        raise UsageError(
            f"{source} names a toolchain, {wanted!r}, and $BBSYNTH_LEAN a program, {program!r}; "
            "set only one of them"
        )
    places = (
        user_path(wanted, source).absolute(),
        folder_of(wanted),
        folder_of(f"leanprover/lean4:{wanted}"),
    )
    # What is too long for a name in elan's folders is none.
    folder = next((place for place in places if os.path.isdir(place)), None)  # noqa: PTH112
    if folder is None:
        raise UsageError(
            f"{source} is {wanted!r}; possible are {', '.join(WORDS)}, the folder of a toolchain, "
            "and the name of one that elan has installed"
        )
    return Candidate(source, lean_program(folder))


def native_candidates() -> Iterator[Candidate]:
    """Yield the places where a native Lean may be, best first.

    The pinned toolchain comes first, whether it is installed or not, then elan's default, elan's
    releases, newest first, elan's other toolchains, and ``lean`` on ``$PATH``.
    """
    pinned = folder_of(PINNED)
    yield Candidate(PINNED_SOURCE, lean_program(pinned))
    tried = 0
    default = default_toolchain()
    others = installed_toolchains()
    if default is not None:
        others.sort(key=lambda one: one.folder != default.folder)
    for one in others:
        if one.folder == pinned:
            continue
        source = f"elan, {one.name}" + (", its default" if one == default else "")
        if one.release is not None and one.release < OLDEST:
            passed_over = f"older than Lean {'.'.join(map(str, OLDEST))}"
        elif tried == _MOST_OTHERS:
            passed_over = (
                f"only {_MOST_OTHERS} of elan's toolchains are tried, the default and the newest; "
                "BBSYNTH_TOOLCHAIN may name another"
            )
        else:
            passed_over = ""
            tried += 1
        yield Candidate(source, one.program, passed_over)
    on_path = shutil.which("lean")
    if on_path is not None:
        yield Candidate("$PATH", Path(on_path))
