"""Parts of the Lean library that stand alone.

A bare proof may not import the library, but it may repeat what it needs of it. What that is is
found in the library's source text: a declaration needs those whose names occur in it, and these
need others. A name is looked up as Lean does it, in the namespaces that are open where it occurs;
of what follows a dot behind an expression, as in ``h.mono``, only the last part is known, and
whatever is called so comes along.

A candidate may declare no types, so structures are written as products, and those that are
propositions as conjunctions, with a definition or a theorem for each of their fields.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bbsynth._common.resources import lean_dir

__all__ = ["LIBRARY", "Block", "definitions", "excerpt", "library"]

LIBRARY: Final = "BBSynth"
"""The name of the library, of its folder, and of its namespace."""

_IMPORT = re.compile(rf"^public import {LIBRARY}\.(\w+)$", re.MULTILINE)
_COMMENT = re.compile(r"/-.*?-/|--[^\n]*", re.DOTALL)
_DECLARED = re.compile(
    r"^(?P<before>(?:--[^\n]*\n)*(?:/--.*?-/\n)?(?:@\[[^\]\n]*\] )?)(?:noncomputable )?"
    r"(?P<kind>inductive|structure|def|abbrev|theorem|instance) (?P<name>[\w.']+)?",
    re.DOTALL,
)
_BINDER = re.compile(r"\[[^\]]*\]|\{[^}]*\}|\([^()]*\)")
_PART: Final = r"[^\W\d][\w'!?]*"
_TOKEN = re.compile(rf"\.?{_PART}(?:\.{_PART})*")
_SIMP = re.compile(r"^(?:/--.*?-/\n)?@\[simp\]", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A declaration of the library.

    Parameters
    ----------
    module : str
        The module, without the name of the library.
    text : str
        The declaration, with its comment.
    kind : str
        ``theorem``, ``def`` and so on; empty for a comment.
    name : str
        What it declares, with all namespaces; empty if it declares nothing.
    namespace : str
        The namespace that it stands in.
    opened : tuple of str
        Namespaces that are opened besides.
    variables : tuple of str
        The binders of the ``variable`` commands that are in force.
    visible : frozenset of str
        The modules that it may speak of.
    """

    module: str
    text: str
    kind: str
    name: str
    namespace: str
    opened: tuple[str, ...]
    variables: tuple[str, ...]
    visible: frozenset[str]

    @property
    def scope(self) -> tuple[str, ...]:
        """The namespaces in which names are looked up, the innermost first."""
        inner = self.name.rpartition(".")[0] or self.namespace
        parts = inner.split(".")
        return (*(".".join(parts[:length]) for length in range(len(parts), -1, -1)), *self.opened)


@dataclass(frozen=True)
class _Scope:
    namespace: str
    opened: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


@functools.cache
def library() -> tuple[Block, ...]:
    """Return all commands of the library, each module after those that it imports."""
    blocks: list[Block] = []
    seen: dict[str, frozenset[str]] = {}

    def visit(module: str) -> frozenset[str]:
        if module in seen:
            return seen[module]
        text = (lean_dir() / LIBRARY / f"{module}.lean").read_text(encoding="utf-8")
        imported = [visit(name) for name in _IMPORT.findall(text)]
        seen[module] = frozenset({module}).union(*imported)
        _, _, text = text.partition("@[expose] public section\n")
        blocks.extend(_blocks(module, text, seen[module]))
        return seen[module]

    for name in _IMPORT.findall((lean_dir() / f"{LIBRARY}.lean").read_text(encoding="utf-8")):
        visit(name)
    # What has to be imported besides.
    for path in sorted((lean_dir() / LIBRARY).glob("*.lean")):
        visit(path.stem)
    return tuple(blocks)


def _blocks(module: str, text: str, visible: frozenset[str]) -> Iterator[Block]:
    scopes = [_Scope("")]
    for part in _paragraphs(text):
        command, _, rest = part.partition(" ")
        here = scopes[-1]
        if command == "namespace":
            name = f"{here.namespace}.{rest}".strip(".")
            scopes.append(_Scope(name, here.opened, here.variables))
        elif command.startswith("section"):
            scopes.append(here)
        elif command == "end" or part == "end":
            scopes.pop()
        elif command == "open":
            name = f"{LIBRARY}.{rest}"
            scopes[-1] = _Scope(here.namespace, (*here.opened, name), here.variables)
        elif command == "variable":
            binders = tuple(_BINDER.findall(rest))
            scopes[-1] = _Scope(here.namespace, here.opened, (*here.variables, *binders))
        else:
            found = _DECLARED.match(part)
            kind, name = ("", "") if found is None else (found["kind"], found["name"] or "")
            if name.startswith("_root_."):
                name = name.removeprefix("_root_.")
            elif name:
                name = f"{here.namespace}.{name}"
            yield Block(
                module, part, kind, name, here.namespace, here.opened, here.variables, visible
            )


