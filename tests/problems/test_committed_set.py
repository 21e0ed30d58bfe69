"""The sets that are kept in the repository are what this version of bbsynth generates."""

from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.busy_beaver.families import families
from bbsynth.busy_beaver.options import MachineOptions
from bbsynth.problems import Dataset
from bbsynth.problems.generation import generate

pytestmark = pytest.mark.slow

COMMITTED = Path(__file__).parents[2] / "generated"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def check(committed: Path, fresh: Path, remedy: str) -> None:
    old, new = contents(committed), contents(fresh)
    assert sorted(old) == sorted(new), remedy
    assert [name for name in new if old[name] != new[name]] == [], remedy


def test_all_problems_of_three_families(two_by_two_folder: Path) -> None:
    remedy = (
        "run `bbsynth generate --states 2 --family halts-after --family halts-leaving "
        "--family never-halts --track library` and commit what it writes"
    )
    check(COMMITTED / "2x2", two_by_two_folder, remedy)


def test_a_few_problems_of_every_family(tmp_path: Path) -> None:
    generate(MachineOptions(classes=["3x2"], per_stratum=1), tmp_path / "small")
    remedy = (
        "run `bbsynth generate --class 3x2 --per-stratum 1 --out generated/small` and commit what "
        "it writes"
    )
    check(COMMITTED / "small", tmp_path / "small", remedy)
    there = {problem.family for problem in Dataset.open(COMMITTED / "small")}
    assert there == {name for name, kind in families().items() if kind.about != "general"}
