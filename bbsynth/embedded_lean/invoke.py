"""Let the embedded Lean catch C++ exceptions without a detour through JavaScript.

The C++ parts of Lean (the kernel, and the substitution in terms) were compiled so that a call after
which something has to be cleaned up goes out to a JavaScript function ``invoke_...``, which looks
up what is called in the function table and calls it inside a ``try``. That is done for every node
of a term, and took a sixth of the time of a judge. Here a small module is written whose functions
do the same in WebAssembly. Where the function in the table is not of the type that it is called
with, which JavaScript does not mind, the JavaScript function is called after all.

The main module has to be given these functions when it comes into being, and they need its function
table. So the small module has the table, and the main module imports it.

The instructions are those of the WebAssembly specification, version 3, section 5.4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["FUNCTION_TABLE", "Signature", "invoke_module", "signed", "unsigned"]

FUNCTION_TABLE = "bbsynth_function_table"
"""The name under which the main module imports the function table from ``env``."""

_FUNCTION, _TABLE, _TAG = 0, 1, 4
_FUNCREF, _EXTERNREF, _I32 = 0x70, 0x6F, 0x7F
_ZERO = {
    0x7F: b"\x41\x00",  # i32.const 0
    0x7E: b"\x42\x00",  # i64.const 0
    0x7D: b"\x43" + bytes(4),  # f32.const 0
    0x7C: b"\x44" + bytes(8),  # f64.const 0
}
_LOCAL_GET, _LOCAL_SET, _CALL, _CALL_INDIRECT = 0x20, 0x21, 0x10, 0x11
_BLOCK, _TRY_TABLE, _RETURN, _END, _I32_CONST = 0x02, 0x1F, 0x0F, 0x0B, 0x41
_IF, _I32_EQZ, _TABLE_GET, _REF_TEST = 0x04, 0x45, 0x25, b"\xfb\x14"
_NOTHING = 0x40
# Tables; places of the main module's two functions for its stack; types; the first function.
_MAIN_TABLE, _STACK_TABLE = 0, 1
_SAVE_PLACE, _RESTORE_PLACE = 0, 1
_SAVE_TYPE, _RESTORE_TYPE, _CAUGHT_TYPE = 0, 1, 2
_CAUGHT = 0


@dataclass(frozen=True)
class Signature:
    """Parameters and results of a function, as the bytes of their types."""

    parameters: bytes
    results: bytes

    def encoded(self) -> bytes:
        """Return the function type as it stands in a type section."""
        parts = (self.parameters, self.results)
        return b"\x60" + b"".join(unsigned(len(part)) + part for part in parts)


def unsigned(value: int) -> bytes:
    """Return a number that is not negative in LEB128."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def signed(value: int) -> bytes:
    """Return a number in signed LEB128."""
    out = bytearray()
    while not -0x40 <= value < 0x40:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value & 0x7F)
    return bytes(out)


def invoke_module(functions: Mapping[str, Signature], places: int) -> bytes:
    """Return a module with the given ``invoke_...`` functions.

    Parameters
    ----------
    functions : mapping of str to Signature
        Names, and types: the first parameter is a place in the function table, the others are what
        the function that stands there is called with.
    places : int
        The size of the function table.

    Returns
    -------
    bytes
        The module. It imports from ``env`` the tag ``thrown`` of what JavaScript throws, the
        function ``caught``, which is given what was caught once the stack is restored, and the
        functions that it stands in for. It exports its functions, the function table
        `FUNCTION_TABLE`, and a table ``stack``, in which the main module's
        ``emscripten_stack_get_current`` and ``_emscripten_stack_restore`` have to be put before the
        first call.
    """
    types = [
        Signature(b"", bytes((_I32,))),
        Signature(bytes((_I32,)), b""),
        Signature(bytes((_EXTERNREF,)), b""),
    ]
    indices: list[int] = []
    bodies: list[bytes] = []
    for number, signature in enumerate(functions.values(), start=1):
        indices.append(_index(types, signature))
        inner = Signature(signature.parameters[1:], signature.results)
        bodies.append(_body(signature, _index(types, inner), number))
    exports = [
        _name(FUNCTION_TABLE) + bytes((_TABLE, _MAIN_TABLE)),
        _name("stack") + bytes((_TABLE, _STACK_TABLE)),
    ]
    exports += [
        _name(name) + bytes((_FUNCTION,)) + unsigned(number)
        for number, name in enumerate(functions, start=len(functions) + 1)
    ]
    imports = [
        _name("env") + _name("caught") + bytes((_FUNCTION, _CAUGHT_TYPE)),
        _name("env") + _name("thrown") + bytes((_TAG, 0, _CAUGHT_TYPE)),
    ]
    imports += [
        _name("env") + _name(name) + bytes((_FUNCTION,)) + unsigned(index)
        for name, index in zip(functions, indices, strict=True)
    ]
    return b"\0asm\x01\0\0\0" + b"".join(
        bytes((number,)) + _sized(_vector(entries))
        for number, entries in (
            (1, [signature.encoded() for signature in types]),
            (2, imports),
            (3, [unsigned(index) for index in indices]),
            (4, [bytes((_FUNCREF, 0)) + unsigned(size) for size in (places, 2)]),
            (7, exports),
            (10, [_sized(body) for body in bodies]),
        )
    )


def _body(signature: Signature, inner: int, original: int) -> bytes:
    """The code of a function; `inner` is the type of what it calls, `original` what it replaces."""
    count = len(signature.parameters)
    everything = b"".join(bytes((_LOCAL_GET,)) + unsigned(local) for local in range(count))
    stack, thrown = unsigned(count), unsigned(count + 1)
    result = signature.results or bytes((_NOTHING,))
    call = b"".join(bytes((_LOCAL_GET,)) + unsigned(local) for local in (*range(1, count), 0))
    return b"".join(
        (
            bytes((2, 1, _I32, 1, _EXTERNREF)),  # two locals
            bytes((_LOCAL_GET, 0, _TABLE_GET, _MAIN_TABLE)) + _REF_TEST + signed(inner),
            bytes((_I32_EQZ, _IF, _NOTHING)) + everything,
            bytes((_CALL,)) + unsigned(original) + bytes((_RETURN, _END)),
            bytes((_I32_CONST, _SAVE_PLACE, _CALL_INDIRECT, _SAVE_TYPE, _STACK_TABLE)),
            bytes((_LOCAL_SET,)) + stack,
            bytes((_BLOCK, _EXTERNREF)),
            # Whatever carries tag 0 goes to the end of the block.
            bytes((_TRY_TABLE,)) + result + bytes((1, 0, 0, 0)),
            call + bytes((_CALL_INDIRECT,)) + unsigned(inner) + bytes((_MAIN_TABLE, _END)),
            bytes((_RETURN, _END)),
            bytes((_LOCAL_SET,)) + thrown,
            bytes((_LOCAL_GET,)) + stack,
            bytes((_I32_CONST, _RESTORE_PLACE, _CALL_INDIRECT, _RESTORE_TYPE, _STACK_TABLE)),
            bytes((_LOCAL_GET,)) + thrown + bytes((_CALL, _CAUGHT)),
            b"".join(_ZERO[kind] for kind in signature.results),
            bytes((_END,)),
        )
    )


def _index(types: list[Signature], signature: Signature) -> int:
    if signature not in types:
        types.append(signature)
    return types.index(signature)


def _name(text: str) -> bytes:
    return _sized(text.encode())


def _sized(content: bytes) -> bytes:
    return unsigned(len(content)) + content


def _vector(entries: Sequence[bytes]) -> bytes:
    return unsigned(len(entries)) + b"".join(entries)
