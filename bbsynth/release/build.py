"""Building a release: all of it, or nothing.

The public problems are drawn first and depend on the configuration alone; the held-out problems are
drawn then, from a private seed, and avoid the machines of the public ones. So everything but the
commitments, and the counts of what is held out, can be made again by anybody. Nothing is written to
the output folder before every problem is cross-checked and every proof is accepted; then the folder
appears as a whole.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bbsynth._common.folders import check_makeable, replaced_folder
from bbsynth._common.progress import Progress
from bbsynth._common.resources import templates_dir
from bbsynth._common.workers import Workers
from bbsynth.errors import OutputError, UsageError, complain
from bbsynth.judge import Judge
from bbsynth.problems import Problem
from bbsynth.release.archive import library_files
from bbsynth.release.checksums import SUMS_NAME, sha256_of
from bbsynth.release.configuration import HELD_OUT, SPLITS, Configuration, parse_configuration
from bbsynth.release.equivalence import keys_of
from bbsynth.release.folder import CONFIGURATION_NAME
from bbsynth.release.held_out import (
    SEED_VARIABLE,
    HeldOut,
    PrivateSeed,
    private_rows,
    write_private_rows,
)
from bbsynth.release.history import History
from bbsynth.release.mentions import mentioned
from bbsynth.release.quality import counts, crosscheck_all, judge_all
from bbsynth.release.rows import Entry
from bbsynth.release.sources import draw, order_key
from bbsynth.release.splits import assign_splits
from bbsynth.release.writing import rows_of, write_release

__all__ = ["Summary", "build_release", "check_arguments"]


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
        If the configuration and the arguments do not fit, or a source does not have enough.
    OutputError
        If `out` or `private` cannot be written, or has been filled meanwhile.
    ReleaseError
        If a problem is wrong, or unproved, or changed without a reason. Nothing is written then.
    DatasetError
        If the previous release cannot be read.
    JudgeError
        If a canary, a statement whose truth is known, got a wrong verdict.
    """
    report = progress or (lambda _what, _done, _total: None)
    wanted = check_arguments(
        configuration,
        out,
        where=where,
        seed=seed,
        private=private,
        held_out=held_out,
        previous=previous,
    )
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
    known = {*history.machines, *(key for entry in public for key in keys_of(entry.problem))}
    if seed is not None:
        report("looking for machines in the public texts", 0, None)
        known |= {
            key for row in rows_of(public, wanted) for _, key in mentioned(row, wanted.domains)
        }
    hidden = [] if seed is None else _draw_held_out(wanted, known, seed, workers, report)
    public = [
        Entry(entry.problem, entry.split, history.revision(row))
        for entry, row in zip(public, rows_of(public, wanted, all_proofs=True), strict=True)
    ]
    changes = history.changes(rows_of(public, wanted, all_proofs=True), wanted.previous)
    problems = [entry.problem for entry in (*public, *hidden)]
    crosscheck_all(problems, workers, report)
    judging = judge_all(judge, problems, report)

    secret_rows = []
    if seed is not None and wanted.held_out:
        secret_rows = private_rows(rows_of(hidden, wanted, all_proofs=True), seed)
        held_out = HeldOut(
            commitments=tuple(sorted(one.commitment for one in secret_rows)),
            seed_commitment=seed.commitment,
            counts=counts(rows_of(hidden, wanted)),
        )
    report("writing the release", 0, None)
    for one in _occupied(out, private):  # Judging may have taken hours.
        raise OutputError(one)
    written: Path | None = None
    try:
        with replaced_folder(out, only_empty=True) as new:
            write_release(new, configuration, wanted, public, held_out, changes, judge, judging)
            fingerprint = sha256_of(new / SUMS_NAME)
            if private is not None and seed is not None:
                with replaced_folder(private, only_empty=True) as secret:
                    secret.chmod(0o700)
                    write_private_rows(secret, secret_rows)
                written = private
    except BaseException:
        if written is not None:  # Without its release it is of no use.
            shutil.rmtree(written, ignore_errors=True)
        raise
    sizes = Counter(entry.split for entry in public)
    return Summary(
        folder=out,
        release=wanted.release,
        rows={split: sizes[split] for split in SPLITS if split in sizes},
        held_out=0 if held_out is None else len(held_out.commitments),
        times=judging.times([entry.problem.id for entry in public]),
        fingerprint=fingerprint,
    )


