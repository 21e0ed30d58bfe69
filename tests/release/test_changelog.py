from __future__ import annotations

from typing import Any

import pytest

from bbsynth.errors import ReleaseError
from bbsynth.release.changelog import Changed, Removed, compare, revisions
from bbsynth.release.configuration import Previous
from bbsynth.release.rows import Entry, row_of
from tests.release.making import problem


def row(machine: str, **changes: Any) -> dict[str, Any]:
    entry = Entry(problem=problem(machine), split="test", revision=1)
    return {**row_of(entry, release="r", canary="c", with_proof=True), **changes}


A, B, C = "1RB1LB_1LA1RZ", "1RB1RB_1LA1RZ", "0RB1RB_1LA1RZ"
OLD = {one["name"]: one for one in (row(A, revision=3), row(B))}


def test_the_first_release() -> None:
    rows = [row(A)]
    assert revisions(rows, {}) == {rows[0]["name"]: 1}
    changes = compare(rows, {}, None)
    assert (changes.previous, changes.added) == (None, [])


def test_what_is_as_it_was_keeps_its_revision() -> None:
    hidden = row(A, reference_proof=None)
    for one in (row(A), hidden, row(A, tier="hard", release="r2")):
        assert revisions([one], OLD) == {one["name"]: 3}


def test_added_removed_changed() -> None:
    new = [row(A, formal_statement="fixed"), row(C)]
    numbers = revisions(new, OLD)
    assert list(numbers.values()) == [4, 1]
    for one in new:
        one["revision"] = numbers[one["name"]]
    previous = Previous(version="0.9.0", reasons={"*1RB1LB*": "it was wrong", "*": "too easy"})
    changes = compare(new, OLD, previous)
    assert changes.changed == [
        Changed(
            name=new[0]["name"], revision=4, columns=["formal_statement"], reason="it was wrong"
        )
    ]
    assert changes.removed == [Removed(name=problem(B).id, reason="too easy")]
    assert changes.added == [new[1]["name"]]


def test_nothing_is_changed_without_a_reason() -> None:
    for new in ([row(A)], [row(A), row(B, header="x")]):
        with pytest.raises(ReleaseError, match=r"nobody says why .*1RB1RB_1LA1RZ"):
            compare(new, OLD, Previous(version="0.9.0", reasons={"*1RB1LB*": "y"}))
