"""What the operating system does to hold a judge process back: found out, applied, reported.

A judge process reads text from a model that may be wrong in every way. Whether that text can do
anything but be judged is decided by the gate; this is the wall behind it, for the day on which the
gate, Lean, or WebAssembly has a hole: no network, no files but Lean's own, no other processes, no
environment. On Linux it is made of network namespaces, seccomp, landlock and resource limits,
whatever of these there is; on other systems of nothing.

`confine` wraps a `Launch` in `bbsynth.sandbox.confine`, a program that gives up its rights and then
becomes Lean. So it costs the start of a small Python program, and nothing afterwards.
"""

from __future__ import annotations

import errno
import functools
import json
import os
import platform
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bbsynth._common.programs import Launch
from bbsynth.errors import ToolchainError, UsageError
from bbsynth.sandbox.seccomp import seccomp_filter

__all__ = [
    "Protection",
    "confine",
    "lacking",
    "probe",
    "protections",
    "require_sandbox",
    "start",
]

_PROGRAM: Final = Path(__file__).resolve().with_name("confine.py")
_PROBE_SECONDS: Final = 60.0
_FILE_SIZE: Final = 64 * 2**20
_OPEN_FILES: Final = 1024

_GUARDS: Final[dict[str, tuple[str, ...]]] = {
    "network": ("network namespace", "seccomp"),
    "files": ("landlock",),
    "other processes": ("seccomp",),
    "resources": ("resource limits",),
}
"""What has to be guarded, and the protections of which one is enough for that."""

_NAMES: Final = (
    "network namespace",
    "seccomp",
    "landlock",
    "resource limits",
    "capabilities",
    "no new privileges",
    "end with parent",
)


@dataclass(frozen=True, slots=True)
class Protection:
    """One of the things that hold a judge process back.

    Attributes
    ----------
    name : str
        What it is.
    active : bool
        Whether it is applied.
    detail : str
        What it does, or why it is not applied.
    """

    name: str
    active: bool
    detail: str


def _command() -> list[str]:
    return [sys.executable, "-I", "-S", str(_PROGRAM)]


