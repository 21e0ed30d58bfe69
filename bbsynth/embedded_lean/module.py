"""Move the symbols of the embedded Lean's module out of its export list.

``lean.wasm`` exports every function and variable of Lean by name, 201,110 of them, because Lean's
interpreter looks compiled code up by name. For each export, each thread makes several JavaScript
objects, which costs it more than a second and much memory. Here the export list is cut down to
what the loader uses. Exported functions get fixed places in the module's function table instead
(an element segment, which costs next to nothing), and a sorted table of all names goes to a file of
its own, which the threads share and search. The function table itself moves to a small second
module (see `bbsynth.embedded_lean.invoke`).

The format is that of the WebAssembly core specification, sections 5.4 and 5.5.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bbsynth.embedded_lean.invoke import (
    FUNCTION_TABLE,
    Signature,
    invoke_module,
    signed,
    unsigned,
)
from bbsynth.errors import ToolchainError

__all__ = ["slim_module"]

_HEADER = b"\0asm\x01\0\0\0"
_CUSTOM, _TYPE, _IMPORT, _SIGNATURE, _TABLE = 0, 1, 2, 3, 4
_GLOBAL, _EXPORT, _ELEMENT, _CODE = 6, 7, 9, 10
_NEEDED = {_TYPE, _IMPORT, _SIGNATURE, _TABLE, _GLOBAL, _EXPORT, _ELEMENT, _CODE}
_FUNCTION, _GLOBAL_KIND = 0, 3
_FUNCREF, _FUNCTION_TYPE = 0x70, 0x60
_I32 = 0x7F
_I32_CONST, _END = 0x41, 0x0B
# Names that begin so belong to Lean: l_ compiled definitions, _init_l_ and initialize_ their setup.
_LEAN_PREFIXES = (b"l_", b"_init_l_", b"initialize_", b"lean_")
_INVOKE_PREFIX = b"invoke_"
# The destructor that frees all of Lean's own data at the end of `main`. Threads may still be using
# them: one run in ten or so ended with a memory fault, after its work was done.
_DESTRUCTOR = b"_ZN4lean11initializerD1Ev"


def _bad(detail: str) -> ToolchainError:
    return ToolchainError(
        f"the WebAssembly module of the embedded Lean is not the one expected: {detail}; "
        "this release of bbsynth can use only the version it pins"
    )


class _Reader:
    """Reads numbers and names from a part of the module, in order."""

    def __init__(self, data: bytes, position: int = 0) -> None:
        self.data = data
        self.position = position

    def byte(self) -> int:
        value = self.data[self.position]
        self.position += 1
        return value

    def unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def signed(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value - (1 << shift) if byte & 0x40 else value

    def take(self, size: int) -> bytes:
        start = self.position
        self.position += size
        if self.position > len(self.data):
            raise IndexError
        return self.data[start : self.position]

    def name(self) -> bytes:
        return self.take(self.unsigned())

    def limits(self) -> tuple[int, int]:
        flags = self.byte()
        least = self.unsigned()
        if flags & 1:
            self.unsigned()
        return flags, least


def _sections(module: bytes) -> Iterator[tuple[int, bytes]]:
    if module[:8] != _HEADER:
        raise _bad("it does not begin like a module")
    reader = _Reader(module, 8)
    while reader.position < len(module):
        number = reader.byte()
        yield number, reader.take(reader.unsigned())


@dataclass(frozen=True)
class _Imports:
    """What the module imports.

    Attributes
    ----------
    addresses : set of bytes
        Names of what it wants the address of.
    functions, globals : int
        How many functions and globals there are.
    invokers : dict
        Types of the functions ``invoke_...``, by their names.
    """

    addresses: set[bytes]
    functions: int
    globals: int
    invokers: dict[str, int]


def _imported(section: bytes) -> _Imports:
    reader = _Reader(section)
    names: set[bytes] = set()
    invokers: dict[str, int] = {}
    imported_functions = imported_globals = 0
    for _ in range(reader.unsigned()):
        origin, name, kind = reader.name(), reader.name(), reader.byte()
        if kind == 0:
            signature = reader.unsigned()
            imported_functions += 1
            if origin == b"env" and name.startswith(_INVOKE_PREFIX):
                invokers[name.decode()] = signature
        elif kind == 1:
            reader.byte()
            reader.limits()
        elif kind == 2:
            reader.limits()
        elif kind == 3:
            reader.take(2)
            imported_globals += 1
        else:
            reader.take(1)
            reader.unsigned()
        if origin in (b"GOT.func", b"GOT.mem"):
            names.add(name)
    return _Imports(names, imported_functions, imported_globals, invokers)


def _with_table(section: bytes, places: int) -> bytes:
    """The import section, in which the function table is imported too."""
    reader = _Reader(section)
    count = reader.unsigned()
    name = FUNCTION_TABLE.encode()
    table = b"\x03env" + unsigned(len(name)) + name + bytes((1, _FUNCREF, 0)) + unsigned(places)
    return unsigned(count + 1) + section[reader.position :] + table


def _signatures(section: bytes) -> list[Signature]:
    reader = _Reader(section)
    signatures: list[Signature] = []
    for _ in range(reader.unsigned()):
        if reader.byte() != _FUNCTION_TYPE:
            raise _bad("a type in it is not that of a function")
        parameters = reader.take(reader.unsigned())
        signatures.append(Signature(parameters, reader.take(reader.unsigned())))
    return signatures


def _thread_local(section: bytes) -> set[bytes]:
    """Names of thread-local variables, from the linker's section ``dylink.0``."""
    reader = _Reader(section)
    names: set[bytes] = set()
    if reader.name() != b"dylink.0":
        return names
    while reader.position < len(section):
        kind, part = reader.byte(), _Reader(reader.take(reader.unsigned()))
        if kind == 3:
            for _ in range(part.unsigned()):
                name, flags = part.name(), part.unsigned()
                if flags & 0x100:
                    names.add(name)
    return names


