"""Building a release: all of it, or nothing.

The public problems are drawn first and depend on the configuration alone; the held-out problems are
drawn then, from a private seed, and avoid the machines of the public ones. So everything but the
commitments can be made again by anybody. Nothing is written to the output folder before every
problem is cross-checked and every proof is accepted; then the folder appears as a whole.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import pyarrow as pa

import bbsynth
from bbsynth.errors import DatasetError, OutputError, UsageError
from bbsynth.judge import Judge
from bbsynth.problems import Problem
from bbsynth.problems.family import families
from bbsynth.problems.folder import replaced_folder
from bbsynth.problems.index import FORMAT, INDEX_NAME, MANIFEST_NAME, encode_problem
from bbsynth.release import facets
from bbsynth.release.archive import ARCHIVE_NAME, LEAN_TOOLCHAIN, archive_files, write_archive
from bbsynth.release.card import CARD_NAME, changelog_page, citation, description, render_card
from bbsynth.release.changelog import Changes, compare, revisions, with_revisions
from bbsynth.release.checksums import MEASURED, SUMS_NAME, sha256_of, write_sums
from bbsynth.release.configuration import SPLITS, Configuration, parse_configuration
from bbsynth.release.croissant import CROISSANT_NAME, croissant
from bbsynth.release.equivalence import problem_key
from bbsynth.release.folder import Release
from bbsynth.release.held_out import (
    COMMITMENTS_NAME,
    PRIVATE_NAME,
    PrivateSeed,
    commitment,
    private_lines,
)
from bbsynth.release.quality import Judging, counts, crosscheck_all, judge_all
from bbsynth.release.rows import Entry, problem_of, row_of
from bbsynth.release.sources import Progress, draw, order_key
from bbsynth.release.splits import assign_splits
from bbsynth.release.tables import write_tables

__all__ = [
    "CONFIGURATION_NAME",
    "HELD_OUT",
    "HeldOut",
    "Summary",
    "build_release",
    "held_out_of",
    "index_of",
]

CONFIGURATION_NAME: Final = "configuration.toml"

HELD_OUT: Final = "held-out"
"""The split of the rows that are not published."""


@dataclass(frozen=True)
class HeldOut:
    """What the public may know of the held-out set.

    Parameters
    ----------
    commitments : tuple of str
        One for each row, sorted.
    seed_commitment : str
        That to the seed.
    counts : dict
        How many there are of each kind.
    """

    commitments: tuple[str, ...]
    seed_commitment: str
    counts: dict[str, Any]


@dataclass(frozen=True)
class Summary:
    """What was built.

    Parameters
    ----------
    folder : Path
        Where it is.
    release : str
        Name and version.
    rows : mapping
        Rows of each public split.
    held_out : int
        Rows of the held-out set.
    times : dict
        What was measured of the judge.
    fingerprint : str
        The SHA-256 of ``SHA256SUMS``: equal fingerprints, equal releases.
    """

    folder: Path
    release: str
    rows: Mapping[str, int]
    held_out: int
    times: dict[str, Any]
    fingerprint: str


def build_release(
    configuration: bytes,
    out: Path,
    *,
    judge: Judge,
    where: str = CONFIGURATION_NAME,
    seed: PrivateSeed | None = None,
    private: Path | None = None,
    held_out: HeldOut | None = None,
    previous: Path | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Build a release in `out`.

    Parameters
    ----------
    configuration : bytes
        The text of the configuration; see `bbsynth.release.configuration`.
    out : Path
        The folder to make; it must not exist, or be empty.
    judge : Judge
        Who checks the proofs. What it remembers is not checked again.
    where : str
        What to call the configuration in messages.
    seed : PrivateSeed, optional
        What the held-out set is made from, if the configuration has one.
    private : Path, optional
        The folder to write the held-out rows to, with their salts; not inside `out`.
    held_out : HeldOut, optional
        Instead of `seed`: what is known of a held-out set that was made before, when a public
        release is made again.
    previous : Path, optional
        The release before, if the configuration names one.
    progress : callable, optional
        Told how far it is.

    Raises
    ------
    UsageError
        If the configuration or the arguments make no sense, or a source does not have enough.
    OutputError
        If `out` or `private` is not empty, or cannot be written.
    ReleaseError
        If a problem is wrong, or unproved, or changed without a reason. Nothing is written then.
    DatasetError
        If the previous release cannot be read.
    JudgeError
        If a canary got a wrong verdict.
    """
    report = progress or (lambda _what, _done, _total: None)
    wanted = parse_configuration(configuration, where)
    _check_arguments(wanted, out, seed=seed, private=private, held_out=held_out)
    before = _previous(wanted, previous)

    public = _draw_public(wanted, before, report)
    hidden = [] if seed is None else _draw_held_out(wanted, public, seed, report)
    problems = [entry.problem for entry in (*public, *hidden)]
    crosscheck_all(problems, report)
    judging = judge_all(judge, problems, report)

    public = with_revisions(public, revisions(_rows(public, wanted, all_proofs=True), before))
    changes = compare(_rows(public, wanted, all_proofs=True), before, wanted.previous)
    hidden_rows = _rows(hidden, wanted, all_proofs=True)
    if seed is not None and wanted.held_out:
        held_out = HeldOut(
            commitments=tuple(
                sorted(commitment(row, seed.salt(row["name"])) for row in hidden_rows)
            ),
            seed_commitment=seed.commitment,
            counts=counts(hidden),
        )
    report("writing the release", 0, None)
    with replaced_folder(out) as new:
        _write(new, configuration, wanted, public, held_out, changes, judge, judging)
        fingerprint = sha256_of(new / SUMS_NAME)
        if private is not None and seed is not None:
            with replaced_folder(private) as secret:
                secret.chmod(0o700)
                (secret / PRIVATE_NAME).write_bytes(b"".join(private_lines(hidden_rows, seed)))
    sizes = counts(public)["splits"]
    return Summary(
        folder=out,
        release=wanted.release,
        rows={split: sizes[split] for split in SPLITS if split in sizes},
        held_out=0 if held_out is None else len(held_out.commitments),
        times=judging.times([entry.problem.id for entry in public]),
        fingerprint=fingerprint,
    )


