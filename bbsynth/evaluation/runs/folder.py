"""A run on disk.

::

    run.json         what was asked: dataset, models, styles, samples, seed; versions
    problems.jsonl   the problems, complete, so that the folder can be read by itself
    prompts.jsonl    every prompt, once
    answers.jsonl    every request and what came of it, in the order of arrival
    verdicts.jsonl   what the judge says of the answers

The ``.jsonl`` files only grow. Of several answers to a request, or several verdicts of one judge on
an answer, the first counts.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

import msgspec
from filelock import FileLock, Timeout

import bbsynth
from bbsynth._common.files import write_atomically
from bbsynth.errors import DatasetError, OutputError, UsageError
from bbsynth.evaluation.backends import AnyModel, without_foreign
from bbsynth.evaluation.model import Answer
from bbsynth.judge import Status
from bbsynth.problems import Problem
from bbsynth.problems.index import encode_problem

__all__ = [
    "ANSWERS",
    "PROBLEMS",
    "PROMPTS",
    "VERDICTS",
    "AnswerRecord",
    "Arm",
    "RunRecord",
    "VerdictRecord",
    "locked",
    "open_run",
    "read_run",
]

FORMAT: Final = "bbsynth-run"
VERSION: Final = 1
"""The version of the folder; it changes when older folders can no longer be read."""

MAX_SAMPLES: Final = 100_000

RUN: Final = "run.json"
PROBLEMS: Final = "problems.jsonl"
PROMPTS: Final = "prompts.jsonl"
ANSWERS: Final = "answers.jsonl"
VERDICTS: Final = "verdicts.jsonl"


_DAMAGE: Final = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


class Arm(msgspec.Struct, frozen=True, kw_only=True):
    """A model asked in one style.

    Attributes
    ----------
    model : ModelSettings
    style : str
        The prompt style; empty if the model sees no prompt.
    samples : int
        For each problem.
    """

    model: AnyModel
    style: str
    samples: Annotated[int, msgspec.Meta(ge=1, le=MAX_SAMPLES)]

    @property
    def key(self) -> tuple[str, str]:
        """The name of the model and the style: unique in a run."""
        return self.model.name, self.style

    @property
    def name(self) -> str:
        """The name in reports."""
        return f"{self.model.name} ({self.style})" if self.style else self.model.name


class RunRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What ``run.json`` holds.

    Attributes
    ----------
    dataset : str
        Where the problems came from; for information.
    problems_sha256 : str
        Of ``problems.jsonl``.
    seed : int
    arms : list of Arm
    judge : dict
        The judge that the verdicts come from, with its limits; empty before the first verdict.
    """

    format: str = FORMAT
    version: int = VERSION
    bbsynth: str = bbsynth.__version__
    dataset: str = ""
    problems_sha256: str = ""
    problems: int = 0
    seed: int = 0
    arms: list[Arm] = []
    judge: dict[str, str] = {}


