from __future__ import annotations

import pytest

from bbsynth.embedded_lean import patch as embedded_patch
from bbsynth.embedded_lean.patch import exports_used, patch_loader
from bbsynth.errors import ToolchainError

EXPORTS = (
    "var _main,_unused,_table,wasmTable;function assignWasmExports(wasmExports){"
    '_main=Module["_main"]=wasmExports["main"];_unused=Module["_unused"]=wasmExports["unused"];'
    '_table=Module["_table"]=wasmTable=wasmExports["table"];'
    '_last=Module["_last"]=wasmExports["last"].value}'
)
USES = "function run(){_main(wasmTable)}"


def _loader() -> str:
    """Text in which every edit has its place, and nothing else."""
    edits = "\n".join((f"{edit.old};" * edit.count) for edit in embedded_patch._EDITS)
    return f"{edits};{EXPORTS};{USES}"


def test_every_edit_is_made() -> None:
    patched = patch_loader(_loader())
    for edit in embedded_patch._EDITS:
        assert patched.count(edit.new) >= edit.count
        assert edit.old in edit.new or edit.old not in patched


def test_exports_that_nothing_reads_are_dropped() -> None:
    patched = patch_loader(_loader())
    assert (
        "var _main,_table,wasmTable;function assignWasmExports(wasmExports){"
        '_main=Module["_main"]=wasmExports["main"];'
        '_table=Module["_table"]=wasmTable=wasmExports["table"]}'
    ) in patched
    assert exports_used(patched) == {"main", "table"}


@pytest.mark.parametrize("edit", embedded_patch._EDITS, ids=lambda edit: edit.old[:40])
def test_an_edit_that_does_not_match_is_an_error(edit: embedded_patch._Edit) -> None:
    loader = _loader()
    with pytest.raises(ToolchainError, match=rf"stands in it {edit.count + 1} times"):
        patch_loader(f"{edit.old};{loader}")
    with pytest.raises(ToolchainError, match="not the one expected"):
        patch_loader(loader.replace(edit.old, "", 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("function assignWasmExports", "function other", "no 'function assign"),
        ('wasmExports["unused"];', 'wasmExports["unused"];launch();', "'launch\\(\\)' among"),
        ("var _main,_unused", "var _main=1,_unused", "contains initialisers"),
        ("wasmTable;function assign", "wasmTable;x=1;function assign", "no list of variables"),
        ("function run(){", "function run(){ eval(text);", "evaluation of text"),
    ],
)
def test_another_loader_is_refused(old: str, new: str, message: str) -> None:
    loader = _loader()
    assert loader.count(old) == 1
    with pytest.raises(ToolchainError, match=message):
        patch_loader(loader.replace(old, new))
