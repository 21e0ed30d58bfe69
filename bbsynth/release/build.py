"""Building a release: all of it, or nothing.

The public problems are drawn first and depend on the configuration alone; the held-out problems are
drawn then, from a private seed, and avoid the machines of the public ones. So everything but the
commitments, and the counts of what is held out, can be made again by anybody. Nothing is written to
the output folder before every problem is cross-checked and every proof is accepted; then the folder
appears as a whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from bbsynth._common.resources import templates_dir
from bbsynth._common.workers import Workers
from bbsynth.contamination.machine_strings import machines_in
from bbsynth.errors import OutputError, UsageError
from bbsynth.judge import Judge
from bbsynth.problems import Problem
from bbsynth.problems.choice import Progress
from bbsynth.problems.folder import check_makeable, replaced_folder
from bbsynth.release import facets
from bbsynth.release.archive import library_files
from bbsynth.release.changelog import compare, revisions, with_revisions
from bbsynth.release.checksums import SUMS_NAME, sha256_of
from bbsynth.release.configuration import SPLITS, Configuration, parse_configuration
from bbsynth.release.held_out import (
    PRIVATE_NAME,
    PrivateSeed,
    commitment,
    private_lines,
)
from bbsynth.release.history import History
from bbsynth.release.quality import counts, crosscheck_all, judge_all
from bbsynth.release.rows import Entry
from bbsynth.release.sources import draw, order_key
from bbsynth.release.splits import assign_splits
from bbsynth.release.spoken import spoken_of, texts_beside_statements
from bbsynth.release.writing import CONFIGURATION_NAME, HeldOut, rows_of, write_release

__all__ = ["HELD_OUT", "Summary", "build_release"]

HELD_OUT: Final = "held-out"
"""The split of the rows that are not published."""


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
    workers: Workers | None = None,
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
    workers : Workers, optional
        Processes that do what is not Lean's; without them this one does.
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
    if seed is not None and seed.secret in configuration:
        raise UsageError(f"{where} contains the private seed, and would publish it: take it out")
    for folder in (out, private):
        if folder is not None:
            check_makeable(folder)
    history = History.read(wanted, previous)

    public = _draw_public(wanted, history, workers, report)
    empty = set(wanted.splits) - {entry.split for entry in public}
    if empty:
        raise UsageError(
            f"{len(public)} problems, about so few machines, are too few for "
            f"{len(wanted.splits)} splits: nothing is left for {', '.join(sorted(empty))}; ask "
            "for more, or for larger classes, or for fewer splits"
        )
    published = history.machines()
    known = {*published, *(key for entry in public for key in facets.keys(entry.problem))}
    if seed is not None:
        report("looking for machines in the public texts", 0, None)
        for row in rows_of(public, wanted):
            known |= {key for _, key in spoken_of(texts_beside_statements(row), None)}
    hidden = [] if seed is None else _draw_held_out(wanted, known, seed, workers, report)
    numbers = revisions(
        rows_of(public, wanted, all_proofs=True), history.rows, history.older.last_revisions
    )
    public = with_revisions(public, numbers)
    rows = rows_of(public, wanted, all_proofs=True)
    changes = compare(rows, history.rows, wanted.previous, published, history.older.last_revisions)
    problems = [entry.problem for entry in (*public, *hidden)]
    crosscheck_all(problems, workers, report)
    judging = judge_all(judge, problems, report)

    hidden_rows = rows_of(hidden, wanted, all_proofs=True)
    if seed is not None and wanted.held_out:
        held_out = HeldOut(
            commitments=tuple(
                sorted(commitment(row, seed.salt(row["name"])) for row in hidden_rows)
            ),
            seed_commitment=seed.commitment,
            counts=counts(hidden),
        )
    report("writing the release", 0, None)
    _check_empty(out, private)  # Judging may have taken hours.
    written: Path | None = None
    try:
        with replaced_folder(out, only_empty=True) as new:
            write_release(new, configuration, wanted, public, held_out, changes, judge, judging)
            fingerprint = sha256_of(new / SUMS_NAME)
            if private is not None and seed is not None:
                with replaced_folder(private, only_empty=True) as secret:
                    secret.chmod(0o700)
                    (secret / PRIVATE_NAME).write_bytes(b"".join(private_lines(hidden_rows, seed)))
                written = private
    except BaseException:
        if written is not None:  # The rows of a release that there is not.
            shutil.rmtree(written, ignore_errors=True)
        raise
    sizes = counts(public)["splits"]
    return Summary(
        folder=out,
        release=wanted.release,
        rows={split: sizes[split] for split in SPLITS if split in sizes},
        held_out=0 if held_out is None else len(held_out.commitments),
        times=judging.times([entry.problem.id for entry in public]),
        fingerprint=fingerprint,
    )


def _check_empty(out: Path, private: Path | None) -> None:
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


def _check_arguments(
    configuration: Configuration,
    out: Path,
    *,
    seed: PrivateSeed | None,
    private: Path | None,
    held_out: HeldOut | None,
) -> None:
    _check_empty(out, private)
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


def _draw_public(
    configuration: Configuration,
    history: History,
    workers: Workers | None,
    report: Progress,
) -> list[Entry]:
    earlier = history.earlier()
    problems: list[Problem] = []
    for source in configuration.sources:
        problems += draw(
            source,
            source.size,
            seed=configuration.seed,
            beside=problems,
            earlier=earlier,
            workers=workers,
            progress=report,
        )
    fixed = {key: machine.split for key, machine in history.machines().items()}
    splits = assign_splits(problems, configuration.splits, seed=configuration.seed, fixed=fixed)
    key = configuration.seed.to_bytes(8, "big")
    return [
        Entry(problem=problem, split=splits[problem.id], revision=1)
        for problem in sorted(problems, key=lambda problem: order_key(key, problem.id))
    ]


def _draw_held_out(
    configuration: Configuration,
    known: Collection[str],
    seed: PrivateSeed,
    workers: Workers | None,
    report: Progress,
) -> list[Entry]:
    # Of the machines in `known` facts are public, or were. Others are examples in the texts that
    # every release has.
    known = {*known, *_examples()}
    problems: list[Problem] = []
    for number, source in enumerate(configuration.sources):
        problems += draw(
            source,
            source.held_out,
            seed=seed.draw_seed(configuration.release, number),
            excluded=known,
            beside=problems,
            workers=workers,
            progress=report,
        )
    return [
        Entry(problem=_without_seed(problem), split=HELD_OUT, revision=1) for problem in problems
    ]


def _examples() -> set[str]:
    """Return the keys of the machines that the Lean library and the card speak of."""
    texts = [*library_files().values(), (templates_dir() / "release" / "card.md.j2").read_bytes()]
    return {key for text in texts for _, _, key in machines_in(text.decode(), None)}


def _without_seed(problem: Problem) -> Problem:
    """Return a held-out problem that does not name the seed of its draw, which makes all others
    of its source: who shows one is not to show them all."""
    metadata = {name: value for name, value in problem.metadata.items() if name != "seed"}
    return msgspec.structs.replace(problem, metadata=metadata)
