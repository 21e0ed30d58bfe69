"""The semantics as text, for statements that stand alone.

The text is cut out of the library's own definitions, so that the two cannot drift apart,
and stands in a namespace of its own, so that nothing of the library can be meant by accident. Of
the predicates only those come along that a statement needs.
"""

from __future__ import annotations

import functools
from typing import Final

from bbsynth.busy_beaver.excerpt import definitions

__all__ = ["NAMESPACE", "bare_header"]

NAMESPACE: Final = "BusyBeaver"
"""The namespace of the definitions in a bare statement."""

_CORE: Final = (
    "Dir",
    "Dir.offset",
    "Transition",
    "Machine",
    "Config",
    "Config.initial",
    "Machine.step",
    "Machine.run",
)

_INTRODUCTION: Final = """\
/-!
A Turing machine works on a tape that is infinite in both directions, a symbol in every cell. It
starts in state `0` on the blank tape, on which every cell holds the symbol `0`. In one step it
reads the symbol under its head, writes a symbol there, moves its head by one cell to the left or to
the right, and goes to its next state or halts. The step that halts is a step like any other: it
writes, it moves, and it is counted.
-/
"""


@functools.cache
def bare_header(statement: str) -> str:
    """Return the definitions that `statement` rests on, and that they are opened.

    It is plain Lean that needs no import. Equal sets of definitions give equal texts.
    """
    text = definitions(statement, namespace=NAMESPACE, always=_CORE)
    return f"{_INTRODUCTION}\n{text}\nopen {NAMESPACE}\n"
