"""Exports of proofs, as ``leanexport`` writes them, held against the problem.

Other kernels read an export and check each declaration in it, but none of them is told what was to
be proved. `compare` answers that, on the same file that they read: the theorem is there, it states
what the problem states, it rests on no other axioms than are allowed, and what the problem and the
proof both mention is the same in both.

The format is that of ``lean4export``, version 3.1: a line of JSON for each name, universe level,
expression and declaration, which refer to earlier ones by number. See ``format_ndjson.md`` in
https://github.com/leanprover/lean4export.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

__all__ = [
    "AXIOMS",
    "PRIMITIVES",
    "Constant",
    "DamagedExport",
    "Export",
    "UnknownFormat",
    "compare",
    "read_export",
]

AXIOMS: Final = ("propext", "Quot.sound", "Classical.choice")
"""The axioms that a proof may rest on."""

PRIMITIVES: Final = (
    *("Nat.add", "Nat.sub", "Nat.mul", "Nat.div", "Nat.mod", "Nat.pow", "Nat.gcd"),
    *("Nat.beq", "Nat.ble", "Nat.land", "Nat.lor", "Nat.xor", "Nat.shiftLeft", "Nat.shiftRight"),
    *("Char.ofNat", "String.ofList"),
)
"""What Lean's kernel computes by itself, whatever its definition says.

