"""What changed since the release before, and why.

A problem that is not as it was gets a new revision. Every change and every removal needs a reason
in the configuration; without one there is no release.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from bbsynth.errors import ReleaseError
from bbsynth.release.configuration import Previous
from bbsynth.release.documents import read_json
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.rows import Entry

__all__ = [
    "CHANGES_NAME",
    "CONTENT",
    "PROOFS",
    "Changed",
    "Changes",
    "Removed",
    "Retired",
    "compare",
    "different_columns",
    "read_changes",
    "reason_for",
    "revisions",
    "with_revisions",
]

CHANGES_NAME: Final = "changelog.json"

CONTENT: Final = (
    "theorem",
    "header",
    "formal_statement",
    "negation_statement",
    "informal_statement",
    "reference_proof",
    "informal_proof",
)
"""The columns that a revision is about."""

PROOFS: Final = frozenset({"reference_proof", "informal_proof"})
"""Those of them that a row need not show. That one of two rows does not is no difference."""


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A problem that is not as it was: the columns that differ, and why."""

    name: str
    revision: int
    columns: list[str]
    reason: str


class Removed(msgspec.Struct, frozen=True, kw_only=True):
    """A problem that is there no more, and why."""

    name: str
    reason: str


class Retired(msgspec.Struct, frozen=True, kw_only=True):
    """A machine that was published and is there no more.

    Attributes
    ----------
    split : str
        The split that it was in.
    two_sided : bool
        Whether something was to be proved or refuted of it.
    """

    split: str
    two_sided: bool


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """All that changed since a release.

    Attributes
    ----------
    previous : str or None
        The version of that release; None for the first.
    added : list of str
        Problems that it did not have.
    removed : list of Removed
        Problems that only it had.
    changed : list of Changed
        Problems that are not as they were.
    retired : dict of str to Retired
        All machines that were ever published and are there no more, by their keys; see
        `bbsynth.release.history`.
    last_revisions : dict of str to int
        The revisions of all problems that were ever published and are there no more.
    """

    previous: str | None = None
    added: list[str] = []
    removed: list[Removed] = []
    changed: list[Changed] = []
    retired: dict[str, Retired] = {}
    last_revisions: dict[str, int] = {}


def read_changes(folder: Path) -> Changes:
    """Return the changes that a release tells of.

    Raises
    ------
    DatasetError
        If they cannot be read.
    """
    return read_json(folder / CHANGES_NAME, Changes)


def different_columns(new: Mapping[str, Any], old: Mapping[str, Any]) -> list[str]:
    """Return the columns of `CONTENT` in which two rows of a problem differ."""
    return [
        name
        for name in CONTENT
        if new[name] != old.get(name)
        and not (name in PROOFS and None in (new[name], old.get(name)))
    ]


def revisions(
    rows: Sequence[Mapping[str, Any]],
    old: Mapping[str, Mapping[str, Any]],
    last: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """Return the revision of each row, by name; those in `old` are the rows of the release before.

    A row that is new has revision 1, one that is as it was keeps its revision, and one that was
    changed has the next. So has one that comes back, whose last revision is in `last`: what it was
    like nobody knows.
    """
    found = {}
    for row in rows:
        before = old.get(row["name"])
        if before is None:
            found[row["name"]] = (last or {}).get(row["name"], 0) + 1
        else:
            found[row["name"]] = int(before["revision"]) + bool(different_columns(row, before))
    return found


def reason_for(name: str, previous: Previous) -> str | None:
    """Return why a problem was changed or removed, by the first pattern that fits; None if nobody
    says."""
    for pattern, text in previous.reasons.items():
        if fnmatch.fnmatchcase(name, pattern):
            return text
    return None


def compare(
    rows: Sequence[Mapping[str, Any]],
    old: Mapping[str, Mapping[str, Any]],
    previous: Previous | None,
    published: Mapping[str, Retired] | None = None,
    last: Mapping[str, int] | None = None,
) -> Changes:
    """Return what changed from the rows in `old` to `rows`, whose revisions are set.

    `published` has all machines that were ever published, by their keys, and `last` the revisions
    of problems that were there before those in `old`.

    Raises
    ------
    ReleaseError
        If there is no reason for a change or a removal.
    """
    if previous is None:
        return Changes()
    present = {row["name"]: row for row in rows}
    keys = {key for row in rows for key in keys_of_row(row)}
    revisions_before = {**(last or {}), **{name: int(old[name]["revision"]) for name in old}}
    unexplained: list[str] = []

    def reason(name: str) -> str:
        found = reason_for(name, previous)
        if found is None:
            unexplained.append(name)
        return found or ""

    changed = [
        Changed(
            name=name,
            revision=present[name]["revision"],
            columns=different_columns(present[name], old[name]),
            reason=reason(name),
        )
        for name in sorted(present.keys() & old.keys())
        if different_columns(present[name], old[name])
    ]
    removed = [
        Removed(name=name, reason=reason(name)) for name in sorted(old.keys() - present.keys())
    ]
    if unexplained:
        raise ReleaseError(
            f"{len(unexplained)} problems were changed or removed since {previous.version} and "
            f"nobody says why ({', '.join(unexplained[:3])}{', …' if unexplained[3:] else ''}); "
            "add a pattern and a reason to [previous.reasons] in the configuration"
        )
    return Changes(
        previous=previous.version,
        added=sorted(present.keys() - old.keys()),
        removed=removed,
        changed=changed,
        retired={
            key: machine for key, machine in sorted((published or {}).items()) if key not in keys
        },
        last_revisions={
            name: revision
            for name, revision in sorted(revisions_before.items())
            if name not in present
        },
    )


def with_revisions(entries: Sequence[Entry], numbers: Mapping[str, int]) -> list[Entry]:
    """Return the entries with their revisions set."""
    return [
        Entry(problem=entry.problem, split=entry.split, revision=numbers[entry.problem.id])
        for entry in entries
    ]
