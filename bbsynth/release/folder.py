"""A release on disk, for reading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bbsynth.errors import DatasetError, UsageError
from bbsynth.problems.index import MANIFEST_NAME, read_manifest
from bbsynth.release.checksums import files_of
from bbsynth.release.configuration import SPLITS, Configuration, read_configuration
from bbsynth.release.held_out import COMMITMENTS_NAME
from bbsynth.release.tables import read_json_lines, read_parquet

__all__ = ["Release"]


class _HeldOut(msgspec.Struct):
    rows: int
    seed_commitment: str


class _Manifest(msgspec.Struct):
    """What is read of a manifest."""

    splits: dict[str, int]
    held_out: _HeldOut | None
    versions: dict[str, str]
    lean: dict[str, str]


@dataclass(frozen=True)
class Release:
    """A release that lies in a folder.

    Parameters
    ----------
    folder : Path
        Where it is.
    configuration : Configuration
        What it was made from.
    manifest : dict
        What it says of itself.
    """

    folder: Path
    configuration: Configuration
    manifest: dict[str, Any]

    @classmethod
    def open(cls, folder: Path) -> Release:
        """Read manifest and configuration of a release.

        Raises
        ------
        DatasetError
            If there is no release, or one of the two is damaged.
        """
        if not (folder / MANIFEST_NAME).is_file():
            raise DatasetError(f"{folder} is not a release: it has no {MANIFEST_NAME}")
        for name in files_of(folder):
            if not (folder / name).is_file():  # To read a pipe may never end.
                raise DatasetError(f"{folder} is damaged: {name} is no file")
        manifest = read_manifest(folder)
        if manifest.get("kind") != "release":
            raise DatasetError(f"{folder} is a dataset, but not a release")
        try:
            msgspec.convert(manifest, _Manifest)
        except msgspec.ValidationError as error:
            raise DatasetError(f"{folder / MANIFEST_NAME} is damaged: {error}") from error
        try:
            configuration = read_configuration(folder / "configuration.toml")
        except UsageError as error:
            raise DatasetError(f"{folder} is damaged: {error}") from error
        return cls(folder=folder, configuration=configuration, manifest=manifest)

    @property
    def splits(self) -> list[str]:
        """The public splits, in order."""
        return [split for split in SPLITS if split in self.configuration.splits]

    def read_rows(self) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of each split, from the Parquet files.

        Raises
        ------
        DatasetError
            If a file is missing or damaged.
        """
        found = {}
        for split in self.splits:
            shards = sorted((self.folder / "data").glob(f"{split}-*.parquet"))
            if not shards:
                raise DatasetError(f"{self.folder} has no Parquet file of the split {split}")
            found[split] = [row for shard in shards for row in read_parquet(shard)]
        return found

    def read_lines(self) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of each split, from the JSON lines; errors as for `read_rows`."""
        return {
            split: list(read_json_lines(self.folder / "jsonl" / f"{split}.jsonl"))
            for split in self.splits
        }

    def commitments(self) -> list[str]:
        """Return the commitments to held-out rows; empty if there is no such set.

        Raises
        ------
        DatasetError
            If they cannot be read.
        """
        if self.manifest.get("held_out") is None:
            return []
        path = self.folder / COMMITMENTS_NAME
        try:
            return path.read_text(encoding="ascii").split()
        except (OSError, UnicodeDecodeError) as error:
            raise DatasetError(f"cannot read {path}: {error}") from error
