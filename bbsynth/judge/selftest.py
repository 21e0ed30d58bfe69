"""Whether a Lean is good enough: a self-test before its first use, and what came of earlier ones.

Lean changes from release to release, and a Lean that is newer than bbsynth may not compile its
library, may not start its judge, or may reject good proofs. The self-test finds out: a small file
is compiled, then the library; the judge is started, and has to accept honest proofs in many styles
and none of some false ones (``lean/selftest.lean``).

Results, good and bad, are kept in the data folder under the toolchain and all files in ``lean/``,
so that a toolchain is tested once, and again when one of them changes. What may be the fault of the
machine is not kept: that Lean was killed; or not for long: that it took too much time, which one
that hangs would take from each command.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import tempfile
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from bbsynth._common.files import write_atomically
from bbsynth._common.resources import data_dir, lean_dir
from bbsynth.errors import OutputError, ToolchainError
from bbsynth.judge.completion import Code, assemble
from bbsynth.judge.pool import Pool
from bbsynth.judge.program import Program, judge_program
from bbsynth.judge.verdict import Limits, Status, Task, Verdict
from bbsynth.lean.compiled import Notice
from bbsynth.lean.library import Progress, compiled_library
from bbsynth.lean.toolchain import LeanKilled, LeanTooSlow, Toolchain, was_killed

__all__ = [
    "Case",
    "Patience",
    "Result",
    "cases",
    "check_verdict",
    "first_line",
    "judge_cases",
    "recall",
    "remember",
    "run_self_test",
    "sources",
]

_CORPUS: Final = "selftest.lean"
_SMALL: Final = "module\n\ntheorem small : 1 + 1 = 2 := rfl\n"
_REJECTED: Final = (Status.WRONG, Status.CHEATING)
_HOUR: Final = 3600.0
_LONGEST: Final = 300
"""Characters of an error that are kept."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds after which a Lean that is tested is given up.

    Attributes
    ----------
    small : float
        For compiling a file of three lines.
    library : float
        For each module of the library, and of the judge.
    judge : float
        For starting the judge and judging all cases.
    """

    small: float = 60.0
    library: float = 300.0
    judge: float = 300.0


@dataclass(frozen=True, slots=True)
class Case:
    """A candidate proof, and whether it has to be accepted."""

    task: Task
    honest: bool


@dataclass(frozen=True, slots=True)
class _Problem:
    id: str
    theorem: str
    formal_statement: str


class Result(msgspec.Struct, frozen=True):
    """What came of a self-test.

    Attributes
    ----------
    lean : str
        The toolchain, for people.
    date : str
        The day of the test, as in ``2026-11-30``.
    error : str
        The first error on one line; empty if there was none.
    until : float
        When it is forgotten, in seconds since 1970; 0 for never.
    """

    lean: str
    date: str
    error: str = ""
    until: float = 0.0


def cases() -> list[Case]:
    """Return the cases of the self-test.

    Raises
    ------
    ToolchainError
        If they cannot be read: the installation of bbsynth is not complete.
    """
    path = lean_dir() / _CORPUS
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ToolchainError(
            f"cannot read {path}: {error.strerror or error}; the installation of bbsynth is not "
            "complete"
        ) from error
    found: list[Case] = []
    problem: _Problem | None = None
    for section in text.split("\n-- ")[1:]:
        title, _, body = section.partition("\n")
        kind, _, name = title.partition(": ")
        body = body.strip() + "\n"
        if kind == "problem":
            problem = _Problem(id=name, theorem=name, formal_statement=body)
        elif problem is not None and kind in ("proof", "error"):
            task = assemble(problem, Code(body), name=name)
            found.append(Case(task, honest=kind == "proof"))
    return found


def sources() -> str:
    """Return a digest of all files in ``lean/``, in hexadecimal digits."""
    digest = hashlib.sha256()
    root = lean_dir()
    for path in sorted(root.rglob("*")):
        if path.suffix in (".lean", ".tsv") and path.is_file():
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _record(identity: str) -> Path:
    key = hashlib.sha256(f"{identity}\n{sources()}".encode()).hexdigest()[:16]
    return data_dir() / "selftests" / f"{key}.json"


def recall(identity: str) -> Result | None:
    """Return what came of the last self-test of a toolchain, or None if there was none.

    Parameters
    ----------
    identity : str
        A text that changes whenever the toolchain does, such as `NativeLean.identity`.
    """
    try:
        found = msgspec.json.decode(_record(identity).read_bytes(), type=Result)
    except (OSError, msgspec.DecodeError):
        return None
    # A clock that was set back does not make it last.
    return found if not found.until or 0 <= found.until - time.time() <= _HOUR else None


def remember(identity: str, lean: str, error: ToolchainError | None = None) -> Result | None:
    """Keep what came of a self-test, and return it; None if it is not to be kept.

    An error that may be the fault of the machine is kept for an hour, or not at all. A result that
    cannot be written is not kept, and the toolchain is tested again the next time.
    """
    if isinstance(error, LeanKilled):
        return None
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    said = "" if error is None else first_line(str(error))
    until = time.time() + _HOUR if isinstance(error, LeanTooSlow) else 0.0
    result = Result(lean=lean, date=today, error=said, until=until)
    with contextlib.suppress(OutputError):
        write_atomically(_record(identity), msgspec.json.encode(result))
    return result


def first_line(text: str) -> str:
    """Return the first line of a message, without the dot or colon at its end, shortened."""
    line = text.strip().partition("\n")[0].rstrip(".:")
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def first_error(text: str) -> str:
    """Return the line of Lean's output that says what is wrong, shortened."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    line = next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "")
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def run_self_test(
    toolchain: Toolchain,
    *,
    patience: Patience | None = None,
    note: Notice | None = None,
    progress: Progress | None = None,
) -> None:
    """Test a toolchain: compile the library, start the judge, have the cases judged.

    Parameters
    ----------
    toolchain : Toolchain
        What to test.
    patience : Patience, optional
        When to give it up.
    note : callable, optional
        Called with lines about what is being done.
    progress : callable, optional
        See `bbsynth.lean.library.compiled_library`.

    Raises
    ------
    ToolchainError
        If something is not as it has to be; the message is one line.
    OutputError
        If the library cannot be written, which is not the fault of the toolchain.
    """
    patience = Patience() if patience is None else patience
    _compile_a_file(toolchain, patience.small)
    try:
        library = compiled_library(
            toolchain, note=note, progress=progress, timeout=patience.library
        )
    except ToolchainError as error:
        raise type(error)(f"the Lean library does not compile: {_said(error)}") from error
    try:
        program = judge_program(toolchain, note=note, progress=progress, timeout=patience.library)
    except ToolchainError as error:
        raise type(error)(f"the judge cannot be made ready: {_said(error)}") from error
    if note is not None:
        note("judging the proofs of the self-test")
    judge_cases(toolchain, library, program, cases(), seconds=patience.judge)


