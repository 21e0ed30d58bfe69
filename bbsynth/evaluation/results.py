"""Runs read back from disk, as counts for each model and problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bbsynth.errors import DatasetError, UsageError
from bbsynth.evaluation.failures import failure_kind
from bbsynth.evaluation.folder import (
    ANSWERS,
    PROBLEMS,
    VERDICTS,
    AnswerRecord,
    Arm,
    RunRecord,
    VerdictRecord,
    read_run,
)
from bbsynth.evaluation.journal import read_lines
from bbsynth.judge import Status
from bbsynth.problems import Problem
from bbsynth.problems.index import read_problems

__all__ = ["ArmResult", "Results", "Sample", "read_results"]


@dataclass(frozen=True, slots=True)
class Sample:
    """An answer to be read."""

    number: int
    text: str
    status: str
    reason: str
    messages: tuple[str, ...]
    finish: str


@dataclass(slots=True)
class ArmResult:
    """What came of one model in one style.

    Attributes
    ----------
    arm : Arm
    name : str
        Unique in a report.
    n, c : array of int, shape (problems,)
        Samples with a verdict, and proofs among them.
    missing : int
        Samples that were asked for and have no answer.
    failed : Counter
        Why requests failed, by kind; requests that have an answer by now are not counted.
    unjudged : int
        Answers without a verdict.
    kinds : Counter
        Failures by kind.
    statuses : Counter
        Verdicts by status.
    cut_off : int
        Answers that ended at the limit on their length.
    prompt_tokens, completion_tokens : int
    cost : float
    samples : dict
        By problem's place: a few samples to be read.
    """

    arm: Arm
    name: str
    n: npt.NDArray[np.int64]
    c: npt.NDArray[np.int64]
    missing: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    unjudged: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    cut_off: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0
    samples: dict[int, list[Sample]] = field(default_factory=dict)

    @property
    def measured(self) -> npt.NDArray[np.bool_]:
        """The problems with at least one verdict."""
        return self.n > 0


@dataclass(slots=True)
class Results:
    """What there is to report.

    Attributes
    ----------
    problems : tuple of Problem
    arms : list of ArmResult
    runs : list of (Path, RunRecord)
    remarks : list of str
        What a reader has to know before the figures.
    """

    problems: tuple[Problem, ...]
    arms: list[ArmResult]
    runs: list[tuple[Path, RunRecord]]
    remarks: list[str]


def read_results(
    paths: Sequence[Path], *, note: Callable[[str, int, int | None], None] | None = None
) -> Results:
    """Read runs.

    Of runs on different problems, those problems are reported that are in all of them with the
    same statement.

    Parameters
    ----------
    paths : sequence of Path
        Folders of runs.
    note : callable, optional
        Called with what is being read, and how far that is.

    Raises
    ------
    DatasetError
        If a folder is not a run, or is damaged.
    UsageError
        If there is no run, or the runs have no problem in common.
    """
    if not paths:
        raise UsageError("name at least one run, a folder written by bbsynth eval")
    runs = [(path, read_run(path)) for path in dict.fromkeys(paths)]
    remarks: list[str] = []
    problems = _common([(path, tuple(read_problems(path / PROBLEMS))) for path, _ in runs], remarks)
    judges = {record.judge["identity"] for _, record in runs if record.judge}
    if len(judges) > 1:
        remarks.append(
            "The runs were judged by different judges (another version, library or limit): "
            "differences between their models may be due to that."
        )
    names = Counter(arm.name for _, record in runs for arm in record.arms)
    arms: list[ArmResult] = []
    for path, record in runs:
        zeros = np.zeros(len(problems), dtype=np.int64)
        mine = {
            arm.key: ArmResult(
                arm,
                arm.name if names[arm.name] == 1 else f"{arm.name} [{path.name}]",
                zeros.copy(),
                zeros.copy(),
            )
            for arm in record.arms
        }
        _read_one(path, record, mine, problems, remarks, note)
        arms += mine.values()
    return Results(problems=problems, arms=arms, runs=runs, remarks=remarks)


def _common(
    sets: Sequence[tuple[Path, tuple[Problem, ...]]], remarks: list[str]
) -> tuple[Problem, ...]:
    first_path, first = sets[0]
    statements = {problem.id: problem.formal_statement for problem in first}
    kept = set(statements)
    for path, problems in sets[1:]:
        here = {p.id for p in problems if statements.get(p.id) == p.formal_statement}
        kept &= here
        if not kept:
            raise UsageError(
                f"{first_path} and {path} have no problem in common; models can only be compared "
                "on the same problems"
            )
    most = max(len(problems) for _, problems in sets)
    if len(kept) < most:
        remarks.append(
            f"The runs are on different problems. Only the {len(kept):,} that are in all of them "
            f"are reported, of up to {most:,}."
        )
    return tuple(problem for problem in first if problem.id in kept)


def _read_one(
    path: Path,
    record: RunRecord,
    arms: dict[tuple[str, str], ArmResult],
    problems: Sequence[Problem],
    remarks: list[str],
    note: Callable[[str, int, int | None], None] | None,
) -> None:
    places = {problem.id: i for i, problem in enumerate(problems)}
    shape = {key: (len(problems), arm.arm.samples) for key, arm in arms.items()}
    verdict_of = {key: np.zeros(size, dtype=np.int8) for key, size in shape.items()}
    answered = {key: np.zeros(size, dtype=bool) for key, size in shape.items()}
    finish_of: dict[tuple[tuple[str, str], int, int], str] = {}
    failed: dict[tuple[tuple[str, str], int, int], str] = {}

    def place_of(line: AnswerRecord | VerdictRecord) -> tuple[tuple[str, str], int] | None:
        key = line.model, line.style
        where = places.get(line.problem)
        if key not in arms or where is None or not 0 <= line.sample < shape[key][1]:
            return None
        return key, where

    for number, line in enumerate(read_lines(path / ANSWERS, AnswerRecord)):
        if note is not None and number % 5_000 == 0:
            note(f"reading {path.name}", number, None)
        found = place_of(line)
        if found is None:
            continue
        key, where = found
        arm = arms[key]
        arm.cost += line.cost
        if line.answer is None:
            failed[key, where, line.sample] = line.error_kind
        elif not answered[key][where, line.sample]:
            answered[key][where, line.sample] = True
            arm.prompt_tokens += line.answer.prompt_tokens or 0
            arm.completion_tokens += line.answer.completion_tokens or 0
            if line.answer.finish == "length":
                arm.cut_off += 1
                finish_of[key, where, line.sample] = "length"
    wanted: dict[tuple[tuple[str, str], int, int], VerdictRecord] = {}
    seen: set[tuple[tuple[str, str], int, bool]] = set()
    identity = record.judge.get("identity", "")
    others = 0
    for verdict in read_lines(path / VERDICTS, VerdictRecord):
        found = place_of(verdict)
        if found is None or not answered[found[0]][found[1], verdict.sample]:
            continue
        if verdict.judge != identity:
            others += 1
            continue
        if verdict.status == Status.HARNESS_ERROR:
            continue
        key, where = found
        if verdict_of[key][where, verdict.sample]:
            continue
        proved = verdict.status == Status.PROVED
        verdict_of[key][where, verdict.sample] = 2 if proved else 1
        arm = arms[key]
        arm.statuses[verdict.status] += 1
        if not proved:
            finish = finish_of.get((key, where, verdict.sample), "")
            arm.kinds[failure_kind(verdict.status, verdict.rule, verdict.messages, finish)] += 1
        if (key, where, proved) not in seen:
            seen.add((key, where, proved))
            wanted[key, where, verdict.sample] = verdict
    if others:
        remarks.append(
            f"{others:,} verdicts in {path.name} are of another judge, and are not counted."
        )
    for key, arm in arms.items():
        arm.n[:] = (verdict_of[key] > 0).sum(axis=1)
        arm.c[:] = (verdict_of[key] == 2).sum(axis=1)
        arm.missing = int((~answered[key]).sum())
        arm.unjudged = int((answered[key] & (verdict_of[key] == 0)).sum())
    for (key, where, sample), kind in failed.items():
        if not answered[key][where, sample]:
            arms[key].failed[kind] += 1
    _keep_samples(path, arms, wanted, place_of)


def _keep_samples(
    path: Path,
    arms: dict[tuple[str, str], ArmResult],
    wanted: dict[tuple[tuple[str, str], int, int], VerdictRecord],
    place_of: Callable[[AnswerRecord], tuple[tuple[str, str], int] | None],
) -> None:
    """Read the answers that are to be shown, in a second pass: most are not."""
    lines: Iterable[AnswerRecord] = read_lines(path / ANSWERS, AnswerRecord) if wanted else ()
    for line in lines:
        found = place_of(line)
        if found is None or line.answer is None:
            continue
        verdict = wanted.pop((*found, line.sample), None)
        if verdict is None:
            continue
        key, where = found
        arms[key].samples.setdefault(where, []).append(
            Sample(
                number=line.sample,
                text=line.answer.text,
                status=verdict.status,
                reason=verdict.reason,
                messages=tuple(verdict.messages),
                finish=line.answer.finish,
            )
        )
    if wanted:
        raise DatasetError(f"{path / ANSWERS} was changed while it was read")
