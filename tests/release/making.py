"""What the tests of releases share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from bbsynth.judge import Status, Task, Verdict
from bbsynth.problems import Problem
from bbsynth.problems.index import INDEX_NAME
from bbsynth.release import facets
from bbsynth.release.archive import ARCHIVE_NAME, archive_files, write_archive
from bbsynth.release.changelog import read_changes
from bbsynth.release.checksums import sha256_of, write_sums
from bbsynth.release.documents import json_page
from bbsynth.release.folder import Release
from bbsynth.release.quality import counts_of_rows
from bbsynth.release.tables import write_tables
from bbsynth.release.writing import QUALITY_NAME, index_of, pages

TINY = Path(__file__).parents[2] / "releases" / "tiny.toml"
SEED = b"a-private-seed-that-only-the-tests-know-0123456789"

Row = dict[str, Any]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rewrite(folder: Path, change: Callable[[dict[str, list[Row]]], None]) -> None:
    """Change rows everywhere, as a careful forger would: tables, texts, pages, checksums."""
    release = Release.open(folder)
    rows = release.read_rows()
    change(rows)
    for name in ("data", "jsonl"):
        shutil.rmtree(folder / name)
    shards = write_tables(folder, rows, rows_per_shard=release.configuration.rows_per_shard)
    flat = [row for of_split in rows.values() for row in of_split]
    (folder / INDEX_NAME).write_bytes(index_of(flat))
    package = release.configuration.name.replace("-", "_")
    write_archive(
        folder / ARCHIVE_NAME,
        archive_files(flat, package=package, canary=release.configuration.canary),
    )
    manifest = dict(release.manifest)
    manifest["splits"] = {split: len(of_split) for split, of_split in rows.items()}
    manifest["sha256"] = {INDEX_NAME: sha256_of(folder / INDEX_NAME)}
    (folder / "manifest.json").write_bytes(json_page(manifest))
    quality = msgspec.json.decode((folder / QUALITY_NAME).read_bytes())
    quality["public"] = counts_of_rows(flat)
    (folder / QUALITY_NAME).write_bytes(json_page(quality))
    for name, content in pages(
        folder,
        release.configuration,
        rows,
        shards=shards,
        quality=quality["public"],
        changes=read_changes(folder),
        held_out=quality["held_out"],
        lean=manifest["lean"]["judged_by"],
    ).items():
        (folder / name).write_bytes(content)
    write_sums(folder)


def first_key(one: Problem) -> str:
    """The key of the machine of a problem."""
    return facets.keys(one)[0]


def problem(
    machine: str = "1RB1LB_1LA1RZ", family: str = "halts-after", stratum: str = "halts"
) -> Problem:
    """A problem that is in order as far as anybody looks who has no Lean."""
    theorem = f"{family.replace('-', '_')}_{machine}"
    states, symbols = machine.count("_") + 1, machine.index("_") // 3
    statement = f"import BBSynth\n\ntheorem {theorem} : True := by\n  sorry\n"
    return Problem(
        id=f"{states}x{symbols}-{family}-{machine}",
        family=family,
        stratum=stratum,
        machine=machine,
        states=states,
        symbols=symbols,
        parameters={"steps": 6},
        theorem=theorem,
        header="import BBSynth\n",
        formal_statement=statement,
        informal_statement=f"The machine `{machine}` is true.\n",
        reference_proof=statement.replace("sorry", "trivial"),
        certificate={"kind": "halts", "steps": 6},
        metadata={"schema": _schema(), "bbsynth": "0"},
    )


def _schema() -> int:
    from bbsynth.problems import SCHEMA

    return SCHEMA


class _Lean:
    kind = "fake"
    version = "no Lean at all"


class FakeJudge:
    """A judge that accepts all proofs but those of the problems named."""

    toolchain = _Lean()

    def __init__(self, *refused: str, interrupt_at: int = -1) -> None:
        self.refused = refused
        self.interrupt_at = interrupt_at
        self.canary_pairs = 0

    def probe(self) -> None:
        self.canary_pairs += 1

    def identity(self) -> str:
        return "fake"

    def check_all(self, tasks: Iterator[Task]) -> Iterator[Verdict]:
        for number, task in enumerate(tasks):
            if number == self.interrupt_at:
                raise KeyboardInterrupt
            refused = any(name in task.name for name in self.refused)
            yield Verdict(
                name=task.name,
                status=Status.WRONG if refused else Status.PROVED,
                reason="no proof" if refused else "",
                milliseconds={"total": 1},
            )
