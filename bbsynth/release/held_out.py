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
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from bbsynth.errors import DatasetError, UsageError
from bbsynth.release.rows import Row

__all__ = [
    "COMMITMENTS_NAME",
    "SEED_VARIABLE",
    "HeldOut",
    "PrivateRow",
    "PrivateSeed",
    "private_rows",
    "read_private_rows",
    "write_private_rows",
]

SEED_VARIABLE: Final = "BBSYNTH_PRIVATE_SEED"
"""The environment variable that the private seed may come from."""

COMMITMENTS_NAME: Final = "held-out/commitments.txt"
"""The file with one commitment a line, sorted, in the public folder."""

_PRIVATE_NAME: Final = "held_out.jsonl"
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


@dataclass(frozen=True)
class HeldOut:
    """What the public may know of the held-out set.

    Parameters
    ----------
    commitments : tuple of str
        One for each row, sorted.
    seed_commitment : str
        That to the seed.
    counts : dict
        What `bbsynth.release.quality.counts` says of the rows, as if they hid their proofs.
    """

    commitments: tuple[str, ...]
    seed_commitment: str
    counts: dict[str, Any]


class PrivateRow(msgspec.Struct, frozen=True, kw_only=True):
    """A held-out row with its salt, in hexadecimal digits: a line of the private file."""

    salt: Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{2})+\Z")]
    row: Row

    @property
    def commitment(self) -> str:
        """The commitment to the row; see the module."""
        line = msgspec.json.encode(self.row)
        salted = b"bbsynth held-out row\0" + bytes.fromhex(self.salt) + line
        return hashlib.sha256(salted).hexdigest()


def private_rows(rows: Iterable[Row], seed: PrivateSeed) -> list[PrivateRow]:
    """Return rows with the salts that come from a seed."""
    return [PrivateRow(salt=seed.salt(row.name), row=row) for row in rows]


def write_private_rows(folder: Path, rows: Iterable[PrivateRow]) -> None:
    """Write the private file."""
    (folder / _PRIVATE_NAME).write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in rows))


def read_private_rows(folder: Path) -> list[PrivateRow]:
    """Return the rows in a private folder, or in a file of such rows.

    Raises
    ------
    DatasetError
        If there are none, or they cannot be read.
    """
    path = folder / _PRIVATE_NAME if folder.is_dir() else folder
    found = []
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error
    for number, line in enumerate(lines, start=1):
        try:
            found.append(msgspec.json.decode(line, type=PrivateRow))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise DatasetError(f"{path}, line {number}: not a held-out row: {error}") from error
    return found
