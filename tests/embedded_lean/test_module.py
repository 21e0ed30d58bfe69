"""A module small enough to be written by hand, in the layout of the real one."""

from __future__ import annotations

import json
import struct
import subprocess
from pathlib import Path

import pytest

from bbsynth.embedded_lean.invoke import unsigned
from bbsynth.embedded_lean.module import slim_module
from bbsynth.embedded_lean.node import find_node
from bbsynth.errors import ToolchainError

DESTRUCTOR = b"_ZN4lean11initializerD1Ev"


def _section(number: int, body: bytes) -> bytes:
    return bytes((number,)) + unsigned(len(body)) + body


def _name(text: bytes) -> bytes:
    return bytes((len(text),)) + text


# Functions of type i32 -> i32 that add 0, 1, 2, 3 to their argument; the first is in the table.
EXPORTS = {
    b"main": (0, 0),
    b"l_inTable": (0, 0),
    b"l_added": (0, 1),
    b"l_alias": (0, 1),
    b"system": (0, 2),
    DESTRUCTOR: (0, 3),
    b"l_variable": (3, 1),
    b"table": (1, 0),
}
SECTIONS = {
    1: b"\x01\x60\x01\x7f\x01\x7f",
    2: b"\x00",
    3: b"\x04\x00\x00\x00\x00",
    4: b"\x01\x70\x00\x02",
    6: b"\x02" + b"\x7f\x01\x41\x05\x0b" + b"\x7f\x00\x41\x80\x08\x0b",
    7: bytes((len(EXPORTS),))
    + b"".join(_name(name) + bytes(place) for name, place in EXPORTS.items()),
    9: b"\x01\x00\x41\x01\x0b\x01\x00",
    10: b"\x04" + b"".join(b"\x07\x00\x20\x00\x41" + bytes((n,)) + b"\x6a\x0b" for n in range(4)),
}


def _module(sections: dict[int, bytes]) -> bytes:
    return b"\0asm\x01\0\0\0" + b"".join(_section(*item) for item in sections.items())


def _symbols(table: bytes) -> dict[bytes, int]:
    (count,) = struct.unpack_from("<I", table)
    ends = struct.unpack_from(f"<{count}I", table, 4)
    addresses = struct.unpack_from(f"<{count}I", table, 4 + 4 * count)
    texts = table[4 + 8 * count :]
    names = [texts[begin:end] for begin, end in zip((0, *ends), ends, strict=False)]
    assert names == sorted(names)
    return dict(zip(names, addresses, strict=True))


def test_exports_become_symbols() -> None:
    _, table, _ = slim_module(_module(SECTIONS), {"table"})
    assert _symbols(table) == {
        b"l_inTable": 1,
        b"l_added": 2,
        b"l_alias": 2,
        b"l_variable": 1024,
    }


def test_the_new_module_works(tmp_path: Path) -> None:
    module, _, invokers = slim_module(_module(SECTIONS), {"table"})
    (tmp_path / "slim.wasm").write_bytes(module)
    (tmp_path / "invoke.wasm").write_bytes(invokers)
    script = """
      const fs = require("fs");
      const start = (path, env) =>
        WebAssembly.instantiate(fs.readFileSync(path), { env }).then(({ instance }) => instance);
      const [main, invokers] = process.argv.slice(1);
      const given = { caught() {}, thrown: WebAssembly.JSTag };
      start(invokers, given).then((invoke) => start(main, invoke.exports)).then(({ exports }) => {
        const { table, main } = exports;
        const calls = [1, 2].map((place) => table.get(place)(40));
        console.log(JSON.stringify([Object.keys(exports), table.length, calls, main(40)]));
      });
    """
    done = subprocess.run(
        [
            str(find_node()),
            "-e",
            script,
            str(tmp_path / "slim.wasm"),
            str(tmp_path / "invoke.wasm"),
        ],
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == [["main", "table"], 3, [40, 41], 40]


def test_the_destructor_is_emptied() -> None:
    module, _, _ = slim_module(_module(SECTIONS), set())
    assert SECTIONS[10].endswith(b"\x41\x03\x6a\x0b")
    assert module.endswith(b"\x41\x02\x6a\x0b" + b"\x04\x00\x20\x00\x0b")


@pytest.mark.parametrize(
    ("number", "body", "message"),
    [
        (7, b"\x00", "exports no function _ZN4lean"),
        (4, b"\x01\x70\x01\x02\x03", "table has limits"),
        (4, b"\x02\x70\x00\x02\x70\x00\x02", "exactly one function table"),
        (9, b"\x02\x00\x41\x01\x0b\x01\x00", "one active segment"),
        (6, b"\x01\x7f\x00\x23\x00\x0b", "not initialised by a constant"),
        (1, b"\x01\x60\x01\x7e\x01\x7f", "another type"),
        (3, b"\x04", "ends too early"),
    ],
)
def test_another_layout_is_refused(number: int, body: bytes, message: str) -> None:
    with pytest.raises(ToolchainError, match=message):
        slim_module(_module(SECTIONS | {number: body}), set())


@pytest.mark.parametrize("number", sorted(SECTIONS))
def test_a_missing_section_is_noticed(number: int) -> None:
    sections = {key: body for key, body in SECTIONS.items() if key != number}
    with pytest.raises(ToolchainError, match=f"no section {number}"):
        slim_module(_module(sections), set())


def test_what_is_no_module_is_refused() -> None:
    with pytest.raises(ToolchainError, match="does not begin like a module"):
        slim_module(b"#!/bin/sh", set())
    with pytest.raises(ToolchainError, match="ends too early"):
        slim_module(_module(SECTIONS)[:-3], set())
