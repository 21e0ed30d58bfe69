"""Runs read back from disk, as counts for each model and problem."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bbsynth._common.jsonlines import read_lines
from bbsynth.errors import DatasetError, UsageError
from bbsynth.evaluation.metrics.failures import failure_kind
from bbsynth.evaluation.runs.folder import (
    ANSWERS,
    PROBLEMS,
    VERDICTS,
    AnswerRecord,
    Arm,
    RunRecord,
    VerdictRecord,
    read_run,
)
from bbsynth.evaluation.runs.samples import ArmKey, Place, SampleTable
from bbsynth.judge import Status
from bbsynth.problems import Problem
from bbsynth.problems.index import read_problems

__all__ = ["AUTOMATION", "ArmResult", "Results", "Sample", "read_results"]

AUTOMATION = "automation, all tactics together"
"""The name of the union of the single tactics, which no model has in a report."""

_NO_PROOF, _PROOF = 1, 2


@dataclass(frozen=True, slots=True)
class Sample:
    """An answer that is shown."""

    number: int
    text: str
    status: str
    rule: str
    reason: str
    messages: tuple[str, ...]
    finish: str


@dataclass(slots=True)
class ArmResult:
    """The counts of one model in one style.

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
    """The counts of one or more runs.

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
        If a folder is not a run, or was damaged or changed.
    UsageError
        If there is no run, or the runs have no problem in common.
    """
    if not paths:
        raise UsageError("name at least one run, a folder written by bbsynth eval")
    once: dict[Path, Path] = {}
    for path in paths:
        once.setdefault(path.resolve(), path)
    runs = [(path, read_run(path)) for path in once.values()]
    remarks: list[str] = []
    problems = _common([(path, _problems(path, record)) for path, record in runs], remarks)
    judges = {record.judge.get("identity") for _, record in runs if record.judge}
    if len(judges) > 1:
        remarks.append(
            "The runs were judged by different judges (another version, library or limit): "
            "differences between their models may be due to that."
        )
    names = _names(runs)
    arms: list[ArmResult] = []
    for path, record in runs:
        zeros = np.zeros(len(problems), dtype=np.int64)
        mine = {
            arm.key: ArmResult(arm, next(names), zeros.copy(), zeros.copy()) for arm in record.arms
        }
        _read_one(path, record, mine, problems, remarks, note)
        arms += mine.values()
    return Results(problems=problems, arms=arms, runs=runs, remarks=remarks)


def _problems(path: Path, record: RunRecord) -> tuple[Problem, ...]:
    file = path / PROBLEMS
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise DatasetError(f"cannot read {file}: {error.strerror or error}") from error
    if digest != record.problems_sha256:
        raise DatasetError(
            f"{file} is not the file that the run was made with: its SHA-256 is {digest}, not "
            f"{record.problems_sha256}"
        )
    return tuple(read_problems(file))


def _names(runs: Sequence[tuple[Path, RunRecord]]) -> Iterator[str]:
    """Yield what each arm is called: its name, with as much of the run's path as is needed."""
    plain = Counter(arm.name for _, record in runs for arm in record.arms)
    last = Counter(path.resolve().name for path, _ in runs)
    given = {AUTOMATION}
    for path, record in runs:
        run = path.resolve().name
        where = run if last[run] == 1 else str(path)
        for arm in record.arms:
            name = arm.name if plain[arm.name] == 1 else f"{arm.name} [{where}]"
            unique = next(
                one
                for one in (name if i == 1 else f"{name} ({i})" for i in count(1))
                if one not in given
            )
            given.add(unique)
            yield unique


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


