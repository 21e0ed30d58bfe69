"""A release on disk, for reading, and what its manifest says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from bbsynth._common.files import read_json
from bbsynth.errors import DatasetError, UsageError
from bbsynth.problems.index import FORMAT, MANIFEST_NAME, read_manifest
from bbsynth.release.configuration import SPLITS, Configuration, read_configuration
from bbsynth.release.held_out import COMMITMENTS_NAME
from bbsynth.release.rows import Row
from bbsynth.release.tables import read_json_lines, read_parquet

__all__ = ["CONFIGURATION_NAME", "HeldOutPart", "Lean", "Manifest", "Release"]

CONFIGURATION_NAME: Final = "configuration.toml"

_Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Count = Annotated[int, msgspec.Meta(ge=0)]


class HeldOutPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a manifest says of the held-out set."""

    rows: _Count
    seed_commitment: _Sha256
    commitments_sha256: _Sha256


class Lean(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a manifest says of Lean: that of the Lake project, and the judge of the proofs."""

    project: str
    judged_by: str
    kind: str
    judge_sha256: _Sha256


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``manifest.json`` says."""

    format: Literal["bbsynth-dataset"] = FORMAT
    kind: Literal["release"] = "release"
    release: str
    name: str
    version: str
    canary: str
    configuration_sha256: _Sha256
    seed: int
    splits: dict[str, _Count]
    held_out: HeldOutPart | None
    previous: str | None
    versions: dict[str, str]
    lean: Lean
    library_sha256: _Sha256
    sha256: dict[str, _Sha256]


@dataclass(frozen=True)
class Release:
    """A release in a folder.

    Parameters
    ----------
    folder : Path
        Where it is.
    configuration : Configuration
        What it was made from.
    manifest : Manifest
        What it says of itself.
    """

    folder: Path
    configuration: Configuration
    manifest: Manifest

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
        if read_manifest(folder).get("kind") != "release":
            raise DatasetError(f"{folder} is a dataset, but not a release")
        manifest = read_json(folder / MANIFEST_NAME, Manifest)
        try:
            configuration = read_configuration(folder / CONFIGURATION_NAME)
        except UsageError as error:
            raise DatasetError(f"{folder} is damaged: {error}") from error
        return cls(folder=folder, configuration=configuration, manifest=manifest)

    @property
    def splits(self) -> list[str]:
        """The public splits, in order."""
        return [split for split in SPLITS if split in self.configuration.splits]

    def read_rows(self) -> dict[str, list[Row]]:
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

    def read_lines(self) -> dict[str, list[Row]]:
        """Return the rows of each split, from the JSON lines; errors as for `read_rows`."""
        return {
            split: list(read_json_lines(self.folder / "jsonl" / f"{split}.jsonl"))
            for split in self.splits
        }

    def read_commitments(self) -> list[str]:
        """Return the commitments to held-out rows; empty if there is no such set.

        Raises
        ------
        DatasetError
            If they cannot be read.
        """
        if self.manifest.held_out is None:
            return []
        path = self.folder / COMMITMENTS_NAME
        try:
            return path.read_text(encoding="ascii").split()
        except (OSError, UnicodeDecodeError) as error:
            raise DatasetError(f"cannot read {path}: {error}") from error
