"""What the changelog and the revisions say, held against the release before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bbsynth.release.changelog import (
    CHANGES_NAME,
    PROOFS,
    compare,
    different_columns,
    read_changes,
    reason_for,
)
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.folder import Release
from bbsynth.release.history import History

__all__ = ["wrong_history"]


def wrong_history(
    release: Release, rows: Sequence[Mapping[str, Any]], previous: Path
) -> Iterator[str]:
    """What the changelog says follows from the two releases, but for what proofs do not show."""
    history = History.read(release.configuration, previous)
    said = read_changes(release.folder)
    made = compare(
        rows,
        history.rows,
        release.configuration.previous,
        history.machines(),
        history.older.last_revisions,
    )
    for name in ("added", "removed", "retired", "last_revisions"):
        if getattr(said, name) != getattr(made, name):
            yield f"{CHANGES_NAME}: {name} is not what follows from {previous}"
    told = {one.name: one for one in said.changed}
    machines, earlier = history.machines(), history.earlier()
    for row in rows:
        name = row["name"]
        for split in {machines[key].split for key in keys_of_row(row) if key in machines}:
            if split != row["split"]:
                yield f"{name} is in {row['split']}, and its machine was in {split}"
        for known in (earlier[key] for key in keys_of_row(row) if key in earlier):
            two_sided = known.two_sided or row["negation_statement"] is not None
            if two_sided and name not in known.ids:
                yield (
                    f"{name}: {previous} tells of its machine, of which something is to be proved "
                    "or refuted"
                )
        before = history.rows.get(name)
        if before is None:
            expected = history.older.last_revisions.get(name, 0) + 1
        else:
            expected = before["revision"] + (name in told)
            # What neither release shows may have changed, too.
            seen = set(different_columns(row, before))
            columns = set(told[name].columns) if name in told else set()
            hidden = {column for column in PROOFS if None in (row[column], before[column])}
            if not seen <= columns <= seen | hidden:
                yield f"{name}: {CHANGES_NAME} does not say what is different from {previous}"
        if row["revision"] != expected:
            yield f"{name}: revision is {row['revision']}, and has to be {expected}"
    reasons = release.configuration.previous
    for one in said.changed:
        if reasons is None or one.reason != reason_for(one.name, reasons):
            yield f"{CHANGES_NAME}: the reason of {one.name} is not that of the configuration"