class _Reading:
    """One run, as it is read: first its answers, then its verdicts, then some answers again."""

    def __init__(
        self,
        path: Path,
        record: RunRecord,
        arms: dict[ArmKey, ArmResult],
        problems: Sequence[Problem],
    ) -> None:
        self.path = path
        self.identity = record.judge.get("identity", "")
        self.arms = arms
        samples = {key: arm.arm.samples for key, arm in arms.items()}
        self.answered = SampleTable(problems, samples)
        self.verdicts = SampleTable(problems, samples)
        self.cut_off: set[Place] = set()
        self.failed: dict[Place, str] = {}
        self.shown: dict[Place, VerdictRecord] = {}
        self._kinds_shown: set[tuple[ArmKey, int, bool]] = set()
        self.of_other_judges = 0

    def read_answer(self, line: AnswerRecord) -> None:
        """Count a request."""
        place = self.answered.place(line)
        if place is None:
            return
        arm = self.arms[place[0]]
        arm.cost += line.cost
        if line.answer is None:
            self.failed[place] = line.error_kind
        elif self.answered.mark(line) is not None:
            arm.prompt_tokens += line.answer.prompt_tokens or 0
            arm.completion_tokens += line.answer.completion_tokens or 0
            if line.answer.finish == "length":
                arm.cut_off += 1
                self.cut_off.add(place)

    def read_verdict(self, line: VerdictRecord) -> None:
        """Count a verdict."""
        place = self.answered.place(line)
        if place is None or line.status == Status.HARNESS_ERROR or not self.answered[place]:
            return
        if line.judge != self.identity:
            self.of_other_judges += 1
            return
        proved = line.status == Status.PROVED
        if self.verdicts.mark(line, _PROOF if proved else _NO_PROOF) is None:
            return
        key, number, _ = place
        arm = self.arms[key]
        arm.statuses[line.status] += 1
        if not proved:
            finish = "length" if place in self.cut_off else ""
            arm.kinds[failure_kind(line.status, line.rule, line.messages, finish)] += 1
        if (key, number, proved) not in self._kinds_shown:
            self._kinds_shown.add((key, number, proved))
            self.shown[place] = line

    def sum_up(self) -> None:
        """Fill in what is known once everything is read."""
        for key, arm in self.arms.items():
            verdicts, answered = self.verdicts.marks[key], self.answered.marks[key] > 0
            arm.n[:] = (verdicts > 0).sum(axis=1)
            arm.c[:] = (verdicts == _PROOF).sum(axis=1)
            arm.missing = int((~answered).sum())
            arm.unjudged = int((answered & (verdicts == 0)).sum())
        for place, kind in self.failed.items():
            if not self.answered[place]:
                self.arms[place[0]].failed[kind] += 1

    def keep_samples(self) -> None:
        """Read the answers that are to be shown, in a second pass: most are not."""
        lines: Iterable[AnswerRecord] = ()
        if self.shown:
            lines = read_lines(self.path / ANSWERS, AnswerRecord)
        for line in lines:
            place = self.answered.place(line)
            if place is None or line.answer is None:
                continue
            verdict = self.shown.pop(place, None)
            if verdict is not None:
                self.arms[place[0]].samples.setdefault(place[1], []).append(
                    Sample(
                        number=line.sample,
                        text=line.answer.text,
                        status=verdict.status,
                        rule=verdict.rule,
                        reason=verdict.reason,
                        messages=tuple(verdict.messages),
                        finish=line.answer.finish,
                    )
                )


def _read_one(
    path: Path,
    record: RunRecord,
    arms: dict[ArmKey, ArmResult],
    problems: Sequence[Problem],
    remarks: list[str],
    note: Callable[[str, int, int | None], None] | None,
) -> None:
    reading = _Reading(path, record, arms, problems)
    for number, line in enumerate(read_lines(path / ANSWERS, AnswerRecord)):
        if note is not None and number % 5_000 == 0:
            note(f"reading {path.name}", number, None)
        reading.read_answer(line)
    for verdict in read_lines(path / VERDICTS, VerdictRecord):
        reading.read_verdict(verdict)
    reading.sum_up()
    reading.keep_samples()
    if reading.of_other_judges:
        remarks.append(
            f"{reading.of_other_judges:,} verdicts in {path.name} are of another judge, and are "
            "not counted."
        )