def _paragraphs(text: str) -> list[str]:
    parts: list[str] = []
    for part in text.strip("\n").split("\n\n"):
        # A paragraph that begins inside of a declaration belongs to the one before it.
        if parts and part.startswith(" "):
            parts[-1] += "\n\n" + part
        else:
            parts.append(part)
    return parts


# What each block speaks of.


@functools.cache
def _names() -> dict[str, int]:
    """Return where each name is declared; the fields of a structure with the structure."""
    found: dict[str, int] = {}
    for place, block in enumerate(library()):
        if block.name:
            found[block.name] = place
        if block.kind == "structure":
            fields = [field for field, _ in _structure(block).fields]
            found.update({f"{block.name}.{field}": place for field in [*fields, "mk"]})
        if block.kind == "def" and "\nwhere\n" in block.text:
            for inner in re.findall(rf"^  ({_PART}) ", block.text.partition("\nwhere\n")[2], re.M):
                found[f"{block.name}.{inner}"] = place
    return found


@functools.cache
def _suffixes() -> dict[str, list[tuple[int | None, int]]]:
    """Return what may stand behind a dot, by its name, each with the place of its namespace.

    The fields of structures are left out: where one is used, the structure is spoken of elsewhere.
    """
    found: dict[str, list[tuple[int | None, int]]] = {}
    for place, block in enumerate(library()):
        if block.name:
            namespace, _, last = block.name.rpartition(".")
            found.setdefault(last, []).append((_names().get(namespace), place))
    return found


@dataclass(frozen=True)
class _Needs:
    """What a text speaks of: surely, and, with the namespaces that it then stands in, perhaps."""

    surely: frozenset[int]
    perhaps: frozenset[tuple[int, int]]


def _spoken_of(text: str, scope: Sequence[str], visible: Collection[str] | None) -> _Needs:
    surely: set[int] = set()
    perhaps: set[tuple[int, int]] = set()
    for token in _TOKEN.findall(_COMMENT.sub(" ", text)):
        for part in _looked_up(token, scope, surely):
            for namespace, place in _suffixes().get(part, ()):
                if visible is None or library()[place].module in visible:
                    if namespace is None:
                        surely.add(place)
                    else:
                        perhaps.add((namespace, place))
    return _Needs(frozenset(surely), frozenset(perhaps))


def _looked_up(token: str, scope: Sequence[str], found: set[int]) -> list[str]:
    """Add what a token means, and return the parts of it that stand behind an expression."""
    if token.startswith("."):
        return token[1:].split(".")
    parts = token.split(".")
    for length in range(len(parts), 0, -1):
        for namespace in scope:
            name = ".".join([namespace, *parts[:length]] if namespace else parts[:length])
            if name in _names():
                found.add(_names()[name])
                return parts[length:]
    return parts[1:]


@functools.cache
def _needs(place: int) -> _Needs:
    block = library()[place]
    found = _spoken_of(block.text, block.scope, block.visible)
    return _Needs(found.surely - {place}, found.perhaps)


# Structures as plain types.


@dataclass(frozen=True)
class _Structure:
    before: str
    name: str
    binders: str
    is_prop: bool
    fields: tuple[tuple[str, str], ...]


_STRUCTURE = re.compile(
    r"(?P<before>(?:/--.*?-/\n)?)structure (?P<name>[\w.']+)(?P<binders>.*?)"
    r"(?P<prop>\s*:\s*Prop)? where\n(?P<fields>.*)",
    re.DOTALL,
)


@functools.cache
def _structure(block: Block) -> _Structure:
    found = _STRUCTURE.fullmatch(block.text)
    if found is None:
        raise RuntimeError(f"cannot read the structure {block.name} of the library")
    fields = re.findall(r"^  (\w+) : (.*(?:\n    .*)*)", found["fields"], re.MULTILINE)
    return _Structure(
        found["before"],
        found["name"],
        found["binders"].strip(),
        found["prop"] is not None,
        tuple((name, " ".join(kind.split())) for name, kind in fields),
    )


def _plain(block: Block) -> str:
    """Return a structure as a product or a conjunction, with its fields as definitions."""
    one = _structure(block)
    binders = f" {one.binders}" if one.binders else ""
    arguments = "".join(f" {name}" for name in _bound(one.binders))
    implicit = re.sub(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)", r"{\1}", one.binders)
    implicit = f" {implicit}" if implicit else ""
    kinds = [f"({kind})" if " " in kind else kind for _, kind in one.fields]
    if one.is_prop:
        kinds = [f"({kind})" for _, kind in one.fields]
        lines = [f"{one.before}abbrev {one.name}{binders} : Prop :=\n  " + " ∧\n  ".join(kinds)]
    else:
        lines = [f"{one.before}abbrev {one.name}{binders} := " + " × ".join(kinds)]
        given = "".join(f" ({name} : {kind})" for name, kind in one.fields)
        values = ", ".join(name for name, _ in one.fields)
        lines.append(f"abbrev {one.name}.mk{implicit}{given} : {one.name}{arguments} := ({values})")
    for place, (name, kind) in enumerate(one.fields):
        last = place == len(one.fields) - 1
        path = ".2" * place + ("" if last else ".1")
        what = "theorem" if one.is_prop else "abbrev"
        lines.append(
            f"{what} {one.name}.{name}{implicit} (whole : {one.name}{arguments}) :\n"
            f"    {kind} := whole{path}"
        )
    return "\n\n".join(lines)


