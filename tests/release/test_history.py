from __future__ import annotations

from typing import Any

import msgspec
import pytest

from bbsynth.errors import ReleaseError
from bbsynth.release.changelog import Changed, Changes, Removed, Retired
from bbsynth.release.configuration import Previous
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.history import History
from bbsynth.release.rows import Entry, Row, row_of
from tests.release.making import problem


def row(machine: str, **changes: Any) -> Row:
    entry = Entry(problem=problem(machine), split="test", revision=1)
    made = row_of(entry, release="r", canary="c", with_proof=True)
    return msgspec.structs.replace(made, **changes)


A, B, C = "1RB1LB_1LA1RZ", "1RB1RB_1LA1RZ", "0RB1RB_1LA1RZ"
HISTORY = History(
    rows={one.name: one for one in (row(A, revision=3), row(B))},
    older=Changes(last_revisions={row(C).name: 4}),
)
REASONS = {"*1RB1LB*": "it was wrong", "*": "too easy"}


def test_the_first_release() -> None:
    assert History().revision(row(A)) == 1
    assert History().changes([row(A)], None) == Changes()


def test_revisions() -> None:
    """What is as it was keeps its revision, as far as rows show; what comes back has the next."""
    for same in (row(A), row(A, reference_proof=None), row(A, tier="hard", release="r2")):
        assert HISTORY.revision(same) == 3
    assert HISTORY.revision(row(A, formal_statement="fixed")) == 4
    assert HISTORY.revision(row(A), changed=True) == 4
    assert HISTORY.revision(row(C)) == 5


def test_added_removed_changed() -> None:
    new = [row(A, formal_statement="fixed", revision=4), row(C, revision=5)]
    changes = HISTORY.changes(new, Previous(version="0.9.0", reasons=REASONS))
    assert changes == Changes(
        previous="0.9.0",
        added=[row(C).name],
        removed=[Removed(name=row(B).name, reason="too easy")],
        changed=[
            Changed(
                name=row(A).name, revision=4, columns=["formal_statement"], reason="it was wrong"
            )
        ],
        retired={keys_of_row(row(B))[0]: Retired(split="test", two_sided=False)},
        last_revisions={row(B).name: 1},
    )


def test_nothing_is_changed_without_a_reason() -> None:
    for new in ([row(A)], [row(A), row(B, header="x")]):
        with pytest.raises(ReleaseError, match=r"without a reason .*1RB1RB_1LA1RZ"):
            HISTORY.changes(new, Previous(version="0.9.0", reasons={"*1RB1LB*": "y"}))
