"""What changed since the release before, and why, as ``changelog.json`` has it.

A problem that is not as it was gets a new revision. Every change and every removal needs a reason
in the configuration; without one there is no release.
"""

from __future__ import annotations

import fnmatch
from typing import Annotated, Final

import msgspec

from bbsynth.release.configuration import Previous
from bbsynth.release.rows import Row

__all__ = [
    "CHANGES_NAME",
    "Changed",
    "Changes",
    "Removed",
    "Retired",
    "differing_columns",
    "hidden_columns",
    "reason_for",
]

CHANGES_NAME: Final = "changelog.json"

_PROOFS: Final = ("reference_proof", "informal_proof")
_CONTENT: Final = (
    "theorem",
    "header",
    "formal_statement",
    "negation_statement",
    "informal_statement",
    *_PROOFS,
)
"""The columns that a revision is about."""

_Revision = Annotated[int, msgspec.Meta(ge=1)]


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A problem that is not as it was: the columns that differ, and why."""

    name: str
    revision: _Revision
    columns: list[str]
    reason: str


class Removed(msgspec.Struct, frozen=True, kw_only=True):
    """A problem that the release does not have any more, and why."""

    name: str
    reason: str


class Retired(msgspec.Struct, frozen=True, kw_only=True):
    """A machine that was published and is in no problem of the release any more.

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
        All machines that were published in any earlier release and are not in this one, by their
        keys; see `bbsynth.release.history`.
    last_revisions : dict of str to int
        The last revisions of all problems of earlier releases that are not in this one.
    """

    previous: str | None = None
    added: list[str] = []
    removed: list[Removed] = []
    changed: list[Changed] = []
    retired: dict[str, Retired] = {}
    last_revisions: dict[str, _Revision] = {}


def differing_columns(new: Row, old: Row) -> list[str]:
    """Return the columns with content in which two rows of a problem differ.

    A proof that one of them does not show is not compared.
    """
    hidden = hidden_columns(new, old)
    return [
        name for name in _CONTENT if name not in hidden and getattr(new, name) != getattr(old, name)
    ]


def hidden_columns(new: Row, old: Row) -> set[str]:
    """Return the columns with proofs that at least one of two rows does not show."""
    return {name for name in _PROOFS if None in (getattr(new, name), getattr(old, name))}


def reason_for(name: str, previous: Previous) -> str | None:
    """Return why a problem was changed or removed, by the first pattern that fits; None if none
    does."""
    for pattern, text in previous.reasons.items():
        if fnmatch.fnmatchcase(name, pattern):
            return text
    return None
