"""What was published before: the release before, and what it remembers of those before it.

A release names the machines that an earlier one has published and that it does not have any more
(``retired`` in ``changelog.json``), and the revisions of such problems (``last_revisions``). So the
folder of the last release tells of all of them. A machine that was published keeps its split for
ever, and is never held out; a problem that comes back has another revision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bbsynth._common.files import read_json
from bbsynth.errors import DatasetError, ReleaseError, UsageError, complain
from bbsynth.release.changelog import (
    CHANGES_NAME,
    Changed,
    Changes,
    Removed,
    Retired,
    differing_columns,
    reason_for,
)
from bbsynth.release.checksums import check_sums
from bbsynth.release.configuration import Configuration, Previous
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.folder import Release
from bbsynth.release.rows import Row
from bbsynth.release.sources import Earlier

__all__ = ["History"]


@dataclass(frozen=True)
class History:
    """What was published before; nothing, if there was no release.

    Parameters
    ----------
    rows : mapping
        The rows of the release before, by name.
    older : Changes
        What the release before remembers of those before it.
    """

    rows: Mapping[str, Row] = field(default_factory=dict)
    older: Changes = field(default_factory=Changes)

    @classmethod
    def read(cls, configuration: Configuration, folder: Path | None) -> History:
        """Return what was published before the release that a configuration describes.

        Raises
        ------
        UsageError
            If `folder` is not that of the previous release, or a split was given up, or proofs that
            were shown are to be hidden.
        DatasetError
            If it cannot be read, or is damaged.
        """
        if configuration.previous is None or folder is None:
            return cls()
        old = Release.open(folder)
        for wrong in check_sums(folder):
            raise DatasetError(f"the previous release {folder} is damaged: {wrong}")
        version = configuration.previous.version
        if (old.configuration.name, old.configuration.version) != (configuration.name, version):
            raise UsageError(
                f"{folder} is {old.configuration.release}, and the previous release has to be "
                f"{configuration.name}-{version}"
            )
        history = cls(
            rows={row.name: row for rows in old.read_rows().values() for row in rows},
            older=read_json(folder / CHANGES_NAME, Changes),
        )
        complaints = []
        gone = {one.split for one in history.machines.values()} - set(configuration.splits)
        if gone:
            complaints.append(
                f"earlier releases had the split {' and '.join(sorted(gone))}, and machines keep "
                "their splits for ever: it has to be in [splits]"
            )
        hidden = set(old.configuration.public_proofs) - set(configuration.public_proofs)
        if hidden:
            complaints.append(
                f"{old.configuration.release} shows the proofs of {' and '.join(sorted(hidden))}, "
                "where many of the same problems will be: name it in public_proofs again"
            )
        if complaints:
            raise complain("the configuration does not go on from the previous release", complaints)
        return history

    @cached_property
    def machines(self) -> dict[str, Retired]:
        """All machines that were published, by their keys."""
        found = dict(self.older.retired)
        for row in self.rows.values():
            for key in keys_of_row(row):
                two_sided = row.two_sided or (key in found and found[key].two_sided)
                found[key] = Retired(split=row.split, two_sided=two_sided)
        return found

    @cached_property
    def earlier(self) -> dict[str, Earlier]:
        """What was published about each machine, by its key."""
        ids: dict[str, set[str]] = defaultdict(set)
        for row in self.rows.values():
            for key in keys_of_row(row):
                ids[key].add(row.name)
        return {
            key: Earlier(ids=frozenset(ids[key]), two_sided=machine.two_sided, split=machine.split)
            for key, machine in self.machines.items()
        }

    def revision(self, row: Row, *, changed: bool | None = None) -> int:
        """Return the revision that a row has to have.

        A row that is new has revision 1, one that is as it was keeps its revision, and one that was
        changed has the next. So has one that comes back: what it was like is not remembered.

        Parameters
        ----------
        row : Row
            The row.
        changed : bool, optional
            Whether it was changed, where that is known; otherwise the columns are compared.
        """
        before = self.rows.get(row.name)
        if before is None:
            return self.older.last_revisions.get(row.name, 0) + 1
        return before.revision + (
            bool(differing_columns(row, before)) if changed is None else changed
        )

    def changes(self, rows: Sequence[Row], previous: Previous | None) -> Changes:
        """Return what changed up to `rows`, whose revisions are set.

        Raises
        ------
        ReleaseError
            If there is no reason for a change or a removal.
        """
        if previous is None:
            return Changes()
        present = {row.name: row for row in rows}
        keys = {key for row in rows for key in keys_of_row(row)}
        last = self.older.last_revisions | {name: row.revision for name, row in self.rows.items()}
        differing = {
            name: columns
            for name in sorted(present.keys() & self.rows.keys())
            if (columns := differing_columns(present[name], self.rows[name]))
        }
        gone = sorted(self.rows.keys() - present.keys())
        reasons = {name: reason_for(name, previous) for name in (*differing, *gone)}
        unexplained = [name for name, reason in reasons.items() if reason is None]
        if unexplained:
            raise ReleaseError(
                f"{len(unexplained)} problems were changed or removed since {previous.version} "
                f"without a reason ({', '.join(unexplained[:3])}{', …' if unexplained[3:] else ''})"
                "; add a pattern and a reason to [previous.reasons] in the configuration"
            )
        return Changes(
            previous=previous.version,
            added=sorted(present.keys() - self.rows.keys()),
            removed=[Removed(name=name, reason=reasons[name] or "") for name in gone],
            changed=[
                Changed(
                    name=name,
                    revision=present[name].revision,
                    columns=columns,
                    reason=reasons[name] or "",
                )
                for name, columns in differing.items()
            ],
            retired={key: one for key, one in sorted(self.machines.items()) if key not in keys},
            last_revisions={name: n for name, n in sorted(last.items()) if name not in present},
        )