def _constants(section: bytes, first: int) -> dict[int, int]:
    """Values of the immutable 32-bit globals, by index; `first` is the index of the first."""
    reader = _Reader(section)
    values: dict[int, int] = {}
    for index in range(first, first + reader.unsigned()):
        kind, mutable, opcode = reader.byte(), reader.byte(), reader.byte()
        if opcode not in (_I32_CONST, 0x42):
            raise _bad("a global is not initialised by a constant")
        value = reader.signed()
        if reader.byte() != _END:
            raise _bad("a global is not initialised by one constant")
        if kind == _I32 and not mutable and opcode == _I32_CONST:
            values[index] = value & 0xFFFFFFFF
    return values


def _element_functions(section: bytes) -> tuple[int, list[int]]:
    """Place of the first function in the table, and the functions, of the only segment."""
    reader = _Reader(section)
    if reader.unsigned() != 1 or reader.unsigned() != 0 or reader.byte() != _I32_CONST:
        raise _bad("its function table is not filled by one active segment")
    start = reader.signed()
    if reader.byte() != _END:
        raise _bad("its function table does not begin at a constant")
    functions = [reader.unsigned() for _ in range(reader.unsigned())]
    return start, functions


def _without_body(sections: dict[int, bytes], function: int) -> bytes:
    """The code section, in which `function`, one of type i32 to i32, returns its argument."""
    signatures = _Reader(sections[_SIGNATURE])
    signature = [signatures.unsigned() for _ in range(signatures.unsigned())][function]
    if _signatures(sections[_TYPE])[signature] != Signature(bytes((_I32,)), bytes((_I32,))):
        raise _bad("a function that is to be emptied has another type than expected")
    code = _Reader(sections[_CODE])
    code.unsigned()
    for _ in range(function):
        size = code.unsigned()
        code.position += size
    start = code.position
    code.take(code.unsigned())
    body = bytes((4, 0, 0x20, 0, _END))  # four bytes: no locals; local.get 0; end
    return code.data[:start] + body + code.data[code.position :]


def _symbol_table(symbols: dict[bytes, int]) -> bytes:
    names = sorted(symbols)
    ends: list[int] = []
    end = 0
    for name in names:
        end += len(name)
        ends.append(end)
    count = len(names)
    return b"".join(
        (
            struct.pack("<I", count),
            struct.pack(f"<{count}I", *ends),
            struct.pack(f"<{count}I", *(symbols[name] for name in names)),
            *names,
        )
    )


