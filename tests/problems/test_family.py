from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.errors import UsageError
from bbsynth.problems.family import families, family
from tests.busy_beaver.families.checking import check_phrasings
from tests.problems.making import examples


def test_the_families() -> None:
    assert {"halts-after", "never-halts", "refute", "decide-it"} < set(families())
    for name, one in families().items():
        assert family(name) is one
        assert one.name == name
        assert one.strata
        assert len(set(one.strata)) == len(one.strata)
        assert one.summary
        assert one.sentences


def test_an_unknown_family() -> None:
    with pytest.raises(UsageError, match="no family is called 'halting'; there are completions, "):
        family("halting")


def test_every_family_has_a_test_file() -> None:
    tests = {
        path.name
        for path in (Path(__file__).parents[1] / "busy_beaver" / "families").glob("test_*.py")
    }
    assert tests == {f"test_{name.replace('-', '_')}.py" for name in families()}


@pytest.mark.parametrize(("name", "machine"), dict(examples()).items())
def test_every_way_of_putting_a_claim(name: str, machine: str) -> None:
    check_phrasings(name, machine)
