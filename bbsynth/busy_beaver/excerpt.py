"""Parts of the Lean library that stand alone.

A bare proof may not import the library, but it may repeat what it needs of it. Lean itself has
written down what each declaration needs, in ``lean/declarations.tsv`` (`lean/Declarations.lean`
says how; ``make declarations`` does it). Here the texts are cut out and put together.

A candidate may declare no types, so structures are written as products, and those that are
propositions as conjunctions, with a definition or a theorem for each of their fields.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from bbsynth._common.resources import lean_dir
from bbsynth.errors import BBSynthError

__all__ = ["LIBRARY", "TABLE", "Declaration", "definitions", "excerpt", "library", "source_digest"]

LIBRARY: Final = "BBSynth"
"""The name of the library, of its folder, and of its namespace."""

TABLE: Final = "declarations.tsv"
"""The file that says what the library consists of; its first line is the digest of the sources."""

_COMMENT = re.compile(r"/-.*?-/|--[^\n]*", re.DOTALL)
_PART: Final = r"[^\W\d][\w'!?]*"
_NAME = re.compile(rf"\.?{_PART}(?:\.{_PART})*")


class Variable(NamedTuple):
    """A binder of a ``variable`` command, and the declarations that its type needs."""

    binder: str
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration of the library. Names are without that of the library.

    Parameters
    ----------
    names : tuple of str
        What it declares: its own name, and those of its fields and the like.
    needs : tuple of str
        The other declarations that it needs, by their own names.
    text : str
        The declaration, with its comments.
    namespace : str
        The namespace that it stands in, with that of the library.
    opened : tuple of str
        Namespaces that are opened besides.
    variables : tuple of Variable
        What is in force of ``variable`` commands.
    type, parameters, fields
        Of a structure: its type or nothing, its binders with what they bind, its fields with their
        types.
    """

    names: tuple[str, ...]
    needs: tuple[str, ...]
    text: str
    namespace: str
    opened: tuple[str, ...]
    variables: tuple[Variable, ...]
    type: str
    parameters: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """Its own name."""
        return self.names[0]

    def plain(self) -> str:
        """Return the text; of a structure, that of a product or a conjunction in its place."""
        if not self.fields:
            return self.text
        comment, _, rest = f"\n{self.text}".partition("\nstructure ")
        before = f"{comment}\n".removeprefix("\n")
        name = rest.split(maxsplit=1)[0]
        whole = " ".join([name, *(names for names, _ in self.parameters if names)])
        explicit = "".join(f" {binder}" for _, binder in self.parameters)
        implicit = "".join(
            f" {{{binder[1:-1]}}}" if names else f" {binder}" for names, binder in self.parameters
        )
        if self.type == "Prop":
            types = " ∧\n  ".join(f"({kind})" for _, kind in self.fields)
            parts = [f"{before}abbrev {name}{explicit} : Prop :=\n  {types}"]
        else:
            types = " × ".join(f"({kind})" if " " in kind else kind for _, kind in self.fields)
            given = "".join(f" ({field} : {kind})" for field, kind in self.fields)
            values = ", ".join(field for field, _ in self.fields)
            parts = [
                f"{before}abbrev {name}{explicit} := {types}",
                f"abbrev {name}.mk{implicit}{given} : {whole} := ({values})",
            ]
        what = "theorem" if self.type == "Prop" else "abbrev"
        for place, (field, kind) in enumerate(self.fields):
            path = ".2" * place + (".1" if place < len(self.fields) - 1 else "")
            parts.append(
                f"{what} {name}.{field}{implicit} (whole : {whole}) :\n    {kind} := whole{path}"
            )
        return "\n\n".join(parts)


# The table.


def _source(module: str) -> Path:
    return lean_dir() / LIBRARY / f"{module}.lean"


def source_digest(modules: Iterable[str]) -> str:
    """Return the SHA-256 of the sources of modules of the library, one after the other."""
    digest = hashlib.sha256()
    for module in modules:
        digest.update(_source(module).read_bytes())
    return digest.hexdigest()


@functools.cache
def library() -> tuple[Declaration, ...]:
    """Return the declarations of the library, each after those that it needs.

    Raises
    ------
    BBSynthError
        If the table was not made of the sources that are there.
    """
    path = lean_dir() / TABLE
    digest, *lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    modules = dict.fromkeys(row[0] for row in rows)
    if digest != source_digest(modules):
        raise BBSynthError(
            f"{path} does not belong to the sources of the Lean library beside it; "
            "`make declarations` makes it anew"
        )
    return tuple(
        one
        for module in modules
        for one in _declarations(module, [row[1:] for row in rows if row[0] == module])
    )


class _Scope(NamedTuple):
    namespace: str
    opened: tuple[str, ...] = ()
    variables: tuple[Variable, ...] = ()


