"""The semantics as text, for statements that stand alone.

The text is cut out of the library's own definitions, so that the two cannot drift apart,
and stands in a namespace of its own, so that nothing of the library can be meant by accident. Of
the predicates only those come along that a statement needs.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from bbsynth.resources import lean_dir

__all__ = ["NAMESPACE", "bare_header"]

NAMESPACE: Final = "BusyBeaver"
"""The namespace of the definitions in a bare statement."""

_LIBRARY: Final = "BBSynth"
_MODULES: Final = ("Machine", "Predicates")
_CORE: Final = ("Dir", "offset", "Transition", "Machine", "Config", "initial", "step", "run")
_DEFINED = re.compile(
    r"^(?:@\[[^\]\n]*\] )?(?:noncomputable )?(?:inductive|structure|def|abbrev) ([\w.]+)",
    re.MULTILINE,
)
_COMMENT = re.compile(r"/-.*?-/", re.DOTALL)
_WORD = re.compile(r"\w+")

_INTRODUCTION: Final = """\
/-!
A Turing machine works on a tape that is infinite in both directions, a symbol in every cell. It
starts in state `0` on the blank tape, on which every cell holds the symbol `0`. In one step it
reads the symbol under its head, writes a symbol there, moves its head by one cell to the left or to
the right, and goes to its next state or halts. The step that halts is a step like any other: it
writes, it moves, and it is counted.
-/
"""


# A namespace without a definition in it, and one that is opened again as soon as it is closed.
_EMPTY = re.compile(r"^namespace (\w+)(?:\n\nvariable [^\n]*)*\n\nend \1\n\n", re.MULTILINE)
_REOPENED = re.compile(r"^end (\w+)\n\nnamespace \1\n\n(?:variable [^\n]*\n\n)*", re.MULTILINE)


@functools.cache
def bare_header(proposition: str) -> str:
    """Return the definitions that `proposition` rests on, and that they are opened.

    It is plain Lean that needs no import. Equal sets of definitions give equal texts.
    """
    blocks = _blocks()
    wanted = set(_CORE) | set(_WORD.findall(proposition))
    kept: set[int] = set()
    while True:
        more = {
            place
            for place, block in enumerate(blocks)
            if place not in kept and _names(block) & wanted
        }
        if not more:
            break
        kept |= more
        for place in more:
            wanted |= set(_WORD.findall(_COMMENT.sub("", blocks[place])))
    parts = [
        block for place, block in enumerate(blocks) if place in kept or not _DEFINED.search(block)
    ]
    text = "\n\n".join([_INTRODUCTION.rstrip("\n"), *parts]) + "\n\n"
    before = ""
    while before != text:
        before = text
        text = _REOPENED.sub("", _EMPTY.sub("", text))
    return f"{text}open {NAMESPACE}\n"


def _names(block: str) -> set[str]:
    """Return what a block defines, without namespaces."""
    return {name.rpartition(".")[2] for name in _DEFINED.findall(block)}


@functools.cache
def _blocks() -> tuple[str, ...]:
    """Return the commands of the library's definitions, as paragraphs."""
    blocks: list[str] = []
    for module in _MODULES:
        text = (lean_dir() / _LIBRARY / f"{module}.lean").read_text(encoding="utf-8")
        _, _, text = text.partition("@[expose] public section\n")
        text = re.sub(
            rf"^(namespace|end) {_LIBRARY}\b", rf"\1 {NAMESPACE}", text, flags=re.MULTILINE
        )
        # A paragraph that begins inside of a definition belongs to the one before it.
        for block in text.strip("\n").split("\n\n"):
            if blocks and block.startswith(" "):
                blocks[-1] += "\n\n" + block
            else:
                blocks.append(block)
    return tuple(blocks)
