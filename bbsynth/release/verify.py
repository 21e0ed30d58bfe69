"""Checking a release that is there: is it what it says it is?

Each check returns what it found wrong, in words; a release is good if nothing was found. A file
that cannot be read at all is a finding too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bbsynth._common.files import read_json
from bbsynth._common.progress import Progress
from bbsynth._common.workers import Workers
from bbsynth.errors import BBSynthError, DatasetError, JudgeError, UsageError
from bbsynth.judge import Judge
from bbsynth.release.changelog import CHANGES_NAME, Changes
from bbsynth.release.checks.held_out import wrong_held_out, wrong_seed
from bbsynth.release.checks.history import wrong_history
from bbsynth.release.checks.rebuild import chosen_proofs, differences, refused_proofs
from bbsynth.release.checks.rows import differing_files, misplaced_rows, wrong_manifest
from bbsynth.release.checks.statements import shared_machines, wrong_statements
from bbsynth.release.checksums import check_sums, files_of, odd_files
from bbsynth.release.folder import Release
from bbsynth.release.held_out import PrivateSeed

__all__ = ["Finding", "Report", "verify_release"]


@dataclass(frozen=True)
class Finding:
    """Something that is wrong: which check found it, and what it is."""

    check: str
    what: str


@dataclass
class Report:
    """What was checked, in order, with how much, and what was found."""

    checked: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def add(self, check: str, how_much: str, wrong: Iterable[str]) -> None:
        """Note a check and what it found."""
        self.checked[check] = how_much
        self.findings.extend(Finding(check, what) for what in wrong)


def verify_release(
    folder: Path,
    *,
    private: Path | None = None,
    seed: PrivateSeed | None = None,
    rebuild: bool = False,
    previous: Path | None = None,
    proofs: int | None = 0,
    sample_seed: int = 0,
    judge: Judge | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check a release.

    Parameters
    ----------
    folder : Path
        The release.
    private : Path, optional
        Where the held-out rows are: they are held against the commitments and the public rows.
    seed : PrivateSeed, optional
        The private seed: it is held against its commitment, and no file may contain it; a rebuild
        makes the held-out rows again.
    rebuild : bool
        Whether to build the release again and compare all files that do not hold times.
    previous : Path, optional
        The previous release, if the configuration names one: the changelog is held against it, and
        a rebuild needs it.
    proofs : int or None
        How many of the proofs shown are judged again; None for all.
    sample_seed : int
        What the choice of these depends on.
    judge : Judge, optional
        Needed for `rebuild` and `proofs`. For `proofs` it should not remember verdicts.
    workers : Workers, optional
        Processes for a rebuild; without them this one does it.
    progress : callable, optional
        Told how far it is.

    Raises
    ------
    DatasetError
        If `folder` is not a release at all.
    UsageError
        If the arguments contradict each other, or there is no `private`.
    JudgeError
        If a canary, a statement whose truth is known, got a wrong verdict.
    """
    say = progress or (lambda _what, _done, _total: None)
    if judge is None and (rebuild or proofs != 0):
        raise UsageError("a judge is needed to judge proofs")
    if private is not None and not private.exists():
        raise UsageError(f"there are no held-out rows in {private}: it does not exist")
    report = Report()
    if odd := odd_files(folder):
        report.add("checksums", "none", (f"{name} is a link, or not a file" for name in odd))
        return report
    release = Release.open(folder)
    say("comparing checksums", 0, None)
    report.add("checksums", f"{len(files_of(folder))} files", _caught(check_sums, folder))
    try:
        rows = release.read_rows()
        changes = read_json(folder / CHANGES_NAME, Changes)
    except DatasetError as error:
        report.add("rows", "none", [str(error)])
        return report
    flat = [row for of_split in rows.values() for row in of_split]
    report.add("rows", f"{len(flat):,} rows", _caught(misplaced_rows, release, rows))
    report.add("manifest", "against rows and configuration", _caught(wrong_manifest, release, rows))
    report.add("files", "tables, index and archive", _caught(differing_files, release, rows))
    if previous is not None and not rebuild:
        wrong = _caught(wrong_history, release, changes, flat, previous)
        report.add("changelog", "against the previous release", wrong)
    elif release.configuration.previous is not None and previous is None:
        left_out = "not held against the previous release: name it with --previous"
        report.add("changelog", left_out, [])
    report.add("statements", f"{len(flat):,} problems", _caught(wrong_statements, flat, say))
    report.add("splits", f"{len(rows)} splits", _caught(shared_machines, rows))
    if seed is not None and release.manifest.held_out is not None:
        report.add("private seed", "against the manifest", _caught(wrong_seed, release, seed))
    if private is not None:
        published = frozenset(changes.retired)
        wrong = _caught(wrong_held_out, release, flat, private, seed, published, say)
        report.add("held-out set", "against commitments and public rows", wrong)
    if proofs != 0 and judge is not None:
        chosen = chosen_proofs(flat, proofs, sample_seed)
        report.add("proofs", f"{len(chosen)} judged", _caught(refused_proofs, judge, chosen, say))
    if rebuild and judge is not None:
        wrong = _caught(differences, release, judge, seed, previous, workers, say)
        report.add("rebuild", "all files but those with times", wrong)
    return report


def _caught(check: Any, *arguments: Any) -> Iterator[str]:
    """Yield what a check finds; an error of ours that ends it early is a finding."""
    try:
        yield from check(*arguments)
    except (UsageError, JudgeError):
        raise
    except BBSynthError as error:
        yield str(error)
    except OSError as error:
        yield f"{error.filename}: {error.strerror}" if error.filename else str(error)
