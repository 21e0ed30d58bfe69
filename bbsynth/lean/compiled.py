"""A folder of compiled modules: what is in it, whether it is whole, and how a module gets there.

``modules.json`` lists the modules that are finished, with the size and the SHA-256 of each of their
files. A module is put in place file by file, then entered in that list. What is not in the list, or
has other bytes than the list says, is not there; so whatever interrupts a build, the next one goes
on from the last module that was finished.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from filelock import FileLock, Timeout

from bbsynth._common.files import write_atomically
from bbsynth.errors import OutputError
from bbsynth.lean.modules import Module

__all__ = ["CompiledFolder", "Notice", "cannot_write", "digest_of", "keep_from_others"]

Notice = Callable[[str], None]
"""Called with a line for the user."""

_LIST: Final = "modules.json"
_LOCK: Final = ".lock"
_STAGING: Final = ".staging-"
_SUFFIX: Final = ".olean"

_MODULE_BYTES: Final = 500_000
"""Bytes on disk that a compiled module takes, about."""

_LEAST_FREE: Final = 1 << 20
"""Bytes that are free after a module was written, or it is not trusted to be whole: Lean does not
say when it could not write all."""

_POLL_SECONDS: Final = 0.25


class _File(msgspec.Struct, frozen=True):
    size: int
    sha256: str


class _Entry(msgspec.Struct, frozen=True):
    key: str
    files: dict[str, _File]


_Entries = dict[str, _Entry]


def cannot_write(path: Path, error: OSError) -> OutputError:
    """Return the error that says that `path` cannot be written, and what to do."""
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        remedy = "make room there (modules that were compiled are kept)"
    else:
        remedy = "make it writable"
    return OutputError(
        f"cannot write to {path}: {reason}; {remedy}, or set $BBSYNTH_HOME to another folder"
    )


class CompiledFolder:
    """A folder of compiled modules.

    Parameters
    ----------
    path : Path
        The folder. It need not exist before something is written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def _entries(self) -> _Entries:
        try:
            return msgspec.json.decode((self.path / _LIST).read_bytes(), type=_Entries)
        except (OSError, msgspec.DecodeError):
            return {}

    def missing(self, modules: Iterable[Module]) -> list[Module]:
        """Return those of the modules that are not there, or have other bytes than when compiled.

        All files are read, which takes some hundredths of a second: what Lean proves with altered
        modules could be anything.
        """
        entries = self._entries()
        return [module for module in modules if not self._is_whole(module, entries)]

    def _is_whole(self, module: Module, entries: _Entries) -> bool:
        entry = entries.get(module.name)
        if entry is None or entry.key != module.key:
            return False
        return all(digest_of(self.path / name) == file.sha256 for name, file in entry.files.items())

    def listed(self, modules: Iterable[Module]) -> list[Module]:
        """Return those of the modules that were finished once, whole or not."""
        entries = self._entries()
        return [m for m in modules if m.name in entries and entries[m.name].key == m.key]

    @contextlib.contextmanager
    def lock(self, note: Notice) -> Iterator[None]:
        """Hold the folder for writing, once nobody else does; say so if that has to be waited for.

        Raises
        ------
        OutputError
            If nothing can be written there.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            held = FileLock(self.path / _LOCK)
            try:
                held.acquire(timeout=0)
            except Timeout:
                note(f"another process compiles into {self.path}; waiting for it")
                held.acquire(poll_interval=_POLL_SECONDS)
        except NotImplementedError as error:
            missing = OSError(errno.ENOLCK, "files cannot be locked there")
            raise cannot_write(self.path, missing) from error
        except OSError as error:
            raise cannot_write(self.path, error) from error
        try:
            yield
        finally:
            held.release()

    @contextlib.contextmanager
    def staging(self, modules: Iterable[Module]) -> Iterator[Path]:
        """Give a folder in which modules can be written. To be used with the lock.

        It is inside of this one, and so on the same file system.
        """
        modules = list(modules)
        try:
            for old in self.path.glob(f"{_STAGING}*"):
                shutil.rmtree(old, ignore_errors=True)
            self.require_space(len(modules) * _MODULE_BYTES)
            place = Path(tempfile.mkdtemp(dir=self.path, prefix=_STAGING))
            for module in modules:
                for folder in (place, self.path):
                    (folder / module.stem).parent.mkdir(parents=True, exist_ok=True)
                    # Lean looks for the folder of a module's namespace to find the module.
                    (folder / module.name.split(".")[0]).mkdir(exist_ok=True)
        except OSError as error:
            raise cannot_write(self.path, error) from error
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def require_space(self, size: int = _LEAST_FREE) -> None:
        """See that there is room for `size` bytes.

        Raises
        ------
        OutputError
            If there is not.
        """
        try:
            free = shutil.disk_usage(self.path).free
            if free < size:
                reason = f"{os.strerror(errno.ENOSPC)} ({free / 1e6:.0f} MB free)"
                raise OSError(errno.ENOSPC, reason)
        except OSError as error:
            raise cannot_write(self.path, error) from error

    def place(self, module: Module, staging: Path) -> None:
        """Move what was compiled of `module` from `staging` to its place, and list it.

        To be called with the lock, by one thread at a time.

        Raises
        ------
        OutputError
            If that cannot be done, or there may not have been room for all of it.
        """
        try:
            self.require_space()
            stem = staging / module.stem
            written = sorted(stem.parent.glob(f"{stem.name}.*"), key=lambda p: p.suffix == _SUFFIX)
            files: dict[str, _File] = {}
            for path in written:
                name = path.relative_to(staging).as_posix()
                files[name] = _File(path.stat().st_size, digest_of(path))
            if f"{module.stem}{_SUFFIX}" not in files:
                raise OSError(errno.ENOENT, "Lean has written nothing", str(stem))
            # The file that other processes look for comes last.
            for path in written:
                path.replace(self.path / path.relative_to(staging))
        except OSError as error:
            raise cannot_write(self.path, error) from error
        entries = self._entries() | {module.name: _Entry(module.key, files)}
        write_atomically(self.path / _LIST, msgspec.json.encode(entries))

    def borrow(self, module: Module, staging: Path) -> bool:
        """Take a module from a folder beside this one, if it was compiled there from the same text.

        To be called with the lock.
        """
        for other in self.path.parent.glob(f"*/{_LIST}"):
            folder = CompiledFolder(other.parent)
            if folder.path == self.path or folder.missing([module]):
                continue
            with contextlib.suppress(OSError):
                for name in folder._entries()[module.name].files:
                    shutil.copyfile(folder.path / name, staging / name)
                self.place(module, staging)
                return True
        return False


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits; empty if it cannot be read.

    A file that others than its owner may write, as the embedded Lean makes them, is first taken
    away from them.
    """
    try:
        keep_from_others(path)
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def keep_from_others(path: Path) -> None:
    """See that nobody but its owner may write a file."""
    mode = path.stat().st_mode
    if mode & 0o022:
        with contextlib.suppress(OSError):
            path.chmod(stat.S_IMODE(mode) & ~0o022)