def check_arguments(
    configuration: bytes,
    out: Path,
    *,
    where: str = CONFIGURATION_NAME,
    seed: PrivateSeed | None = None,
    private: Path | None = None,
    held_out: HeldOut | None = None,
    previous: Path | None = None,
) -> Configuration:
    """Return the configuration, if everything is there that a build needs; see `build_release`.

    Raises
    ------
    UsageError
        If not; it tells all that is missing or does not fit.
    """
    wanted = parse_configuration(configuration, where)
    complaints = list(_occupied(out, private))
    if seed is not None and seed.secret in configuration:
        complaints.append("it contains the private seed, and would publish it: take it out")
    if wanted.held_out == 0 and private is not None:
        complaints.append("it has no held-out set; leave out --held-out")
    if wanted.held_out and held_out is None:
        if seed is None:
            complaints.append(
                "it has a held-out set, which is made from a private seed: name a file with "
                f"--private-seed, or set ${SEED_VARIABLE}"
            )
        if private is None:
            complaints.append(
                "it has a held-out set: name a folder for its rows, which stay private, with "
                "--held-out"
            )
    if wanted.held_out and private is not None:
        inner, outer = private.resolve(), out.resolve()
        if inner == outer or outer in inner.parents or inner in outer.parents:
            complaints.append(
                f"the held-out rows in {private} and the public folder {out} have to be apart"
            )
    if wanted.previous is None and previous is not None:
        complaints.append("it has no [previous] release; leave out --previous")
    if wanted.previous is not None and previous is None:
        complaints.append(
            f"it has a previous release, {wanted.previous.version}: name its folder with --previous"
        )
    if complaints:
        raise complain(where, complaints)
    return wanted


def _occupied(out: Path, private: Path | None) -> Iterator[str]:
    """Yield what is wrong with folders that are not empty."""
    for folder, option in ((out, "--out"), (private, "--held-out")):
        if folder is None:
            continue
        try:
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                yield (
                    f"{folder} is not empty; a release is made in a new folder: delete this one, "
                    f"or give another with {option}"
                )
        except OSError as error:
            yield f"cannot read {folder}: {error.strerror or error}"


def _draw_public(
    configuration: Configuration,
    history: History,
    workers: Workers | None,
    report: Progress,
) -> list[Entry]:
    problems: list[Problem] = []
    for source in configuration.sources:
        problems += draw(
            source,
            source.size,
            seed=configuration.seed,
            beside=problems,
            earlier=history.earlier,
            workers=workers,
            progress=report,
        )
    fixed = {key: machine.split for key, machine in history.machines.items()}
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
    known = {*known, *_examples(configuration)}
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


def _examples(configuration: Configuration) -> set[str]:
    """Return the keys of the machines that the Lean library and the card mention."""
    folders = [templates_dir(), *(domain.templates for domain in configuration.domains)]
    cards = [path.read_bytes() for one in folders for path in one.glob("release/card.md.j2")]
    return {
        key
        for text in (*library_files().values(), *cards)
        for domain in configuration.domains
        for _, _, key in domain.mentions(text.decode(), None)
    }


def _without_seed(problem: Problem) -> Problem:
    """Return a held-out problem that does not name the seed of its draw, which makes all others
    of its source: who shows one is not to show them all."""
    metadata = {name: value for name, value in problem.metadata.items() if name != "seed"}
    return msgspec.structs.replace(problem, metadata=metadata)
