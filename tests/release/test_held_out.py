from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bbsynth.errors import DatasetError, UsageError
from bbsynth.release.held_out import (
    SEED_VARIABLE,
    PrivateSeed,
    check_private_rows,
    commitment,
    private_lines,
    read_private_rows,
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
    salt = PrivateSeed(SEED).salt(ROW["name"])
    made = commitment(ROW, salt)
    assert made == commitment(dict(ROW), salt)
    assert made != commitment({**ROW, "formal_statement": "other"}, salt)
    assert made != commitment(ROW, "00" * 32)


def test_rows_and_commitments(tmp_path: Path) -> None:
    seed = PrivateSeed(SEED)
    (tmp_path / "held_out.jsonl").write_bytes(b"".join(private_lines([ROW], seed)))
    rows = read_private_rows(tmp_path)
    made = [commitment(ROW, seed.salt(ROW["name"]))]
    assert check_private_rows(rows, made) == []
    assert "is not among the commitments" in check_private_rows(rows, [])[0]
    assert "1 commitments are to rows" in check_private_rows([], made)[0]


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"{}",
        msgspec.json.encode({"row": ROW, "salt": "no hex"}),
        b'{"row":{},"salt":""}',
    ],
)
def test_rows_that_are_none(line: bytes, tmp_path: Path) -> None:
    (tmp_path / "held_out.jsonl").write_bytes(line)
    with pytest.raises(DatasetError, match="line 1"):
        read_private_rows(tmp_path)
