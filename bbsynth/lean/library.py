"""The Lean library, compiled: once per toolchain and source, kept on this machine.

The compiled modules are in one folder, named by a digest of the toolchain and of every byte that
goes in, so a change of either leads to another folder and never to stale modules. What most
problems need is compiled at first, by `compiled_library`; the rest, such as the proof of
``S(3) = 21``, when a problem first asks for it, by `ensure_modules`. A module is put in place when
it is finished: an interrupted build goes on where it was, and a module can be added while judge
processes use the folder.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from bbsynth._common.resources import data_dir, lean_dir
from bbsynth.errors import ToolchainError
from bbsynth.lean.compiled import CompiledFolder, Notice
from bbsynth.lean.compiling import compile_modules
from bbsynth.lean.modules import Module, library_modules, modules_below, read_modules, source_of
from bbsynth.lean.toolchain import Toolchain

__all__ = [
    "LIBRARY",
    "compiled_library",
    "ensure_modules",
    "extra_modules",
    "imported_modules",
    "library_folder",
    "library_modules",
    "mend_library",
]

LIBRARY: Final = "BBSynth"
"""The module that imports what most problems need of the library."""

Progress = Callable[[str, int, int | None, str], None]
"""Called with what is done, how much of it, of how much, and details."""

_HEADER: Final = re.compile(r"(?:(?:public )?import \S+\n|--[^\n]*\n|module\n|\n)*")
_IMPORTED: Final = re.compile(rf"^(?:public )?import ({LIBRARY}(?:\.\w+)*)$", re.MULTILINE)


def imported_modules(text: str) -> tuple[str, ...]:
    """Return the modules of the library that a Lean text imports, in the lines it begins with."""
    header = _HEADER.match(text)
    return _imported("" if header is None else header.group())


@functools.lru_cache(maxsize=256)
def _imported(header: str) -> tuple[str, ...]:
    return tuple(_IMPORTED.findall(header))


def extra_modules(root: Path | None = None, name: str = LIBRARY) -> list[str]:
    """Return the modules below module `name` that importing it does not import.

    Raises
    ------
    ToolchainError
        If a source cannot be read.
    """
    root = lean_dir() if root is None else root
    usual = set(library_modules(root, name))
    return [module for module in modules_below(root, name) if module not in usual]


def compiled_library(
    toolchain: Toolchain,
    modules: Sequence[str] = (LIBRARY,),
    *,
    root: Path | None = None,
    note: Notice | None = None,
    progress: Progress | None = None,
    timeout: float = 900.0,
) -> Path:
    """Return a folder with compiled modules, compiling those that are not there yet.

    Parameters
    ----------
    toolchain : Toolchain
        What to compile them with, and for.
    modules : sequence of str
        The modules; what they import is compiled, too. All have names that begin with the same
        word, that of the library by default. Modules that begin with the same word share a folder.
    root : Path, optional
        The folder with the sources and ``Build.lean``; by default the one that comes with the
        package.
    note : callable, optional
        Called with a line for the user: when compiling begins, with an estimate of the time, each
        time a module is finished if there is no `progress`, when it has to be waited for another
        process, and when something that was damaged is compiled anew.
    progress : callable, optional
        Called twice a second while modules are compiled, with what is done, how many modules are
        done, of how many, and which are being compiled.
    timeout : float
        Seconds after which a module is given up.

    Raises
    ------
    ToolchainError
        If Lean does not accept a module; the message has what Lean said. Modules that were finished
        are kept.
    OutputError
        If the result cannot be written. Modules that were finished are kept.
    """
    root = lean_dir() if root is None else root
    build = _Request(toolchain, modules, root, note, progress, timeout)
    if build.folder.missing(build.modules):
        build.run()
    return build.folder.path


def library_folder(
    toolchain: Toolchain, modules: Sequence[str] = (LIBRARY,), *, root: Path | None = None
) -> Path:
    """Return the folder that `compiled_library` would return, and compile nothing."""
    root = lean_dir() if root is None else root
    return _Request(toolchain, modules, root, None, None, 0.0).folder.path


def ensure_modules(
    toolchain: Toolchain,
    modules: Iterable[str],
    *,
    root: Path | None = None,
    note: Notice | None = None,
    progress: Progress | None = None,
) -> None:
    """Have modules of the library compiled, those that there are, in the folder of the library.

    Once it was found that they are, asking again costs nothing. A name of a module that there is
    not is passed over: Lean will say so to whoever imports it. Parameters and errors are those of
    `compiled_library`.

    Examples
    --------
    >>> reference = "import BBSynth\\nimport BBSynth.BusyBeaverThree\\n\\ntheorem …"
    >>> ensure_modules(toolchain, imported_modules(reference))  # doctest: +SKIP
    """
    root = lean_dir() if root is None else root
    place = (toolchain.fingerprint, data_dir(), root)
    wanted = [name for name in modules if (*place, name) not in _THERE]
    known = [name for name in wanted if source_of(root, name).is_file()]
    if known:
        compiled_library(toolchain, known, root=root, note=note, progress=progress)
    _THERE.update((*place, name) for name in wanted)


_THERE: Final[set[tuple[str, Path, Path, str]]] = set()
"""Toolchains, folders for data, folders of sources, and modules that were found compiled."""


def mend_library(
    toolchain: Toolchain,
    name: str = LIBRARY,
    *,
    root: Path | None = None,
    note: Notice | None = None,
    progress: Progress | None = None,
) -> bool:
    """Compile anew what was compiled once and has been altered since, of all modules of a name.

    Parameters
    ----------
    toolchain, root, note, progress
        As for `compiled_library`, and so are the errors.
    name : str
        The module that is looked at, with all whose names begin with it and a dot, and what these
        import.

    Returns
    -------
    bool
        Whether something was altered.
    """
    root = lean_dir() if root is None else root
    build = _Request(toolchain, modules_below(root, name), root, note, progress, 900.0)
    build.modules = build.folder.listed(build.folder.missing(build.modules))
    return bool(build.modules) and build.run()


class _Request:
    """Modules that are wanted, and the folder that they belong into."""

    def __init__(
        self,
        toolchain: Toolchain,
        names: Sequence[str],
        root: Path,
        note: Notice | None,
        progress: Progress | None,
        timeout: float,
    ) -> None:
        self.toolchain = toolchain
        self.root = root
        self.timeout = timeout
        self._note = note
        self._progress = progress
        self._done = -1
        top = names[0].split(".")[0]
        found = read_modules(
            root, [*modules_below(root, top), *names], fingerprint=toolchain.fingerprint
        )
        needed = set(names)
        for module in reversed(found.values()):
            if module.name in needed:
                needed.update(module.imports)
        self.modules = [module for module in found.values() if module.name in needed]
        digest = hashlib.sha256("".join(module.key for module in found.values()).encode())
        self.folder = CompiledFolder(data_dir() / "libraries" / digest.hexdigest()[:16])
        self.what = "the Lean library" if top == LIBRARY else f"{top} (in Lean)"

    def note(self, line: str) -> None:
        if self._note is not None:
            self._note(line)

    def run(self) -> bool:
        """Compile what is missing, and return whether there was something to do."""
        folder = self.folder
        with folder.lock(self.note):
            missing = folder.missing(self.modules)
            for module in folder.listed(missing):
                self.note(
                    f"the compiled module {module.name} in {folder.path} is damaged; "
                    "it is compiled anew"
                )
            if not missing:
                return False
            with folder.staging(missing) as staging:
                unknown = [module for module in missing if not folder.borrow(module, staging)]
                if unknown:
                    self._compile(unknown, staging)
            return True

    def _compile(self, missing: Sequence[Module], staging: Path) -> None:
        try:
            compile_modules(
                self.toolchain,
                missing,
                root=self.root,
                target=self.folder.path,
                staging=staging,
                finished=lambda module: self.folder.place(module, staging),
                progress=self._tell,
                what=self.what,
                timeout=self.timeout,
            )
        except ToolchainError:
            # What Lean says when the disk is full may be anything.
            self.folder.require_space()
            raise
        except KeyboardInterrupt:
            self.note("interrupted; the modules that are finished are kept")
            raise

    def _tell(self, finished: int, missing: int, detail: str) -> None:
        total = len(self.modules)
        done = total - missing + finished
        if self._progress is not None:
            self._progress(f"compiling modules of {self.what}", done, total, detail)
        if self._done < 0 or (self._progress is None and done > self._done):
            self._done = done
            self.note(f"compiling {self.what}: module {min(done + 1, total)} of {total}, {detail}")
