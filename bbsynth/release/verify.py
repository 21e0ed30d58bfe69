"""Checking a release that is there: is it what it says it is?

Each check returns what it found wrong, in words; a release is good if nothing was found. A file
that cannot be read at all is a finding too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bbsynth
from bbsynth._common.workers import Workers
from bbsynth.errors import BBSynthError, DatasetError, UsageError
from bbsynth.judge import Judge
from bbsynth.problems.choice import Progress
from bbsynth.release.checks.again import chosen_proofs, differences, refused_proofs
from bbsynth.release.checks.files import wrong_files
from bbsynth.release.checks.held_out import wrong_held_out
from bbsynth.release.checks.history import wrong_history
from bbsynth.release.checks.rows import wrong_rows
from bbsynth.release.checks.statements import shared_machines, wrong_statements, wrong_texts
from bbsynth.release.checksums import check_sums, files_of, odd_files
from bbsynth.release.folder import Release
from bbsynth.release.held_out import PrivateSeed
from bbsynth.release.writing import versions

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
        The private seed: it is held against its commitment, and nothing public may contain it; a
        rebuild makes the held-out rows again.
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
        If a canary got a wrong verdict.
    """
    say = progress or (lambda _what, _done, _total: None)
    if judge is None and (rebuild or proofs != 0):
        raise UsageError("a judge is needed to judge proofs")
    if private is not None and not private.exists():
        raise UsageError(f"there are no held-out rows in {private}: it does not exist")
    report = Report()
    if odd := odd_files(folder):
        report.add("checksums", "none", (f"{name} is a link, or no file at all" for name in odd))
        return report
    release = Release.open(folder)
    say("comparing checksums", 0, None)
    report.add("checksums", f"{len(files_of(folder))} files", _caught(check_sums, folder))
    try:
        rows = release.read_rows()
    except DatasetError as error:
        report.add("rows", "none", [str(error)])
        return report
    flat = [row for of_split in rows.values() for row in of_split]
    report.add("rows", f"{len(flat):,} rows", _caught(wrong_rows, release, rows))
    report.add("files", _compared_files(release), _caught(wrong_files, release, rows))
    if release.configuration.previous is not None and previous is None:
        left_out = "not held against the release before: name it with --previous"
        report.add("changelog", left_out, [])
    if previous is not None and not rebuild:
        differing = _caught(wrong_history, release, flat, previous)
        report.add("changelog", "against the previous release", differing)
    report.add("statements", f"{len(flat):,} problems", _caught(wrong_statements, flat, say))
    report.add("texts", *_remade(release, flat, say))
    report.add("splits", f"{len(rows)} splits", _caught(shared_machines, rows))
    if private is not None or (seed is not None and release.manifest.get("held_out") is not None):
        found = list(_caught(wrong_held_out, release, flat, private, seed))
        against = [
            *(["the private rows"] if private is not None else []),
            *(["the private seed"] if seed is not None else []),
        ]
        report.add("held-out set", f"against {' and '.join(against)}", found)
    if proofs != 0 and judge is not None:
        chosen = chosen_proofs(flat, proofs, sample_seed)
        report.add("proofs", f"{len(chosen)} judged", refused_proofs(judge, chosen, say))
    if rebuild and judge is not None:
        differing = _caught(differences, release, judge, seed, previous, workers, say)
        report.add("rebuild", "all files but those with times", differing)
    return report


def _compared_files(release: Release) -> str:
    """Return what is compared: what other versions write, and how they pack it, is not known."""
    theirs, ours = release.manifest["versions"], versions()
    left_out = [
        f"not {what}: {name} {theirs.get(name)!s:.40} wrote them, and this is {ours[name]}"
        for name, what in (
            ("bbsynth", "the texts"),
            ("pyarrow", "the bytes of Parquet files"),
            ("zlib", "the bytes of the archive"),
        )
        if theirs.get(name) != ours[name]
    ]
    return "; ".join(["those that follow from others", *left_out])


def _caught(check: Any, *arguments: Any) -> Iterator[str]:
    """Yield what a check finds; an error of ours that ends it early is a finding."""
    try:
        yield from check(*arguments)
    except UsageError:
        raise
    except BBSynthError as error:
        yield str(error)
    except MemoryError:
        yield "what is said takes more memory than there is"
    except OSError as error:
        yield f"{error.filename}: {error.strerror}" if error.filename else str(error)


def _remade(
    release: Release, rows: Sequence[Mapping[str, Any]], say: Progress
) -> tuple[str, Iterator[str]]:
    """Return how many rows show all there is to them, and what is not as it is made of that."""
    wrote = release.manifest["versions"].get("bbsynth")
    if wrote != bbsynth.__version__:
        return f"not made again: bbsynth {wrote!s:.40} wrote them", iter(())
    shown = [row for row in rows if row["reference_proof"] is not None and row["metadata"]]
    return f"{len(shown):,} problems made again", _caught(wrong_texts, release, shown, say)
