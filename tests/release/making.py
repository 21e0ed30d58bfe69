"""What the tests of releases share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from bbsynth._common.files import json_document
from bbsynth.judge import Status, Task, Verdict
from bbsynth.problems import SCHEMA, Problem
from bbsynth.problems.index import INDEX_NAME
from bbsynth.release.archive import ARCHIVE_NAME, archive_files, write_archive
from bbsynth.release.checksums import sha256_of, write_sums
from bbsynth.release.equivalence import keys_of
from bbsynth.release.folder import Release
from bbsynth.release.rows import Row
from bbsynth.release.tables import write_tables
from bbsynth.release.writing import index_of

TINY = Path(__file__).parents[2] / "releases" / "tiny.toml"
SEED = b"a-private-seed-that-only-the-tests-know-0123456789"


def small(
    *,
    version: str = "1.0.0",
    seed: int = 5,
    size: int = 40,
    held_out: int = 0,
    previous: str | None = None,
) -> bytes:
    """The configuration of a release of problems about 2x2, quickly built."""
    text = TINY.read_text(encoding="utf-8").split("[[sources]]")[0]
    text = text.replace('version = "1.0.0"', f'version = "{version}"')
    text = text.replace("seed = 5", f"seed = {seed}")
    text += f"[[sources]]\nstates = 2\nsize = {size}\nheld_out = {held_out}\n"
    if previous is not None:
        text += f'[previous]\nversion = "{previous}"\nreasons = {{"*" = "another draw"}}\n'
    return text.encode()


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rewrite(folder: Path, change: Callable[[dict[str, list[Row]]], object]) -> None:
    """Change rows in all files with rows, and what is said of these files; not the card."""
    release = Release.open(folder)
    rows = release.read_rows()
    change(rows)
    for name in ("data", "jsonl"):
        shutil.rmtree(folder / name)
    write_tables(folder, rows, rows_per_shard=release.configuration.rows_per_shard)
    flat = [row for of_split in rows.values() for row in of_split]
    (folder / INDEX_NAME).write_bytes(index_of(flat))
    write_archive(folder / ARCHIVE_NAME, archive_files(flat, release.configuration))
    manifest = msgspec.structs.replace(
        release.manifest,
        splits={split: len(of_split) for split, of_split in rows.items()},
        sha256={INDEX_NAME: sha256_of(folder / INDEX_NAME)},
    )
    (folder / "manifest.json").write_bytes(json_document(manifest))
    write_sums(folder)


def first_key(one: Problem) -> str:
    """The key of the machine of a problem."""
    return keys_of(one)[0]


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
        metadata={"schema": SCHEMA, "bbsynth": "0"},
    )


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
