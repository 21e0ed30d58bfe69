from __future__ import annotations

import msgspec
import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.runs.selection import select
from bbsynth.problems import Dataset


def test_everything_by_default(dataset: Dataset) -> None:
    assert select(dataset.problems) == dataset.problems


def test_some(dataset: Dataset) -> None:
    halting = select(dataset.problems, families=["halts-after", "halts-leaving"])
    assert len(halting) == 38
    assert len(select(dataset.problems, ids=["2x2-halts-*", "*-never-halts-*"])) == 80
    assert [p.id for p in select(dataset.problems, ids=["2x2-halts-after-1RB1LB_1LA1RZ"])] == [
        "2x2-halts-after-1RB1LB_1LA1RZ"
    ]


def test_a_limit_takes_the_same_ones_each_time(dataset: Dataset) -> None:
    def ids(limit: int, *, turned: bool = False, seed: int = 0) -> list[str]:
        problems = dataset.problems[::-1] if turned else dataset.problems
        return [problem.id for problem in select(problems, limit=limit, seed=seed)]

    everything = [problem.id for problem in dataset]
    five = ids(5)
    assert len(five) == 5
    assert five == [one for one in everything if one in five]
    assert set(five) < set(ids(9))
    assert five == ids(5, turned=True)[::-1]
    assert five != ids(5, seed=1)
    assert ids(500) == everything


def test_tiers_and_tracks_where_there_are_any(dataset: Dataset) -> None:
    easy, hard = (
        msgspec.structs.replace(problem, tier=tier, track="bare")
        for problem, tier in zip(dataset.problems, ("easy", "hard"), strict=False)
    )
    assert select([easy, hard], tiers=["hard"]) == (hard,)
    with pytest.raises(UsageError, match="no problem has tier 'odd'; there is easy, hard"):
        select([easy, hard], tiers=["odd"])
    with pytest.raises(UsageError, match="no problem has track 'x'; there is library"):
        select(dataset.problems, tracks=["x"])


def test_nothing_is_left(dataset: Dataset) -> None:
    with pytest.raises(UsageError, match="no problem has an id like '3x2-"):
        select(dataset.problems, ids=["3x2-*"])
    with pytest.raises(UsageError, match="no problem is left"):
        select([])
    with pytest.raises(UsageError, match="the limit is 0"):
        select(dataset.problems, limit=0)
