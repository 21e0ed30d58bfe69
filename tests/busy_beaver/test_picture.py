from __future__ import annotations

from pathlib import Path

import msgspec

from bbsynth.busy_beaver.picture import picture_of
from bbsynth.problems import Dataset

PROBLEMS = Dataset.open(Path(__file__).parents[2] / "generated" / "2x2")


def test_the_champion() -> None:
    picture = picture_of(PROBLEMS["2x2-halts-after-1RB1LB_1LA1RZ"])
    assert picture is not None
    assert picture.labels == "ABABABZ"
    assert picture.rows == ("0000", "0010", "0011", "0011", "0111", "1111", "1111")
    assert [heads - picture.marks[0] for heads in picture.marks] == [0, 1, 0, -1, -2, -1, 0]


def test_a_long_run_is_cut() -> None:
    problem = next(p for p in PROBLEMS if p.stratum == "translated-cycler")
    picture = picture_of(problem, rows=30, columns=7)
    assert picture is not None
    assert len(picture.rows) == len(picture.marks) == len(picture.labels) == 30
    assert max(map(len, picture.rows)) <= 7


def test_what_is_about_no_machine_has_none() -> None:
    assert picture_of(msgspec.structs.replace(PROBLEMS.problems[0], machine="x & y")) is None
