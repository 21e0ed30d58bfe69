"""The set that is kept in the repository is what this version of bbsynth generates."""

from __future__ import annotations

from pathlib import Path

COMMITTED = Path(__file__).parents[2] / "generated" / "2x2"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_committed_set_is_up_to_date(two_by_two_folder: Path) -> None:
    committed, fresh = contents(COMMITTED), contents(two_by_two_folder)
    remedy = "run `bbsynth generate --states 2` and commit what it writes"
    assert sorted(committed) == sorted(fresh), remedy
    assert [name for name in fresh if committed[name] != fresh[name]] == [], remedy
