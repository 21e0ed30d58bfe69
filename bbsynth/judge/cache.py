"""Verdicts that were made earlier.

A verdict is kept under a key made of everything that it depends on: the reference, the theorem, the
candidate, the limits, and the judge with its toolchain and library. Only what would come out again
is kept: a timeout may be different on another day, a crash and a fault of the judge too. Each entry
begins with a digest of its key and its verdict, so that one that was damaged, or that stands under
another key, is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from bbsynth.errors import OutputError
from bbsynth.judge.verdict import Limits, Status, Task, Verdict

__all__ = ["VerdictCache"]

_KEPT: Final = frozenset({Status.PROVED, Status.WRONG, Status.CHEATING})

_DIGEST: Final = 16
"""Bytes of the digest before a verdict."""

_DAMAGED: Final = (
    *(sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT),
    *(sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_NOTADB),
)
"""What SQLite says of a file that is none of its own, or was changed."""

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Verdict)


class VerdictCache:
    """Verdicts in a file. May be used from several threads and processes.

    Parameters
    ----------
    path : Path
        The file. One that is damaged is set aside, and a new one begun.
    judge : str
        Names the judge, the library and the toolchain exactly.

    Attributes
    ----------
    set_aside : Path or None
        Where the file is now that was damaged.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """

    def __init__(self, path: Path, judge: str) -> None:
        self._judge = judge
        self._lock = threading.Lock()
        self.set_aside: Path | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connection = self._open(path)
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                # What SQLite says of a damaged file may quote what is no text.
                code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
                if code & 0xFF not in _DAMAGED:
                    raise  # It is in use, or cannot be written.
                self.set_aside = _set_aside(path)
                self._connection = self._open(path)
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or error
            raise OutputError(f"cannot write {path}: {reason}") from error

    @staticmethod
    def _open(path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=60, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS verdicts"
                " (key BLOB PRIMARY KEY, verdict BLOB NOT NULL) WITHOUT ROWID"
            )
            connection.commit()
        except BaseException:
            connection.close()
            raise
        return connection

    def key(self, task: Task, limits: Limits) -> bytes:
        """Return the key of a task: equal keys mean equal verdicts."""
        digest = hashlib.blake2b(digest_size=20)
        for part in (
            self._judge.encode(),
            task.reference.encode(),
            task.theorem.encode(),
            task.candidate.encode(),
            str((task.lines_before, task.first_line, task.want_source)).encode(),
            _ENCODER.encode(limits),
        ):
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.digest()

    def get(self, key: bytes) -> Verdict | None:
        """Return the verdict under a key, or None if there is none that can be read."""
        with self._lock, contextlib.suppress(sqlite3.Error, msgspec.MsgspecError):
            row = self._connection.execute(
                "SELECT verdict FROM verdicts WHERE key = ?", (key,)
            ).fetchone()
            entry = row[0] if row is not None else None
            if isinstance(entry, bytes) and entry == _entry(key, content := entry[_DIGEST:]):
                return _DECODER.decode(content)
        return None

    def put(self, key: bytes, verdict: Verdict) -> bool:
        """Keep a verdict, and return whether it is of a kind that is kept.

        A file that can no longer be written is no reason to lose the verdict: it is then not kept.
        """
        if verdict.status not in _KEPT:
            return False
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._connection.execute(
                "INSERT OR REPLACE INTO verdicts VALUES (?, ?)",
                (key, _entry(key, _ENCODER.encode(verdict))),
            )
            self._connection.commit()
            return True
        return False

    def remove(self, keys: Iterable[bytes]) -> None:
        """Forget verdicts."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._connection.executemany(
                "DELETE FROM verdicts WHERE key = ?", [(key,) for key in keys]
            )
            self._connection.commit()

    def close(self) -> None:
        """Close the file. May be called again."""
        with self._lock:
            self._connection.close()


def _entry(key: bytes, content: bytes) -> bytes:
    """Return what is kept of a verdict."""
    return hashlib.blake2b(key + content, digest_size=_DIGEST).digest() + content


def _set_aside(path: Path) -> Path:
    """Give a damaged file another name, so that nothing is lost that could be saved."""
    number = 1
    while (other := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.rename(other)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    return other
