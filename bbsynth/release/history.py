"""What was published before: the release before, and what it remembers of those before it.

A release names the machines that an earlier one has published and that it no longer has
(``retired`` in ``changelog.json``), and the revisions of such problems (``last_revisions``). So the
folder of the last release tells of all of them. A machine that was published keeps its split for
ever, and is never held out; a problem that comes back has another revision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bbsynth.errors import DatasetError, MachineFormatError, UsageError
from bbsynth.release.changelog import Changes, Retired, read_changes
from bbsynth.release.checksums import check_sums
from bbsynth.release.configuration import Configuration
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.folder import Release
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

    rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    older: Changes = field(default_factory=Changes)

    @classmethod
    def read(cls, configuration: Configuration, folder: Path | None) -> History:
        """Return what was published before the release that a configuration describes.

        Raises
        ------
        UsageError
            If the folder of the previous release is missing, or is that of another, or a split is
            there no more, or is to hide proofs that were shown.
        DatasetError
            If it cannot be read, or is damaged.
        """
        if configuration.previous is None:
            if folder is not None:
                raise UsageError(
                    "the configuration has no [previous] release; leave out --previous"
                )
            return cls()
        version = configuration.previous.version
        if folder is None:
            raise UsageError(f"name the folder of the previous release, {version}, with --previous")
        old = Release.open(folder)
        for wrong in check_sums(folder):
            raise DatasetError(f"the previous release {folder} is damaged: {wrong}")
        if (old.configuration.name, old.configuration.version) != (configuration.name, version):
            raise UsageError(
                f"{folder} is {old.configuration.release}, and the previous release has to be "
                f"{configuration.name}-{version}"
            )
        history = cls(
            rows={row["name"]: row for rows in old.read_rows().values() for row in rows},
            older=read_changes(folder),
        )
        for row in history.rows.values():
            try:
                keys_of_row(row)
            except MachineFormatError as error:
                raise DatasetError(
                    f"the previous release {folder} is damaged: {row['name']}: {error}"
                ) from error
        gone = {one.split for one in history.machines().values()} - set(configuration.splits)
        if gone:
            raise UsageError(
                f"earlier releases had the split {' and '.join(sorted(gone))}, and machines keep "
                "their splits for ever: it has to be in [splits]"
            )
        hidden = set(old.configuration.public_proofs) - set(configuration.public_proofs)
        if hidden:
            raise UsageError(
                f"{old.configuration.release} shows the proofs of {' and '.join(sorted(hidden))}, "
                "where many of the same problems will be: name it in public_proofs again"
            )
        return history

    def machines(self) -> dict[str, Retired]:
        """Return all machines that were published, by their keys."""
        found = dict(self.older.retired)
        for row in self.rows.values():
            for key in keys_of_row(row):
                two_sided = row["negation_statement"] is not None
                two_sided |= key in found and found[key].two_sided
                found[key] = Retired(split=row["split"], two_sided=two_sided)
        return found

    def earlier(self) -> dict[str, Earlier]:
        """Return what was published about each machine, by its key."""
        ids: dict[str, set[str]] = defaultdict(set)
        for row in self.rows.values():
            for key in keys_of_row(row):
                ids[key].add(row["name"])
        return {
            key: Earlier(ids=frozenset(ids[key]), two_sided=machine.two_sided, split=machine.split)
            for key, machine in self.machines().items()
        }
