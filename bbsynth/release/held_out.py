"""The held-out set: a private seed, rows that nobody sees, and commitments to them that all see.

The seed is a secret of at least 32 characters. From it come the draw of the problems, and for every
row a salt, so that a commitment says nothing about its row: small machines could otherwise be
tried one by one. Whoever is shown a row and its salt later can see that it was there all the time.

The commitment to a row is the SHA-256 of ``bbsynth held-out row``, the salt, and the row as a line
of JSON. The salt is the HMAC-SHA256, under the seed, of ``salt`` and the name of the row.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from bbsynth.errors import DatasetError, UsageError
from bbsynth.release.rows import check_row

__all__ = [
    "COMMITMENTS_NAME",
    "PRIVATE_NAME",
    "SEED_VARIABLE",
    "PrivateSeed",
    "check_private_rows",
    "commitment",
    "private_lines",
    "read_private_rows",
]

SEED_VARIABLE: Final = "BBSYNTH_PRIVATE_SEED"
"""The environment variable that the private seed may come from."""

COMMITMENTS_NAME: Final = "held-out/commitments.txt"
"""The file with one commitment a line, sorted, in the public folder."""

PRIVATE_NAME: Final = "held_out.jsonl"
"""The file with the rows and their salts, in the private folder."""

_SHORTEST: Final = 32


@dataclass(frozen=True, repr=False)
class PrivateSeed:
    """The secret that the held-out set is made from. It does not show itself when printed."""

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) < _SHORTEST or len(set(self.secret)) < 8:
            raise UsageError(
                f"the private seed is too easy to guess: it needs {_SHORTEST} characters or more, "
                "drawn at random, such as `python -c 'import secrets; "
                "print(secrets.token_hex(32))'` prints"
            )

    @classmethod
    def find(cls, path: Path | None) -> PrivateSeed | None:
        """Return the seed in a file, or else in the environment; None if there is none.

        Raises
        ------
        UsageError
            If the file cannot be read, or the seed is too short.
        """
        if path is None:
            text = os.environ.get(SEED_VARIABLE, "")
            return cls(text.strip().encode()) if text.strip() else None
        try:
            return cls(path.read_bytes().strip())
        except OSError as error:
            raise UsageError(
                f"cannot read the private seed from {path}: {error.strerror or error}"
            ) from error

    def derive(self, what: str, text: str = "") -> bytes:
        """Return 32 bytes for a purpose; nothing can be told of the seed from them."""
        return hmac.digest(self.secret, f"{what}\0{text}".encode(), "sha256")

    def draw_seed(self, release: str, source: int) -> int:
        """Return the seed of the draw from a source, from 0 to 2^63 - 1."""
        return int.from_bytes(self.derive("draw", f"{release} {source}")[:8], "big") >> 1

    def salt(self, name: str) -> str:
        """Return the salt of a row."""
        return self.derive("salt", name).hex()

    @property
    def commitment(self) -> str:
        """What may be known of the seed, to tell later whether another is the same."""
        return hashlib.sha256(b"bbsynth private seed\0" + self.derive("commitment")).hexdigest()


def commitment(row: dict[str, Any], salt: str) -> str:
    """Return the commitment to a row; see the module."""
    line = msgspec.json.encode(row)
    return hashlib.sha256(b"bbsynth held-out row\0" + bytes.fromhex(salt) + line).hexdigest()


def private_lines(rows: Iterable[dict[str, Any]], seed: PrivateSeed) -> list[bytes]:
    """Return the lines of the private file: each row with its salt."""
    return [
        msgspec.json.encode({"salt": seed.salt(row["name"]), "row": row}) + b"\n" for row in rows
    ]


def read_private_rows(folder: Path) -> list[tuple[dict[str, Any], str]]:
    """Return the rows in a private folder, with their salts.

    Raises
    ------
    DatasetError
        If there are none, or they cannot be read.
    """
    path = folder / PRIVATE_NAME if folder.is_dir() else folder
    found = []
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error
    for number, line in enumerate(lines, start=1):
        where = f"{path}, line {number}"
        try:
            plain = msgspec.json.decode(line)
            row, salt = plain["row"], plain["salt"]
            bytes.fromhex(salt)
            check_row(row, where)
        except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
            raise DatasetError(f"{where}: not a held-out row: {error}") from error
        found.append((row, salt))
    return found


def check_private_rows(
    rows: Sequence[tuple[dict[str, Any], str]], commitments: Sequence[str]
) -> list[str]:
    """Return what is wrong between the rows and the commitments; empty if they agree."""
    left = set(commitments)
    wrong = []
    for row, salt in rows:
        found = commitment(row, salt)
        if found not in left:
            wrong.append(f"the held-out row {row['name']} is not among the commitments")
        left.discard(found)
    if left:
        wrong.append(f"{len(left)} commitments are to rows that are not in the held-out set")
    return wrong