class AnswerRecord(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A request, and the answer or the reason why there is none.

    Attributes
    ----------
    model, style, problem, sample
        The sample that was asked for.
    prompt : str
        The digest of the prompt in ``prompts.jsonl``.
    seed : int
    answer : Answer or None
    error, error_kind : str
        Why there is no answer.
    failures : list of str
        Attempts that failed before.
    seconds : float
        From the first attempt to the end.
    cost : float
        In the currency of the price.
    tokens : int
        Of prompts and answers together, those of failed attempts too, as far as they are known.
    at : str
        When it ended, UTC.
    """

    model: str
    style: str
    problem: str
    sample: int
    prompt: str
    seed: int
    answer: Answer | None = None
    error: str = ""
    error_kind: str = ""
    failures: list[str] = []
    seconds: float = 0.0
    cost: float = 0.0
    tokens: int = 0
    at: str = ""


class VerdictRecord(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What the judge says of an answer; the attributes are those of `bbsynth.judge.Verdict`."""

    model: str
    style: str
    problem: str
    sample: int
    judge: str
    status: Status
    rule: str = ""
    reason: str = ""
    messages: list[str] = []
    milliseconds: int = 0


def read_run(path: Path) -> RunRecord:
    """Read ``run.json``.

    Raises
    ------
    DatasetError
        If the folder is not a run, or a run of another version.
    """
    file = path / RUN
    try:
        content = file.read_bytes()
    except OSError as error:
        raise DatasetError(
            f"{path} is not a run: cannot read {file}: {error.strerror or error}"
        ) from error
    try:
        head = msgspec.json.decode(content)
        if not isinstance(head, dict) or head.get("format") != FORMAT:
            raise DatasetError(f"{file} was not written by bbsynth eval")
        if head.get("version") != VERSION:
            raise DatasetError(
                f"{path} is a run of version {head.get('version')!r}, written by bbsynth "
                f"{head.get('bbsynth', '?')}; this one, {bbsynth.__version__}, reads version "
                f"{VERSION}. Use the bbsynth that wrote it, or begin a new run"
            )
        for arm in head.get("arms", []):
            arm["model"] = without_foreign(arm["model"])
        record = msgspec.convert(head, RunRecord)
    except (*_DAMAGE, UsageError) as error:
        raise DatasetError(f"{file} is damaged: {error}") from error
    keys = [arm.key for arm in record.arms]
    if not keys or len(set(keys)) < len(keys):
        raise DatasetError(f"{file} is damaged: it has no models, or one of them twice")
    return record


def open_run(path: Path, *, problems: Sequence[Problem], wanted: RunRecord) -> RunRecord:
    """Begin a run, or go on with one.

    Models, styles and samples are added to those of earlier calls.

    Parameters
    ----------
    path : Path
        The folder.
    problems : sequence of Problem
    wanted : RunRecord
        What is asked now.

    Raises
    ------
    OutputError
        If the folder cannot be written, or is something else.
    UsageError
        If the run that is there was of other problems, another seed, or of a model of the same
        name that was sampled in another way.
    DatasetError
        If the run that is there was damaged or changed.
    """
    content = b"".join(map(encode_problem, problems))
    digest = hashlib.sha256(content).hexdigest()
    wanted = msgspec.structs.replace(wanted, problems_sha256=digest, problems=len(problems))
    if (path / RUN).exists():
        wanted = _merged(path, read_run(path), wanted)
    elif path.exists() and (not path.is_dir() or not all(map(_is_beginning, path.iterdir()))):
        raise OutputError(f"{path} is neither empty nor a run; give another folder with --out")
    file = path / PROBLEMS
    if not (path / RUN).exists() or not file.exists():
        write_atomically(file, content)
    elif file.read_bytes() != content:
        raise DatasetError(
            f"{file} is not the file that the run was made with: its SHA-256 is not {digest}"
        )
    write_run(path, wanted)
    return wanted


def _is_beginning(file: Path) -> bool:
    """Whether a file may be there before ``run.json`` is, left by a run that ended at once."""
    return file.name in (".lock", PROBLEMS) or file.name.startswith((f".{PROBLEMS}.", f".{RUN}."))


def write_run(path: Path, record: RunRecord) -> None:
    """Write ``run.json``."""
    write_atomically(path / RUN, msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n")


def _merged(path: Path, old: RunRecord, new: RunRecord) -> RunRecord:
    if old.problems_sha256 != new.problems_sha256:
        raise UsageError(
            f"{path} is a run on other problems ({old.problems:,} from {old.dataset}); use the "
            "same dataset and selection, or another folder with --out"
        )
    if old.seed != new.seed:
        raise UsageError(f"{path} is a run with seed {old.seed}, not {new.seed}")
    arms = {arm.key: arm for arm in old.arms}
    known = {arm.model.name: arm.model.identity() for arm in old.arms}
    for arm in new.arms:
        before, now = known.get(arm.model.name), arm.model.identity()
        if before is not None and before != now:
            changed = [name for name in now if before.get(name) != now[name]]
            raise UsageError(
                f"{path} has answers of {arm.model.name!r} with other settings "
                f"({', '.join(changed)}); give the model another name, or use another folder"
            )
        samples = max(arm.samples, arms[arm.key].samples if arm.key in arms else 0)
        arms[arm.key] = msgspec.structs.replace(arm, samples=samples)
    return msgspec.structs.replace(new, arms=list(arms.values()), judge=old.judge)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other processes out of a run while it is written.

    Raises
    ------
    UsageError
        If another process is at work in it.
    OutputError
        If the folder cannot be written, or its file system has no locks.
    """
    lock = FileLock(path / ".lock")
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise UsageError(f"another bbsynth eval is at work in {path}; wait for its end") from error
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    except NotImplementedError:
        pass  # a file system without locks
    try:
        yield
    finally:
        lock.release()
