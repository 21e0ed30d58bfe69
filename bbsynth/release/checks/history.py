"""The changelog and the revisions, held against the release before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bbsynth.release.changelog import (
    CHANGES_NAME,
    Changes,
    differing_columns,
    hidden_columns,
    reason_for,
)
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.folder import Release
from bbsynth.release.history import History
from bbsynth.release.rows import Row

__all__ = ["wrong_history"]


def wrong_history(
    release: Release, said: Changes, rows: Sequence[Row], previous: Path
) -> Iterator[str]:
    """The changelog and the revisions follow from the two releases, but for hidden proofs."""
    history = History.read(release.configuration, previous)
    expected = history.changes(rows, release.configuration.previous)
    for name in ("previous", "added", "removed", "retired", "last_revisions"):
        if getattr(said, name) != getattr(expected, name):
            yield f"{CHANGES_NAME}: {name} is not what follows from {previous}"
    changed = {one.name: one for one in said.changed}
    for row in rows:
        for key in keys_of_row(row):
            known = history.earlier.get(key)
            if known is None:
                continue
            if known.split != row.split:
                yield f"{row.name} is in {row.split}, and its machine was in {known.split}"
            if (known.two_sided or row.two_sided) and row.name not in known.ids:
                yield (
                    f"{row.name}: an earlier release states something else of its machine, which "
                    "may tell what is to be proved or refuted"
                )
        told = changed.get(row.name)
        before = history.rows.get(row.name)
        if before is not None:
            # Proofs that a release does not show may have changed, too.
            seen = set(differing_columns(row, before))
            columns = set() if told is None else set(told.columns)
            if not seen <= columns <= seen | hidden_columns(row, before):
                yield f"{row.name}: {CHANGES_NAME} does not say what differs from {previous}"
        revision = history.revision(row, changed=told is not None)
        if row.revision != revision:
            yield f"{row.name}: revision is {row.revision}, and should be {revision}"
    reasons = release.configuration.previous
    for one in said.changed:
        if reasons is None or one.reason != reason_for(one.name, reasons):
            yield f"{CHANGES_NAME}: the reason of {one.name} is not that of the configuration"