def _said(error: ToolchainError) -> str:
    """Return the first error of what Lean said, which follows the first line of the message."""
    headline, _, rest = str(error).partition("\n")
    return first_error(rest or headline)


def _compile_a_file(toolchain: Toolchain, seconds: float) -> None:
    """Have the toolchain compile a few lines: one that hangs or is broken is found out at once."""
    with contextlib.ExitStack() as stack:
        try:
            name = stack.enter_context(tempfile.TemporaryDirectory(prefix="bbsynth-selftest-"))
            folder = Path(name)
            (folder / "Small.lean").write_text(_SMALL, encoding="utf-8")
        except OSError as error:
            raise OutputError(
                f"cannot write to {tempfile.gettempdir()}: {error.strerror or error}"
            ) from error
        try:
            done = toolchain.run(["Small.lean"], cwd=folder, timeout=seconds)
        except LeanTooSlow as error:
            raise LeanTooSlow(
                f"it did not compile a file of three lines within {seconds:g} seconds"
            ) from error
    if was_killed(done.returncode):
        raise LeanKilled("it was killed as it compiled a file: is the machine short of memory?")
    if done.returncode != 0:
        said = first_error(done.stdout + done.stderr) or f"exit {done.returncode}"
        raise ToolchainError(f"it does not compile a file of three lines: {said}")


def judge_cases(
    toolchain: Toolchain, library: Path, program: Program, which: list[Case], *, seconds: float
) -> None:
    """Have cases judged, and see that each gets the verdict that it has to get.

    Raises
    ------
    ToolchainError
        If one does not, or not all of it is done within `seconds`.
    """
    pool = Pool(toolchain, library, program, jobs=1, limits=Limits())
    deadline = time.monotonic() + seconds
    watch = threading.Timer(seconds, pool.close)
    watch.daemon = True
    watch.start()
    try:
        asked: list[tuple[Case, Future[Verdict]]] = [(one, pool.submit(one.task)) for one in which]
        for case, future in asked:
            check_verdict(case, future.result())
    except ToolchainError as error:
        if time.monotonic() >= deadline:
            raise LeanTooSlow(
                f"the judge did not answer all of the self-test within {seconds:g} seconds"
            ) from error
        if "\n" in str(error):
            raise type(error)(f"the judge does not start: {_said(error)}") from error
        raise
    finally:
        watch.cancel()
        pool.close()


def check_verdict(case: Case, verdict: Verdict) -> None:
    """See that a case got the verdict that it has to get.

    Raises
    ------
    ToolchainError
        If it did not.
    """
    what = f"{case.task.name!r} of {case.task.theorem!r}"
    kind = ToolchainError
    if verdict.status is Status.TIMEOUT:
        kind = LeanTooSlow
    elif verdict.status is Status.HARNESS_ERROR and verdict.rule == "killed":
        kind = LeanKilled
    if case.honest and not verdict.proved:
        said = f"{verdict.status}, {verdict.rule}: {first_error(verdict.reason)}"
        raise kind(f"the judge does not accept the honest proof {what}: {said}")
    if not case.honest and verdict.proved:
        raise ToolchainError(f"the judge accepts the false proof {what}")
    if not case.honest and verdict.status not in _REJECTED:
        said = f"{verdict.status}, {verdict.rule}: {first_error(verdict.reason)}"
        raise kind(f"the judge fails on the false proof {what}: {said}")
