from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest

from bbsynth.errors import DatasetError, UsageError
from bbsynth.release.held_out import (
    SEED_VARIABLE,
    PrivateRow,
    PrivateSeed,
    private_rows,
    read_private_rows,
    write_private_rows,
)
from bbsynth.release.rows import Entry, row_of
from tests.release.making import SEED, problem

ROW = row_of(
    Entry(problem=problem(), split="held-out", revision=1), release="r", canary="c", with_proof=True
)


def test_where_the_seed_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SEED_VARIABLE, raising=False)
    assert PrivateSeed.find(None) is None
    (tmp_path / "seed").write_bytes(SEED + b"\n")
    assert PrivateSeed.find(tmp_path / "seed") == PrivateSeed(SEED)
    monkeypatch.setenv(SEED_VARIABLE, SEED.decode())
    assert PrivateSeed.find(None) == PrivateSeed(SEED)
    with pytest.raises(UsageError, match="cannot read the private seed"):
        PrivateSeed.find(tmp_path / "none")


@pytest.mark.parametrize("secret", [b"", b"short", b"0" * 64])
def test_a_seed_that_is_too_easy(secret: bytes) -> None:
    with pytest.raises(UsageError, match="too easy to guess") as caught:
        PrivateSeed(secret)
    assert secret == b"" or secret.decode() not in str(caught.value)


def test_the_seed_does_not_show_itself() -> None:
    assert SEED.decode() not in repr(PrivateSeed(SEED)) + PrivateSeed(SEED).commitment


def test_different_purposes_have_different_numbers() -> None:
    seed = PrivateSeed(SEED)
    numbers = {seed.draw_seed("a", 0), seed.draw_seed("a", 1), seed.draw_seed("b", 0)}
    assert len(numbers) == 3
    assert all(0 <= number < 2**63 for number in numbers)
    assert seed.salt("a") != seed.salt("b") != PrivateSeed(SEED + b"x").salt("b")


def test_a_commitment_binds_and_hides() -> None:
    salt = PrivateSeed(SEED).salt(ROW.name)
    made = PrivateRow(salt=salt, row=ROW).commitment
    line = msgspec.json.encode(ROW)
    assert (
        made == hashlib.sha256(b"bbsynth held-out row\0" + bytes.fromhex(salt) + line).hexdigest()
    )
    other = msgspec.structs.replace(ROW, formal_statement="other")
    assert made != PrivateRow(salt=salt, row=other).commitment
    assert made != PrivateRow(salt="00" * 32, row=ROW).commitment


def test_writing_and_reading(tmp_path: Path) -> None:
    rows = private_rows([ROW], PrivateSeed(SEED))
    write_private_rows(tmp_path, rows)
    assert read_private_rows(tmp_path) == rows == read_private_rows(tmp_path / "held_out.jsonl")
    with pytest.raises(DatasetError, match="cannot read"):
        read_private_rows(tmp_path / "none")


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"{}",
        msgspec.json.encode({"row": ROW, "salt": "not hex"}),
        b'{"row":{},"salt":"00"}',
    ],
)
def test_lines_that_are_not_private_rows(line: bytes, tmp_path: Path) -> None:
    (tmp_path / "held_out.jsonl").write_bytes(line)
    with pytest.raises(DatasetError, match="line 1: not a held-out row"):
        read_private_rows(tmp_path)