def _check_arguments(
    configuration: Configuration,
    out: Path,
    *,
    seed: PrivateSeed | None,
    private: Path | None,
    held_out: HeldOut | None,
) -> None:
    for folder, option in ((out, "--out"), (private, "--held-out")):
        if folder is None:
            continue
        try:
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise OutputError(
                    f"{folder} is not empty; a release is made in a new folder: delete this one, "
                    f"or give another with {option}"
                )
        except OSError as error:
            raise OutputError(f"cannot read {folder}: {error.strerror or error}") from error
    if configuration.held_out == 0:
        if private is not None:
            raise UsageError("the configuration has no held-out set; leave out --held-out")
        return
    if held_out is not None:
        return
    if seed is None:
        raise UsageError(
            "the configuration has a held-out set, which is made from a private seed: name a file "
            "with --private-seed, or set $BBSYNTH_PRIVATE_SEED"
        )
    if private is None:
        raise UsageError("say with --held-out where the held-out rows are to be kept")
    inner, outer = private.resolve(), out.resolve()
    if inner == outer or outer in inner.parents or inner in outer.parents:
        raise UsageError(
            f"the held-out rows in {private} and the public folder {out} have to be apart"
        )


def _previous(configuration: Configuration, folder: Path | None) -> dict[str, dict[str, Any]]:
    if configuration.previous is None:
        if folder is not None:
            raise UsageError("the configuration has no [previous] release; leave out --previous")
        return {}
    version = configuration.previous.version
    if folder is None:
        raise UsageError(f"name the folder of the previous release, {version}, with --previous")
    old = Release.open(folder)
    if (old.configuration.name, old.configuration.version) != (configuration.name, version):
        raise UsageError(
            f"{folder} is {old.configuration.release}, and the previous release has to be "
            f"{configuration.name}-{version}"
        )
    return {row["name"]: row for rows in old.read_rows().values() for row in rows}


def _draw_public(
    configuration: Configuration, before: Mapping[str, Mapping[str, Any]], report: Progress
) -> list[Entry]:
    taken: set[tuple[str, str, str]] = set()
    ids: set[str] = set()
    problems: list[Problem] = []
    for source in configuration.sources:
        new = draw(
            source, source.size, seed=configuration.seed, taken=taken, ids=ids, progress=report
        )
        taken.update((one.family, facets.track(one), facets.key(one)) for one in new)
        ids.update(one.id for one in new)
        problems += new
    fixed = {
        problem_key(row["name"], row["machine"], row["track"]): row["split"]
        for row in before.values()
    }
    splits = assign_splits(problems, configuration.splits, seed=configuration.seed, fixed=fixed)
    key = configuration.seed.to_bytes(8, "big")
    return [
        Entry(problem=problem, split=splits[problem.id], revision=1)
        for problem in sorted(problems, key=lambda problem: order_key(key, problem.id))
    ]


def _draw_held_out(
    configuration: Configuration, public: Sequence[Entry], seed: PrivateSeed, report: Progress
) -> list[Entry]:
    excluded = {facets.key(entry.problem) for entry in public}
    taken: set[tuple[str, str, str]] = set()
    ids: set[str] = set()
    problems: list[Problem] = []
    for number, source in enumerate(configuration.sources):
        new = draw(
            source,
            source.held_out,
            seed=seed.draw_seed(configuration.release, number),
            excluded=excluded,
            taken=taken,
            ids=ids,
            progress=report,
        )
        taken.update((one.family, facets.track(one), facets.key(one)) for one in new)
        ids.update(one.id for one in new)
        problems += new
    return [Entry(problem=problem, split=HELD_OUT, revision=1) for problem in problems]


def _rows(
    entries: Sequence[Entry], configuration: Configuration, *, all_proofs: bool = False
) -> list[dict[str, Any]]:
    return [
        row_of(
            entry,
            release=configuration.release,
            canary=configuration.canary,
            with_proof=all_proofs or entry.split in configuration.public_proofs,
        )
        for entry in entries
    ]