With them in the export of the problem, `compare` sees whether the proof comes with other ones.
"""

_Entry = TypeVar("_Entry")

_FORMAT: Final = "3.1."
"""What the versions of the format begin with that are read here."""


class UnknownFormat(Exception):
    """The file is an export in a format that is not read here, or no export."""


class DamagedExport(Exception):
    """The file says that it is in the format, and is not."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A declared constant.

    Attributes
    ----------
    kind : str
        ``thm``, ``axiom``, ``def``, ``opaque``, ``quot`` or ``inductive``; a constructor and a
        recursor are part of an inductive type.
    digest : bytes
        Of its type and, unless it is a theorem, its value, without the names of bound variables.
        Equal for two constants of the same name that mean the same.
    """

    kind: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Export:
    """What an export declares.

    Attributes
    ----------
    constants : mapping of str to Constant
        The declared constants by their names, as in ``Nat.add``.
    """

    constants: Mapping[str, Constant]


def _digest(*parts: object) -> bytes:
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).digest()


def _join(prefix: str, component: str) -> str:
    # No two names may look alike: a component can be any text, dots included.
    plain = component and not set(component) & set('."#')
    shown = component if plain else json.dumps(component)
    return f"{prefix}.{shown}" if prefix else shown


class _Table(list[_Entry]):
    """What the lines of an export refer to by number."""

    def put(self, number: int, entry: _Entry) -> None:
        if number != len(self):
            raise ValueError(f"entry {number} comes where {len(self)} is due")
        self.append(entry)

    def at(self, number: int) -> _Entry:
        if number < 0:
            raise ValueError(f"there is no entry {number}")
        return self[number]


class _Reader:
    """Takes in an export line by line."""

    def __init__(self) -> None:
        self.names = _Table([""])
        self.levels = _Table([_digest("zero")])
        self.expressions: _Table[bytes] = _Table()
        self.constants: dict[str, Constant] = {}

    def read(self, line: dict[str, Any]) -> None:
        """Take in a line after the first."""
        if "in" in line:
            self.names.put(line["in"], self._name(line))
        elif "il" in line:
            self.levels.put(line["il"], self._level(line))
        elif "ie" in line:
            self.expressions.put(line["ie"], self._expression(line))
        else:
            ((kind, value),) = line.items()
            self._declare(kind, value)

    def _name(self, line: dict[str, Any]) -> str:
        if "str" in line:
            return _join(self.names.at(line["str"]["pre"]), line["str"]["str"])
        return f"{self.names.at(line['num']['pre'])}.#{int(line['num']['i'])}"

    def _level(self, line: dict[str, Any]) -> bytes:
        at = self.levels.at
        if "succ" in line:
            return _digest("succ", at(line["succ"]))
        if "param" in line:
            return _digest("param", self.names.at(line["param"]))
        kind = "max" if "max" in line else "imax"
        return _digest(kind, *map(at, line[kind]))

    def _expression(self, line: dict[str, Any]) -> bytes:
        (kind,) = line.keys() - {"ie"}
        value = line[kind]
        at, name = self.expressions.at, self.names.at
        match kind:
            case "bvar":
                return _digest(kind, int(value))
            case "natVal" | "strVal":
                return _digest(kind, str(value))
            case "sort":
                return _digest(kind, self.levels.at(value))
            case "const":
                return _digest(kind, name(value["name"]), *map(self.levels.at, value["us"]))
            case "app":
                return _digest(kind, at(value["fn"]), at(value["arg"]))
            case "lam" | "forallE":
                return _digest(kind, at(value["type"]), at(value["body"]))
            case "letE":
                return _digest(kind, at(value["type"]), at(value["value"]), at(value["body"]))
            case "proj":
                return _digest(kind, name(value["typeName"]), value["idx"], at(value["struct"]))
            case "mdata":
                return at(value["expr"])
        raise ValueError(f"there is no kind of expression {kind!r}")

    def _header(self, value: dict[str, Any]) -> tuple[object, ...]:
        parameters = tuple(map(self.names.at, value["levelParams"]))
        return (self.names.at(value["name"]), parameters, self.expressions.at(value["type"]))

    def _declare(self, kind: str, value: dict[str, Any]) -> None:
        more: tuple[object, ...]
        match kind:
            case "thm":
                more = ()
            case "axiom":
                more = (value["isUnsafe"],)
            case "def":
                more = (self.expressions.at(value["value"]), value["safety"])
            case "opaque":
                more = (self.expressions.at(value["value"]), value["isUnsafe"])
            case "quot":
                more = (value["kind"],)
            case "inductive":
                self._declare_inductive(value)
                return
            case _:
                raise ValueError(f"there is no kind of declaration {kind!r}")
        self._put([value], Constant(kind, _digest(kind, self._header(value), *more)))

    def _declare_inductive(self, value: dict[str, Any]) -> None:
        types, constructors = value["types"], value["ctors"]
        block = [(*self._header(one), one["numParams"], one["isUnsafe"]) for one in types]
        block += [self._header(one) for one in constructors]
        # Recursors follow from these: every kernel makes them anew.
        members = [*types, *constructors, *value["recs"]]
        self._put(members, Constant("inductive", _digest("inductive", *block)))

    def _put(self, members: Iterable[dict[str, Any]], constant: Constant) -> None:
        for member in members:
            name = self.names.at(member["name"])
            if name in self.constants:
                raise ValueError(f"{name} is declared twice")
            self.constants[name] = constant


def read_export(path: Path) -> Export:
    """Read an export.

    It takes about a second for 100,000 lines.

    Raises
    ------
    UnknownFormat
        If the first line does not say that it is in the format that is read here.
    DamagedExport
        If a later line is not what the format wants; the message has its number.
    OSError
        If it cannot be read.
    """
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    with path.open("rb") as lines:
        first = lines.readline(10_000)
        try:
            version = str(decode(first)["meta"]["format"]["version"])
        except (msgspec.DecodeError, LookupError, TypeError):
            shown = first[:60].decode("utf-8", errors="replace").strip()
            raise UnknownFormat(f"its first line is {shown!r}") from None
        if not version.startswith(_FORMAT):
            raise UnknownFormat(f"it is in version {version} of the format")
        reader = _Reader()
        for number, line in enumerate(lines, start=2):
            try:
                reader.read(decode(line))
            except (msgspec.DecodeError, LookupError, TypeError, ValueError) as error:
                raise DamagedExport(f"line {number}: {error}") from error
    return Export(reader.constants)


def compare(proof: Export, problem: Export, theorem: str) -> str | None:
    """Say what is wrong with a proof, or return None if it is one of the problem.

    Parameters
    ----------
    proof : Export
        The theorem, proved, and all that it rests on.
    problem : Export
        The theorem as the problem states it, with any proof, `AXIOMS`, `PRIMITIVES`, and all that
        these rest on.
    theorem : str
        The name of the theorem.

    Notes
    -----
    A constant's digest holds the names of those that it mentions, and an export has all of them. So
    if the theorem has the same digest in both, and so has every constant that is in both, then the
    theorems state the same.
    """
    for what, export in (("proof", proof), ("problem", problem)):
        found = export.constants.get(theorem)
        if found is None or found.kind != "thm":
            return f"no theorem {theorem} in what was exported of the {what}"
    for name, constant in proof.constants.items():
        if constant.kind == "axiom" and name not in AXIOMS:
            return f"it rests on the axiom {name}"
        known = problem.constants.get(name)
        if known is not None and known != constant:
            return f"{name} is another one than that of the problem"
    return None
