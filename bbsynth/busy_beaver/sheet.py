"""What a prover has to know of the Lean library, taken from the library itself.

Two texts: the definitions that statements are written in (all of ``Machine.lean`` and
``Predicates.lean``), and the theorems that proofs are meant to use, with the functions that their
hypotheses compute; each with its docstring, and without its proof.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bbsynth._common.resources import lean_dir
from bbsynth.errors import BBSynthError

__all__ = ["Declaration", "declarations", "semantics", "theorem_sheet"]

_SEMANTICS: Final = ("Machine.lean", "Predicates.lean")

_DECLARATION: Final = re.compile(
    r"^/--(?P<docstring>(?:(?!-/).)*)-/\n"
    r"(?:@\[[^\n]*\]\n)?"
    r"(?:(?:noncomputable|protected|private)\s+)*"
    r"(?P<kind>theorem|def|structure|inductive|abbrev)\s+(?P<name>[^\s({\[:]+)"
    r"(?P<signature>.*?)(?=\s*:=|\s+where\b|\n\s*\||\n\n)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration of the library that has a docstring.

    Parameters
    ----------
    kind : str
        ``theorem``, ``def``, ``structure``, ``inductive`` or ``abbrev``.
    name : str
        As it stands in the file.
    docstring : str
        Without its marks.
    signature : str
        What stands between the name and the body.
    module : str
        The stem of the file.
    """

    kind: str
    name: str
    docstring: str
    signature: str
    module: str

    @property
    def text(self) -> str:
        """The docstring and the signature, as Lean, with the name as ``open BBSynth`` leaves it."""
        name = "Machine." + self.name.removeprefix("Machine.")
        return f"/-- {self.docstring} -/\n{self.kind} {name}{self.signature}\n"


def declarations(folder: Path) -> tuple[Declaration, ...]:
    """Return the declarations with docstrings in the Lean files of a folder, in order."""
    found = []
    for path in sorted(folder.glob("*.lean")):
        text = path.read_text(encoding="utf-8")
        found += [
            Declaration(
                kind=match["kind"],
                name=match["name"],
                docstring=match["docstring"].strip(),
                signature=match["signature"].rstrip(),
                module=path.stem,
            )
            for match in _DECLARATION.finditer(text)
        ]
    return tuple(found)


@functools.cache
def semantics(folder: Path | None = None) -> str:
    """Return the definitions that statements are written in, as Lean.

    Parameters
    ----------
    folder : Path, optional
        That of the library; by default the one that comes with bbsynth.

    Raises
    ------
    BBSynthError
        If a file with them is not what it should be.
    """
    folder = folder or lean_dir() / "BBSynth"
    texts = []
    for name in _SEMANTICS:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        start = text.find("namespace BBSynth")
        if start < 0:
            raise BBSynthError(f"{path} has no `namespace BBSynth`: no sheet can be made from it")
        texts.append(text[start:].strip() + "\n")
    return "\n".join(texts)


@functools.cache
def theorem_sheet(folder: Path | None = None) -> str:
    """Return the theorems that proofs are meant to use, as Lean without proofs.

    They are those whose docstring begins in bold face and whose name says what they follow from.
    Before each stands the function that it has computed, if there is one. Parameters and errors as
    for `semantics`.
    """
    folder = folder or lean_dir() / "BBSynth"
    known = declarations(folder)
    computed = {
        one.name.removeprefix("Machine."): one
        for one in known
        if one.kind == "def" and f"{one.module}.lean" not in _SEMANTICS
    }
    texts: dict[str, None] = {}
    for one in known:
        if one.kind == "theorem" and one.docstring.startswith("**") and "_of_" in one.name:
            for used in re.findall(r"M\.(?:mirror\.)?(\w+)", one.signature):
                if used in computed:
                    texts.setdefault(computed[used].text)
            texts.setdefault(one.text)
    if not texts:
        raise BBSynthError(f"{folder} has no theorem that ends in a statement about machines")
    return "\n".join(texts)