def _write(
    folder: Path,
    text: bytes,
    configuration: Configuration,
    public: Sequence[Entry],
    held_out: HeldOut | None,
    changes: Changes,
    judge: Judge,
    judging: Judging,
) -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        split: [] for split in SPLITS if split in configuration.splits
    }
    for row in _rows(public, configuration):
        rows[row["split"]].append(row)
    flat = [row for of_split in rows.values() for row in of_split]
    shards = write_tables(folder, rows, rows_per_shard=configuration.rows_per_shard)
    (folder / INDEX_NAME).write_bytes(index_of(flat))
    write_archive(
        folder / ARCHIVE_NAME,
        archive_files(
            flat, package=configuration.name.replace("-", "_"), canary=configuration.canary
        ),
    )
    (folder / CONFIGURATION_NAME).write_bytes(text)
    if held_out is not None:
        path = folder / COMMITMENTS_NAME
        path.parent.mkdir()
        path.write_text("".join(f"{one}\n" for one in held_out.commitments), encoding="utf-8")
    quality = counts(public)
    _write_json(
        folder / "quality.json",
        {"public": quality, "held_out": None if held_out is None else held_out.counts},
    )
    _write_json(folder / "changelog.json", msgspec.to_builtins(changes))
    _write_text(folder / "CHANGELOG.md", changelog_page(configuration, changes))
    (folder / CROISSANT_NAME).write_bytes(
        croissant(
            configuration,
            folder,
            shards,
            description=description(configuration, len(flat)),
            citation=citation(configuration),
        )
    )
    _write_text(
        folder / CARD_NAME,
        render_card(
            configuration,
            shards=shards,
            sizes={
                split: {
                    "rows": len(rows[split]),
                    "bytes": sum((folder / name).stat().st_size for name in shards[split]),
                }
                for split in rows
            },
            quality=quality,
            example=_example(flat),
            held_out=0 if held_out is None else len(held_out.commitments),
            lean=judge.toolchain.version,
            families={name: one.summary for name, one in families().items()},
        ),
    )
    manifest = _manifest(folder, text, configuration, rows, held_out, judge)
    _write_json(folder / MANIFEST_NAME, manifest)
    (folder / MEASURED).mkdir()
    _write_json(folder / MEASURED / "timings.json", judging.times([row["name"] for row in flat]))
    write_sums(folder)


def index_of(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the rows as `bbsynth.problems.Dataset` reads them, their place in the metadata."""
    lines = []
    for row in rows:
        problem = problem_of(dict(row))
        place = {name: row[name] for name in ("split", "revision", "release", "canary")}
        placed = msgspec.structs.replace(problem, metadata={**problem.metadata, **place})
        lines.append(encode_problem(placed))
    return b"".join(lines)


def _example(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the row with the shortest statement among those that show a proof, if any does."""
    return min(
        rows,
        key=lambda row: (
            row["reference_proof"] is None,
            len(row["formal_statement"]) + len(row["reference_proof"] or ""),
            row["name"],
        ),
    )


def _manifest(
    folder: Path,
    text: bytes,
    configuration: Configuration,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    held_out: HeldOut | None,
    judge: Judge,
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "kind": "release",
        "release": configuration.release,
        "name": configuration.name,
        "version": configuration.version,
        "canary": configuration.canary,
        "configuration_sha256": hashlib.sha256(text).hexdigest(),
        "seed": configuration.seed,
        "splits": {split: len(of_split) for split, of_split in rows.items()},
        "held_out": None
        if held_out is None
        else {
            "rows": len(held_out.commitments),
            "seed_commitment": held_out.seed_commitment,
            "commitments_sha256": sha256_of(folder / COMMITMENTS_NAME),
        },
        "previous": None if configuration.previous is None else configuration.previous.version,
        "versions": {
            "bbsynth": bbsynth.__version__,
            "pyarrow": pa.__version__,
            "zlib": zlib.ZLIB_RUNTIME_VERSION,
        },
        "lean": {
            "project": LEAN_TOOLCHAIN,
            "judged_by": judge.toolchain.version,
            "kind": judge.toolchain.kind,
            "judge_sha256": hashlib.sha256(judge.identity().encode()).hexdigest(),
        },
        "sha256": {INDEX_NAME: sha256_of(folder / INDEX_NAME)},
    }


def _write_json(path: Path, value: Any) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def _write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def held_out_of(release: Release) -> HeldOut | None:
    """Return what a release says of its held-out set.

    Raises
    ------
    DatasetError
        If it contradicts itself.
    """
    said = release.manifest.get("held_out")
    if said is None:
        return None
    commitments = tuple(release.commitments())
    path = release.folder / "quality.json"
    try:
        counted = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, Any]])["held_out"]
    except (OSError, KeyError, msgspec.MsgspecError) as error:
        raise DatasetError(f"cannot read {path}: {error}") from error
    if said.get("rows") != len(commitments):
        raise DatasetError(f"{release.folder}: the manifest and the commitments do not agree")
    return HeldOut(
        commitments=commitments,
        seed_commitment=said["seed_commitment"],
        counts=counted,
    )