def _loader_environment() -> dict[str, str]:
    """What Python may need to find its libraries; the program that it becomes does not get it."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}


def _settings(
    *, readable: Sequence[Path], executable: Sequence[Path], writable: Sequence[Path]
) -> dict[str, Any]:
    return {
        "readable": [str(path) for path in readable],
        "executable": [str(path) for path in executable],
        "writable": [str(path) for path in writable],
        "file_size": _FILE_SIZE,
        "open_files": _OPEN_FILES,
        "filter": seccomp_filter(os.uname().machine),
    }


@functools.cache
def probe() -> tuple[Protection, ...]:
    """Return what this machine offers, each tried out once: applied, and then put to the test.

    It never raises: what cannot be found out is reported as missing. It takes a tenth of a second,
    the first time.
    """
    if sys.platform != "linux":
        return tuple(Protection(name, False, f"not on {platform.system()}") for name in _NAMES)
    settings = json.dumps(_settings(readable=(), executable=(), writable=()))
    try:
        done = subprocess.run(  # noqa: S603  (our own program)
            [*_command(), "--probe", settings],
            env=_loader_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = str(error)
    else:
        try:
            found = json.loads(done.stdout)
            return tuple(
                Protection(name, bool(found[name][0]), str(found[name][1])) for name in _NAMES
            )
        except (ValueError, LookupError, TypeError):
            reason = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
    return tuple(
        Protection(name, False, f"{_PROGRAM.name} does not run: {reason}") for name in _NAMES
    )


def protections(*, confined: bool) -> tuple[Protection, ...]:
    """Return everything that holds a Lean back: what `probe` finds, and what it has itself.

    Parameters
    ----------
    confined : bool
        Whether it is WebAssembly in Node.js.
    """
    return (
        *probe(),
        Protection("environment", True, "LEAN_PATH and the like, nothing of the caller's"),
        Protection(
            "WebAssembly",
            confined,
            "Lean makes no system calls; it is shown the folders that it needs, to be read"
            if confined
            else "a native Lean is held back by the operating system only",
        ),
        Protection(
            "Node.js permissions",
            confined,
            "no child processes, no add-ons, no code from text, no other files"
            if confined
            else "a native Lean is held back by the operating system only",
        ),
    )


def lacking() -> tuple[str, ...]:
    """Return what the operating system does not guard on this machine, with the reasons.

    That is the network, files, other processes and resources, each if none of the protections that
    would do is active. What the embedded Lean does by itself does not count here: this is about a
    second wall behind it.
    """
    found = {protection.name: protection for protection in probe()}
    return tuple(
        f"{what}: " + ", ".join(f"{name} ({found[name].detail})" for name in names)
        for what, names in _GUARDS.items()
        if not any(found[name].active for name in names)
    )


def require_sandbox() -> None:
    """Raise ToolchainError if the operating system leaves something unguarded; see `lacking`."""
    missing = lacking()
    if missing:
        raise ToolchainError(
            "a sandbox is required, and this machine does not offer all of it; not guarded:\n  "
            + "\n  ".join(missing)
            + "\n`bbsynth doctor` shows what there is; without the requirement, the rest is used."
        )


def confine(
    launch: Launch,
    *,
    readable: Sequence[Path] | None,
    writable: Sequence[Path] = (),
    file_size: int = _FILE_SIZE,
    open_files: int = _OPEN_FILES,
) -> Launch:
    """Return how to start the process of `launch` with all protections that there are.

    Parameters
    ----------
    launch : Launch
        What to start. Its program gets the right to be read and started, its working directory
        that to be read.
    readable : sequence of Path or None
        Further files and folders that it may read. None if it is not known what it needs; then
        all files are left to it.
    writable : sequence of Path
        Folders in which it may make, change and remove files. Not to be read unless in `readable`.
    file_size : int
        The most bytes that a file may have after it has written to it.
    open_files : int
        The most files that it may have open.

    Returns
    -------
    Launch
        Good for this process only, and to be given to `start`. Where nothing can be protected, it
        is `launch`.

    Raises
    ------
    FileNotFoundError
        If the program does not exist.
    ToolchainError
        If one of `writable` is not a folder.
    UsageError
        If a limit is out of range.
    """
    if file_size < 0 or open_files < 64:
        raise UsageError(
            f"file_size is {file_size} and open_files {open_files}; "
            "they have to be at least 0 and 64"
        )
    active = [protection.name for protection in probe() if protection.active]
    if readable is None and "landlock" in active:
        active.remove("landlock")
    if not active:
        return launch
    program = shutil.which(launch.argv[0])
    if program is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), launch.argv[0])
    settings = _settings(
        readable=[launch.cwd, *(readable or ())],
        executable=[Path(program)],
        writable=[_folder(path) for path in writable],
    )
    settings |= {
        "protections": active,
        "env": dict(launch.env),
        "parent": os.getpid(),
        "file_size": file_size,
        "open_files": open_files,
    }
    return Launch(
        argv=(*_command(), json.dumps(settings), program, *launch.argv[1:]),
        env=_loader_environment(),
        cwd=launch.cwd,
    )


def _folder(path: Path) -> Path:
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would follow links)
    if not absolute.is_dir():
        raise ToolchainError(
            f"cannot confine a program: {absolute} (to be writable) is not a folder"
        )
    return absolute


class _Starter:
    """A thread that starts processes and ends with the interpreter.

    An executor will not do: its thread ends when the main thread does, before others have ended.
    """

    def __init__(self) -> None:
        self._orders: queue.SimpleQueue[_Order] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="bbsynth-start", daemon=True).start()

    def _work(self) -> None:
        while True:
            action, answer = self._orders.get()
            try:
                answer.set_result(action())
            except BaseException as error:
                answer.set_exception(error)

    def do(self, action: Callable[[], subprocess.Popen[str]]) -> subprocess.Popen[str]:
        answer: Future[subprocess.Popen[str]] = Future()
        self._orders.put((action, answer))
        return answer.result()


_Order = tuple[Callable[[], subprocess.Popen[str]], "Future[subprocess.Popen[str]]"]


@functools.cache
def _starter(_: int) -> _Starter:
    return _Starter()


def start(launch: Launch, **options: Any) -> subprocess.Popen[str]:
    """Start a process, in a thread that lasts as long as this process does.

    The kernel ends a confined process together with the *thread* that started it, and a judge
    process outlives the thread that first needed it.

    Parameters
    ----------
    launch : Launch
        What to start.
    **options
        For `subprocess.Popen`.

    Raises
    ------
    OSError
        As `subprocess.Popen` does.
    """

    def begin() -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603  (the caller's program)
            launch.argv, env=dict(launch.env), cwd=launch.cwd, **options
        )

    # Threads do not survive a fork; hence one for each process.
    return _starter(os.getpid()).do(begin)
