"""The module of the invoking functions, in Node.js, with functions of JavaScript to be called."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bbsynth.embedded_lean import module as embedded_module
from bbsynth.embedded_lean.invoke import Signature, invoke_module, signed, unsigned
from bbsynth.embedded_lean.node import find_node

I32, I64 = b"\x7f", b"\x7e"
FUNCTIONS = {
    "invoke_ii": Signature(I32 + I32, I32),
    "invoke_jj": Signature(I32 + I64, I64),
    "invoke_v": Signature(I32, b""),
}
# A function of JavaScript can stand in a function table once a module has imported and exported it.
SCRIPT = """
  const fs = require("fs");
  const said = [];
  function typed(type, f) {
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, type.length + 1, 1, ...type,
                   2, 7, 1, 1, 101, 1, 102, 0, 0, 7, 5, 1, 1, 102, 0, 0];
    const module = new WebAssembly.Module(new Uint8Array(bytes));
    return new WebAssembly.Instance(module, { e: { f } }).exports.f;
  }
  const original = (name) => (...args) => (said.push([name, ...args.map(Number)]), undefined);
  const env = {
    caught(thrown) {
      said.push(["caught", String(thrown)]);
      if (thrown !== thrown + 0) throw thrown;
    },
    thrown: WebAssembly.JSTag,
    invoke_ii: original("invoke_ii"),
    invoke_jj: () => 0n,
    invoke_v: original("invoke_v"),
  };
  const module = new WebAssembly.Module(fs.readFileSync(process.argv[1]));
  const { bbsynth_function_table: table, stack, ...invoke } =
    new WebAssembly.Instance(module, { env }).exports;
  stack.set(0, typed([96, 0, 1, 127], () => 1234));
  stack.set(1, typed([96, 1, 127, 0], (place) => said.push(["restored", place])));
  table.set(0, typed([96, 1, 127, 1, 127], (x) => x + 1));
  table.set(1, typed([96, 1, 127, 1, 127], (x) => { throw x; }));
  table.set(2, typed([96, 1, 127, 1, 127], (x) => { throw new Error("the end"); }));
  table.set(3, typed([96, 1, 126, 1, 126], (x) => { throw 5; }));
  const results = [
    table.length,
    invoke.invoke_ii(0, 41),
    invoke.invoke_ii(1, 7),
    Number(invoke.invoke_jj(3, 1n)),
  ];
  try {
    invoke.invoke_ii(2, 0);
  } catch (error) {
    results.push(error.message);
  }
  invoke.invoke_v(0);
  console.log(JSON.stringify([results, said]));
"""


def _run(path: Path) -> Any:
    path.write_bytes(invoke_module(FUNCTIONS, places=4))
    done = subprocess.run(
        [str(find_node()), "-e", SCRIPT, str(path)], capture_output=True, check=True
    )
    return json.loads(done.stdout)


def test_what_is_called_returns_or_throws(tmp_path: Path) -> None:
    results, said = _run(tmp_path / "invoke.wasm")
    assert results == [4, 42, 0, 0, "the end"]
    assert said == [
        ["restored", 1234],
        ["caught", "7"],
        ["restored", 1234],
        ["caught", "5"],
        ["restored", 1234],
        ["caught", "Error: the end"],
        # The function in the table takes a number.
        ["invoke_v", 0],
    ]


def test_many_types_are_told_apart(tmp_path: Path) -> None:
    many = {f"invoke_{n}": Signature(I32 + n * I64, I32) for n in range(100)}
    path = tmp_path / "invoke.wasm"
    path.write_bytes(invoke_module(many, places=1))
    script = "console.log(new WebAssembly.Module(require('fs').readFileSync(process.argv[1])))"
    done = subprocess.run(
        [str(find_node()), "-e", script, str(path)], capture_output=True, check=True, text=True
    )
    assert done.stdout == "Module [WebAssembly.Module] {}\n"


@given(st.integers(0, 2**32 - 1))
def test_unsigned_numbers_are_read_back(value: int) -> None:
    assert embedded_module._Reader(unsigned(value)).unsigned() == value


@given(st.integers(-(2**31), 2**31 - 1))
def test_signed_numbers_are_read_back(value: int) -> None:
    assert embedded_module._Reader(signed(value)).signed() == value
