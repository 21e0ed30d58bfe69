from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bbsynth.errors import OutputError
from bbsynth.judge.cache import VerdictCache
from bbsynth.judge.verdict import Limits, Status, Task, Verdict

TASK = Task(name="n", theorem="t", reference="r", candidate="c")
VERDICT = Verdict(name="n", status=Status.PROVED, axioms=["propext"], milliseconds={"total": 3})


def test_a_verdict_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "v.sqlite"
    cache = VerdictCache(path, "judge")
    key = cache.key(TASK, Limits())
    assert cache.get(key) is None
    assert cache.put(key, VERDICT)
    assert cache.get(key) == VERDICT
    cache.close()
    again = VerdictCache(path, "judge")
    assert again.get(again.key(TASK, Limits())) == VERDICT
    again.remove([key])
    assert again.get(key) is None
    again.close()


def test_everything_that_matters_is_in_the_key(tmp_path: Path) -> None:
    cache = VerdictCache(tmp_path / "v", "judge")
    other = VerdictCache(tmp_path / "v", "other")
    tasks = [
        TASK,
        Task(name="n", theorem="x", reference="r", candidate="c"),
        Task(name="n", theorem="t", reference="x", candidate="c"),
        Task(name="n", theorem="t", reference="r", candidate="x"),
        Task(name="n", theorem="", reference="rt", candidate="c"),
        Task(name="n", theorem="t", reference="r", candidate="c", first_line=2),
        Task(name="n", theorem="t", reference="r", candidate="c", lines_before=2),
        Task(name="n", theorem="t", reference="r", candidate="c", want_source=True),
    ]
    limits = [Limits(), Limits(heartbeats=1), Limits(seconds=1.0), Limits(memory=10**9)]
    keys = [cache.key(task, Limits()) for task in tasks]
    keys += [cache.key(TASK, one) for one in limits[1:]]
    keys.append(other.key(TASK, Limits()))
    assert len(set(keys)) == len(keys)
    assert cache.key(TASK, Limits()) == cache.key(
        Task(name="other", theorem="t", reference="r", candidate="c"), Limits()
    )
    cache.close()
    other.close()


@pytest.mark.parametrize("status", list(Status))
def test_only_what_would_come_out_again_is_kept(tmp_path: Path, status: Status) -> None:
    cache = VerdictCache(tmp_path / "v", "judge")
    kept = cache.put(b"k", Verdict(name="n", status=status))
    assert kept == (status in (Status.PROVED, Status.WRONG, Status.CHEATING))
    assert (cache.get(b"k") is not None) == kept
    cache.close()


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite"
    for number in (1, 2):
        damaged = b"this is no database" * 100 * number
        path.write_bytes(damaged)
        cache = VerdictCache(path, "judge")
        assert cache.set_aside == tmp_path / f"v.sqlite.damaged-{number}"
        assert cache.set_aside.read_bytes() == damaged
        assert cache.put(b"k", VERDICT)
        assert cache.get(b"k") == VERDICT
        cache.close()
    again = VerdictCache(path, "judge")
    assert again.set_aside is None
    assert again.get(b"k") == VERDICT
    again.close()


@pytest.mark.parametrize("place", [0, 19, 47, 59])
def test_a_damaged_head_is_no_reason_to_stop(place: int, tmp_path: Path) -> None:
    """The file is used as it is, or set aside."""
    path = tmp_path / "v.sqlite"
    cache = VerdictCache(path, "judge")
    cache.put(b"k", VERDICT)
    cache.close()
    damaged = bytearray(path.read_bytes())
    damaged[place] ^= 0xFF
    path.write_bytes(damaged)
    cache = VerdictCache(path, "judge")
    assert cache.put(b"new", VERDICT)
    assert cache.get(b"new") == VERDICT
    cache.close()
    if cache.set_aside is not None:
        assert cache.set_aside.read_bytes() == damaged


def test_a_damaged_entry_is_no_verdict(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite"
    cache = VerdictCache(path, "judge")
    cache.put(b"k", VERDICT)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE verdicts SET verdict = ?", (b'{"name": "n", "status": "won"}',))
    connection.close()
    assert cache.get(b"k") is None
    cache.close()


def test_a_verdict_that_is_changed_or_stands_elsewhere_is_none(tmp_path: Path) -> None:
    """Each single bit, and the verdict of another task."""
    path = tmp_path / "v.sqlite"
    cache = VerdictCache(path, "judge")
    cache.put(b"k", VERDICT)
    with sqlite3.connect(path) as connection:
        (entry,) = connection.execute("SELECT verdict FROM verdicts").fetchone()
        for bit in range(8 * len(entry)):
            changed = bytearray(entry)
            changed[bit // 8] ^= 1 << bit % 8
            connection.execute("UPDATE verdicts SET verdict = ?", (bytes(changed),))
            connection.commit()
            assert cache.get(b"k") is None, bit
        connection.execute("UPDATE verdicts SET verdict = ?", (entry,))
        connection.execute("INSERT INTO verdicts VALUES (?, ?)", (b"other", entry))
        connection.commit()
        assert cache.get(b"k") == VERDICT
        assert cache.get(b"other") is None
        for odd in (None, 3, "text", b"", b"short"):
            connection.execute("DELETE FROM verdicts WHERE key = ?", (b"other",))
            if odd is not None:
                connection.execute("INSERT INTO verdicts VALUES (?, ?)", (b"other", odd))
            connection.commit()
            assert cache.get(b"other") is None
    connection.close()
    cache.close()


def test_an_unwritable_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        VerdictCache(tmp_path / "file" / "v.sqlite", "judge")