def _declarations(module: str, rows: Sequence[Sequence[str]]) -> Iterator[Declaration]:
    source = _source(module).read_text(encoding="utf-8").split("\n")
    scopes = [_Scope("")]
    for place, (first, last, kind, names, needs, text) in enumerate(rows):
        here = scopes[-1]
        if kind == "namespace":
            scopes.append(here._replace(namespace=names))
        elif kind == "section":
            scopes.append(here)
        elif kind == "end":
            scopes.pop()
        elif kind == "open":
            scopes[-1] = here._replace(opened=(*here.opened, names))
        elif kind == "variable":
            variable = Variable(text, frozenset(needs.split()))
            scopes[-1] = here._replace(variables=(*here.variables, variable))
        elif names and kind not in ("parameter", "field"):
            begin = int(first) - 1
            while source[begin - 1].startswith("--"):
                begin -= 1
            parts = [row for row in rows[place + 1 :] if row[0] == first]
            yield Declaration(
                names=tuple(names.split()),
                needs=tuple(needs.split()),
                text="\n".join(source[begin : int(last)]),
                namespace=here.namespace,
                opened=here.opened,
                variables=here.variables,
                type=text,
                parameters=tuple((row[3], row[5]) for row in parts if row[2] == "parameter"),
                fields=tuple((row[3], row[5]) for row in parts if row[2] == "field"),
            )


@functools.cache
def _places() -> dict[str, int]:
    """Return where in the library each name is declared."""
    return {name: place for place, one in enumerate(library()) for name in one.names}


@functools.cache
def _last_parts() -> dict[str, list[str]]:
    """Return the names of declarations by the last of their parts."""
    found: dict[str, list[str]] = {}
    for one in library():
        found.setdefault(one.name.rpartition(".")[2], []).append(one.name)
    return found


# What stands in an excerpt.


def definitions(text: str, *, namespace: str, always: Collection[str]) -> str:
    """Return the declarations of the library that a statement speaks of, as they are there.

    Parameters
    ----------
    text : str
        Lean, outside of all namespaces, with that of the library opened.
    namespace : str
        What the namespace of the library is called in the result.
    always : collection of str
        Names of declarations that come along whatever the text says.

    Raises
    ------
    BBSynthError
        As for `library`; also by `excerpt`.
    """
    kept = _closure(text, always, frozenset())
    return _written(kept, kept, namespace, [library()[place].text for place in kept])


def excerpt(text: str, *, namespace: str, header: str = "") -> str:
    """Return the declarations of the library that a proof speaks of, and all that they need.

    Parameters
    ----------
    text : str
        Lean, outside of all namespaces, with that of the library opened.
    namespace : str
        What the namespace of the library is called in the result.
    header : str
        Lean that stands before it: declarations of the library that are there already.

    Returns
    -------
    str
        Commands, in the order of the library. Equal sets of declarations give equal texts.
    """
    there = frozenset(place for place, one in enumerate(library()) if one.text in header)
    kept = _closure(text, (), there)
    return _written(kept, there | set(kept), namespace, [library()[one].plain() for one in kept])


def _closure(text: str, always: Collection[str], there: frozenset[int]) -> list[int]:
    """Return the places of what a text speaks of and what that needs, but for what is there."""
    names, behind_dots = _names_in(text)
    here = set(there)
    _add([*always, *names], here)
    # The type of an expression is not known, but it is one of those that are there by now.
    size = 0
    while size < len(here):
        size = len(here)
        spaces = {name: _places().get(name.rpartition(".")[0]) for name in behind_dots}
        _add([name for name, space in spaces.items() if space in here], here)
    return sorted(here - there)


def _add(names: Iterable[str], here: set[int]) -> None:
    """Add the places of declarations, and of all that they need."""
    for name in names:
        place = _places()[name]
        if place not in here:
            here.add(place)
            _add(library()[place].needs, here)


def _names_in(text: str) -> tuple[set[str], set[str]]:
    """Return the names of the library in a text, and those that it may mean behind a dot."""
    names: set[str] = set()
    behind_dots: set[str] = set()
    for word in _NAME.findall(_COMMENT.sub(" ", text)):
        parts = word.removeprefix(f"{LIBRARY}.").split(".")
        heads = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
        head = next((head for head in heads if head in _places()), "")
        if head:
            names.add(head)
        for part in parts[head.count(".") + 1 :]:
            behind_dots.update(_last_parts().get(part, ()))
    return names, behind_dots


def _written(
    kept: Sequence[int], there: Collection[int], namespace: str, texts: Sequence[str]
) -> str:
    """Return declarations with the namespaces and variables that they stand in."""
    lines: list[str] = []
    before: Declaration | None = None
    for place, text in zip(kept, texts, strict=True):
        one = library()[place]
        if before is None or not _goes_on(before, one):
            if before is not None:
                lines.append(f"end {before.namespace}")
            lines.append(f"namespace {one.namespace}")
            lines.extend(f"open {LIBRARY}.{name}" for name in one.opened)
            before = None
        given = 0 if before is None else len(before.variables)
        new = [
            variable.binder
            for variable in one.variables[given:]
            if all(_places()[name] in there for name in variable.needs)
        ]
        if new:
            lines.append(f"variable {' '.join(new)}")
        lines.append(text)
        before = one
    if before is not None:
        lines.append(f"end {before.namespace}")
    return re.sub(rf"\b{LIBRARY}\b", namespace, "\n\n".join(lines)) + "\n" if lines else ""


def _goes_on(before: Declaration, one: Declaration) -> bool:
    """Whether a declaration can stand where another one stood, with some more variables."""
    return (before.namespace, before.opened) == (one.namespace, one.opened) and (
        one.variables[: len(before.variables)] == before.variables
    )
