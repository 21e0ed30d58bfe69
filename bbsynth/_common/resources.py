"""What there is on this machine: the one module that knows where files that are not Python live.

In a checkout (editable install) ``lean/`` and ``templates/`` stand beside the package; a wheel
carries them inside it, as ``bbsynth/_data``.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

import platformdirs

from bbsynth.errors import UsageError

__all__ = ["cache_dir", "cores", "data_dir", "lean_dir", "templates_dir", "user_path"]

_PACKAGE = Path(__file__).resolve().parent.parent


def _resource(name: str) -> Path:
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def lean_dir() -> Path:
    """Return the folder with ``BBSynth/`` (the Lean library) and ``Judge.lean``."""
    return _resource("lean")


def templates_dir() -> Path:
    """Return the folder with the Jinja2 templates."""
    return _resource("templates")


def user_path(text: str, source: str) -> Path:
    """Return the path that a user has written, where ``~`` is a home folder.

    Raises
    ------
    UsageError
        If it names the home folder of somebody who has none, or is longer than the name of a file
        may be; `source` says where it is written.
    """
    try:
        path = Path(text).expanduser()
    except RuntimeError as error:
        raise UsageError(f"{source} is {text!r}: there is no such home folder") from error
    try:
        path.stat()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise UsageError(
                f"{source} is {text[:60]!r} and so on, {len(text):,} characters: "
                "that is longer than the name of a file may be"
            ) from error
    return path


def data_dir() -> Path:
    """Return the folder for what bbsynth installs and compiles on this machine.

    ``$BBSYNTH_HOME`` if set, otherwise the platform's folder for user data. It is not created.
    """
    override = os.environ.get("BBSYNTH_HOME")
    if override:
        return user_path(override, "$BBSYNTH_HOME").resolve()
    return Path(platformdirs.user_data_dir("bbsynth", appauthor=False))


def cache_dir() -> Path:
    """Return the folder for what could be found out again, such as verdicts.

    ``$BBSYNTH_CACHE`` if set, otherwise ``cache`` in ``$BBSYNTH_HOME`` if that is set, otherwise
    the platform's folder for caches. It is not created.
    """
    override = os.environ.get("BBSYNTH_CACHE")
    if override:
        return user_path(override, "$BBSYNTH_CACHE").resolve()
    if os.environ.get("BBSYNTH_HOME"):
        return data_dir() / "cache"
    return Path(platformdirs.user_cache_dir("bbsynth", appauthor=False))


def cores() -> int:
    """Return how many cores this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1