def _bound(binders: str) -> list[str]:
    """Return the names that explicit binders bind."""
    groups = re.findall(r"\(([^():]*):", binders)
    return [name for group in groups for name in group.split()]


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
    """
    needs = _spoken_of(text, (LIBRARY, ""), None)
    core = frozenset(_names()[f"{LIBRARY}.{name}"] for name in always)
    kept = _closure(_Needs(needs.surely | core, needs.perhaps), frozenset())
    return _written([library()[place] for place in sorted(kept)], namespace, plain=False)


def excerpt(text: str, *, namespace: str, header: str = "") -> str:
    """Return the declarations of the library that a proof speaks of, and all that they need.

    Parameters
    ----------
    text : str
        Lean, outside of all namespaces, with that of the library opened.
    namespace : str
        What the namespace of the library is called in the result.
    header : str
        Lean that stands before it: declarations of the library that are there already, in the
        namespace of that name.

    Returns
    -------
    str
        Commands, in the order of the library. Equal sets of declarations give equal texts.
    """
    before = re.sub(rf"\b{namespace}\b", LIBRARY, header)
    there = frozenset(
        _names()[block.name] for block in _blocks("", before, frozenset()) if block.name in _names()
    )
    kept = _closure(_spoken_of(text, (LIBRARY, ""), None), there)
    return _written([library()[place] for place in sorted(kept)], namespace, plain=True)


def _written(kept: Sequence[Block], namespace: str, *, plain: bool) -> str:
    text = "\n\n".join(_scoped(kept, plain=plain))
    return re.sub(rf"\b{LIBRARY}\b", namespace, text) + "\n" if text else ""


def _closure(needs: _Needs, there: frozenset[int]) -> frozenset[int]:
    """Return what is needed, and what that needs, but for what is there."""
    kept: frozenset[int] = frozenset()
    perhaps = set(needs.perhaps)
    wanted = needs.surely | {place for namespace, place in perhaps if namespace in there}
    wanted -= there
    while wanted:
        kept |= wanted
        for place in wanted:
            perhaps |= _needs(place).perhaps
        here = kept | there
        new = frozenset().union(*(_needs(place).surely for place in wanted))
        new |= {place for namespace, place in perhaps if namespace in here}
        wanted = new - here
        if not wanted:
            # What `simp` finds by itself.
            modules = {library()[place].module for place in kept}
            wanted = frozenset(
                place
                for place, block in enumerate(library())
                if place not in here
                and block.module in modules
                and _SIMP.match(block.text)
                and _needs(place).surely <= here
            )
    return kept


def _scoped(kept: Sequence[Block], *, plain: bool) -> Iterator[str]:
    """Return declarations with the namespaces and variables that they stand in."""
    runs: list[list[Block]] = []
    for block in kept:
        before = runs[-1][-1] if runs else None
        if (
            before is not None
            and (before.namespace, before.opened) == (block.namespace, block.opened)
            and block.variables[: len(before.variables)] == before.variables
        ):
            runs[-1].append(block)
        else:
            runs.append([block])
    for run in runs:
        yield f"namespace {run[0].namespace}"
        yield from (f"open {name}" for name in run[0].opened)
        texts = [
            _plain(block) if plain and block.kind == "structure" else block.text for block in run
        ]
        used = _used(run[-1].variables, " ".join(texts))
        given = 0
        for block, text in zip(run, texts, strict=True):
            new = [binder for binder in block.variables[given:] if binder in used]
            given = len(block.variables)
            if new:
                yield f"variable {' '.join(new)}"
            yield text
        yield f"end {run[0].namespace}"


def _used(binders: Sequence[str], text: str) -> set[str]:
    """Return the binders that a text, or one of those binders, speaks of."""
    words = set(re.findall(r"[\w']+", _COMMENT.sub(" ", text)))
    used: set[str] = set()
    for binder in reversed(binders):
        inner = set(re.findall(r"[\w']+", binder))
        names = set(re.findall(r"[\w']+", binder.partition(":")[0]))
        if binder.startswith("["):
            used.add(binder)
        elif names & words:
            used.add(binder)
            words |= inner
    # What an instance is about has to be there, too.
    return {one for one in used if not one.startswith("[") or set(one[1:-1].split()[1:]) <= words}