def slim_module(module: bytes, keep: Iterable[str]) -> tuple[bytes, bytes, bytes]:
    """Return `module` without most of its exports, the table of what they were, and a helper.

    Parameters
    ----------
    module : bytes
        ``lean.wasm`` as emscripten linked it.
    keep : iterable of str
        Exports that the loader uses by name. Kept besides: ``main``, thread-local variables, and
        what the module itself imports under its own names.

    Returns
    -------
    module : bytes
        The same code. Functions that were exported are in the function table, which is imported.
    symbols : bytes
        Little-endian 32-bit numbers: how many names there are, for each name the end of its text,
        for each name its address (index into the function table, or address of a variable); then
        the texts, one after the other, sorted as bytes.
    invokers : bytes
        The module with the functions ``invoke_...`` and the function table, see
        `bbsynth.embedded_lean.invoke`.

    Raises
    ------
    ToolchainError
        If `module` is not built as expected.
    """
    try:
        return _slim(module, {name.encode() for name in keep})
    except IndexError:
        raise _bad("it ends too early") from None


def _slim(module: bytes, keep: set[bytes]) -> tuple[bytes, bytes, bytes]:
    sections = list(_sections(module))
    by_number = {number: content for number, content in sections if number != _CUSTOM}
    missing = {
        _TYPE,
        _IMPORT,
        _SIGNATURE,
        _TABLE,
        _GLOBAL,
        _EXPORT,
        _ELEMENT,
        _CODE,
    } - by_number.keys()
    if missing:
        raise _bad(f"it has no section {min(missing)}")
    imports = _imported(by_number[_IMPORT])
    keep |= {b"main", b"__main_argc_argv"} | imports.addresses
    for number, content in sections:
        if number == _CUSTOM:
            keep |= _thread_local(content)
    constants = _constants(by_number[_GLOBAL], imports.globals)
    start, functions = _element_functions(by_number[_ELEMENT])
    tables = _Reader(by_number[_TABLE])
    if tables.unsigned() != 1 or tables.byte() != _FUNCREF:
        raise _bad("it has not exactly one function table")
    flags, size = tables.limits()
    if flags != 0 or size < start + len(functions):
        raise _bad("its function table has limits")

    places = {function: start + index for index, function in enumerate(functions)}
    added: list[int] = []
    symbols: dict[bytes, int] = {}
    kept: list[bytes] = []
    destructor: int | None = None
    reader = _Reader(by_number[_EXPORT])
    for _ in range(reader.unsigned()):
        begin = reader.position
        name, kind, index = reader.name(), reader.byte(), reader.unsigned()
        if name in keep:
            kept.append(reader.data[begin : reader.position])
        if name == _DESTRUCTOR and kind == _FUNCTION:
            destructor = index - imports.functions
        if not name.startswith(_LEAN_PREFIXES):
            continue
        if kind == _FUNCTION:
            if index not in places:
                places[index] = size + len(added)
                added.append(index)
            symbols[name] = places[index]
        elif kind == _GLOBAL_KIND and index in constants:
            symbols[name] = constants[index]

    if destructor is None:
        raise _bad(f"it exports no function {_DESTRUCTOR.decode()}")
    replaced = {
        _CODE: _without_body(by_number, destructor),
        _IMPORT: _with_table(by_number[_IMPORT], size + len(added)),
        _EXPORT: unsigned(len(kept)) + b"".join(kept),
        _ELEMENT: b"\x02"
        + by_number[_ELEMENT][1:]
        + b"\x00"
        + bytes((_I32_CONST,))
        + signed(size)
        + bytes((_END,))
        + unsigned(len(added))
        + b"".join(map(unsigned, added)),
    }
    parts = [_HEADER]
    for number, content in sections:
        if number == _TABLE:
            continue
        body = replaced.get(number, content)
        parts += (bytes((number,)), unsigned(len(body)), body)
    signatures = _signatures(by_number[_TYPE])
    invokers = {name: signatures[index] for name, index in imports.invokers.items()}
    return b"".join(parts), _symbol_table(symbols), invoke_module(invokers, size + len(added))
