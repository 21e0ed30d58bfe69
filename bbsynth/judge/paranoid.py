"""Second opinions: other programs that check a proof which the judge has accepted.

A Lean from 4.35 on comes with several, and with ``leanexport``, which writes a theorem and all that
it rests on to a file. Each of them reads that file and checks every declaration in it:

- ``leanchecker`` is Lean's own kernel, started afresh, and ``leanchecker-paranoid`` the same with
  an allocator that notices errors in the use of memory;
- ``lean4lean`` is a kernel written in Lean, ``nanoda_bin`` one written in Rust;
- ``con-leche`` is one written in Lean and proved consistent there, ``con-ron`` the same in Rust.

Older ones have ``leanchecker`` (formerly ``lean4checker``), which replays a compiled module in
Lean's kernel; ``nanoda_bin`` (with ``lean4export``) and ``comparator`` (with ``lake``, ``landrun``
and ``lean4export``) are used if they are installed.

But for ``comparator``, none of these programs is told what was to be proved, and only some of them
care about axioms. So `bbsynth.judge.export` holds the same file against the problem.

The command lines and exit statuses are those of the programs' sources and of reports from their
users. The tests have scripts play their parts; the programs themselves were not run.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bbsynth.errors import ToolchainError
from bbsynth.judge.export import DamagedExport, UnknownFormat, compare, read_export
from bbsynth.judge.paranoid_case import Case, CaseError, Ended
from bbsynth.lean.native import NativeToolchain
from bbsynth.lean.toolchain import Toolchain

__all__ = [
    "ACCEPTED",
    "STATEMENT",
    "Checker",
    "describe",
    "find_checkers",
    "find_objection",
    "second_opinions",
]

ACCEPTED: Final = "accepted"
"""The opinion of a checker that has nothing to object."""

STATEMENT: Final = "statement"
"""The name under which it stands whether the theorem is the one that the problem asks for."""

_DECLINED: Final = "declined"
_NOT_AVAILABLE: Final = "not available"


@dataclass(frozen=True)
class Checker:
    """A program that gives a second opinion.

    Attributes
    ----------
    name : str
        Its name.
    programs : tuple of Path
        What it consists of, as far as it is there.
    missing : tuple of str
        The programs that it lacks; if there are any, it is not asked.
    ask : callable
        Asks it about a case; returns its opinion.
    """

    name: str
    programs: tuple[Path, ...]
    missing: tuple[str, ...]
    ask: Callable[[tuple[Path, ...], Case], str]


_Ask = Callable[[tuple[Path, ...], Case], str]


def find_checkers(toolchain: Toolchain) -> tuple[Checker, ...]:
    """Return the checkers that are known for a toolchain; those that are not there say so.

    If it has ``leanexport``, these are the ones that come with Lean, and no others: an export has
    to be read by programs that know its format.

    Raises
    ------
    ToolchainError
        If none is there. For the embedded Lean there is none: it compiles for another platform than
        that of these programs.
    """
    if not isinstance(toolchain, NativeToolchain):
        raise ToolchainError(
            f"no other checker can be asked about proofs with the {toolchain.kind} Lean that is "
            "used: they come with a native Lean from 4.35 on"
        )
    folder = str(toolchain.prefix / "bin")

    def bundled(name: str) -> Path | None:
        found = shutil.which(name, path=folder)
        return None if found is None else Path(found)

    def installed(name: str) -> Path | None:
        found = bundled(name) or shutil.which(name)
        # What elan puts beside itself may download a toolchain, and need not be of this one.
        if found is None or shutil.which("elan", path=str(Path(found).parent)):
            return None
        return Path(found)

    new = bundled("leanexport") is not None
    find = bundled if new else installed
    checkers = []
    for name, parts, ask in _BUNDLED if new else _INSTALLED:
        found = {part[0]: next(filter(None, map(find, part)), None) for part in parts}
        programs = tuple(path for path in found.values() if path is not None)
        missing = tuple(part for part, path in found.items() if path is None)
        checkers.append(Checker(name, programs, missing, ask))
    if not any(not checker.missing for checker in checkers if checker.name != STATEMENT):
        raise ToolchainError(
            "no other checker can be asked about proofs. With "
            f"{toolchain.version.strip()} in {toolchain.prefix}, these are not available: "
            f"{_absent(checkers)}. A Lean from 4.35 on comes with several."
        )
    return tuple(checkers)


def _lacks(checker: Checker) -> str:
    return f"no {', no '.join(checker.missing)}"


def _absent(checkers: Sequence[Checker]) -> str:
    return "; ".join(f"{one.name} ({_lacks(one)})" for one in checkers if one.missing)


def describe(checkers: Sequence[Checker]) -> str:
    """Return a line that tells which checkers are asked, and which are not there."""
    there = ", ".join(checker.name for checker in checkers if not checker.missing)
    absent = _absent(checkers)
    return f"other checkers: {there}" + (f"; not available: {absent}" if absent else "")


def second_opinions(
    checkers: Sequence[Checker],
    *,
    toolchain: Toolchain,
    library: Path,
    theorem: str,
    reference: str,
    source: str,
) -> dict[str, str]:
    """Ask other checkers about a proof.

    Parameters
    ----------
    checkers : sequence of Checker
        Whom to ask.
    toolchain, library : Toolchain, Path
        The Lean that accepted the proof, and the compiled library.
    theorem : str
        The name of the theorem.
    reference : str
        The problem, with `sorry` for a proof.
    source : str
        The proof, as a file that stands alone; see `bbsynth.judge.verdict.Verdict.source`.

    Returns
    -------
    dict
        What each of them says, by its name: `ACCEPTED`; ``declined: …`` if it cannot judge such a
        proof; ``not available: …`` if it is not there; or else what it objects, which may also be
        that it crashed, or took too long. `find_objection` makes one of it all.
    """
    opinions = {}
    with Case.prepared(toolchain, library, theorem, reference, source) as case:
        for checker in checkers:
            if checker.missing:
                opinions[checker.name] = f"{_NOT_AVAILABLE}: {_lacks(checker)}"
                continue
            try:
                opinions[checker.name] = checker.ask(checker.programs, case)
            except (OSError, CaseError, ToolchainError) as error:
                opinions[checker.name] = f"failed: {error}"
    return opinions


def find_objection(opinions: Mapping[str, str]) -> str | None:
    """Say why a proof cannot be called proved in view of other opinions; None if it can.

    Whoever declines, or is not there, does not object. But one of them has to accept it.
    """
    accept = [name for name, opinion in opinions.items() if opinion == ACCEPTED]
    neutral = [
        name
        for name, opinion in opinions.items()
        if opinion.startswith((f"{_DECLINED}: ", f"{_NOT_AVAILABLE}: "))
    ]
    against = [name for name in opinions if name not in accept and name not in neutral]
    if against:
        return f"accepted by Lean's kernel, but not by {', '.join(against)}"
    if not set(accept) - {STATEMENT}:
        return f"accepted by Lean's kernel, and by no other: {', '.join(neutral)} cannot judge it"
    return None


def _opinion(ended: Ended, *, may_decline: bool = False) -> str:
    if ended.status == 0:
        return ACCEPTED
    if ended.status == 2 and may_decline:
        return f"{_DECLINED}: {ended.said}"
    return f"{ended.how}: {ended.said}"


def _ask_statement(programs: tuple[Path, ...], case: Case) -> str:
    proof = case.exported(programs[0])
    try:
        problem = case.exported_problem(programs[0])
    except CaseError as error:
        # Not the candidate's fault: nothing of it is in there.
        return f"{_NOT_AVAILABLE}: {error}"
    try:
        fault = compare(read_export(proof), read_export(problem), case.theorem)
    except UnknownFormat as error:
        return f"{_NOT_AVAILABLE}: the export cannot be read: {error}"
    except DamagedExport as error:
        return f"failed: the export is damaged: {error}"
    return ACCEPTED if fault is None else f"rejected: {fault}"


def _reader(*options: str, may_decline: bool = False) -> _Ask:
    """Return how to ask a program that takes the export as its last argument."""

    def ask(programs: tuple[Path, ...], case: Case) -> str:
        program, exporter = programs
        ended = case.run([program, *options, case.exported(exporter)])
        return _opinion(ended, may_decline=may_decline)

    return ask


def _ask_nanoda(programs: tuple[Path, ...], case: Case) -> str:
    program, exporter = programs
    ended = case.run([program, case.nanoda_settings(exporter)])
    return _opinion(ended, may_decline=True)


def _ask_leanchecker(programs: tuple[Path, ...], case: Case) -> str:
    return _opinion(case.run([programs[0], case.compiled()]))


def _ask_comparator(programs: tuple[Path, ...], case: Case) -> str:
    return _opinion(case.run_comparator(programs))


# The name, what it consists of, each part with other names under which it may be found, and how it
# is asked.
_Row = tuple[str, tuple[tuple[str, ...], ...], _Ask]

_EXPORT: Final = ("leanexport",)
_BUNDLED: Final[tuple[_Row, ...]] = (
    (STATEMENT, (_EXPORT,), _ask_statement),
    ("leanchecker", (("leanchecker",), _EXPORT), _reader("--from-export")),
    ("leanchecker-paranoid", (("leanchecker-paranoid",), _EXPORT), _reader("--from-export")),
    ("lean4lean", (("lean4lean",), _EXPORT), _reader("--import")),
    ("nanoda", (("nanoda_bin",), _EXPORT), _ask_nanoda),
    ("con-leche", (("con-leche",), _EXPORT), _reader(may_decline=True)),
    ("con-ron", (("con-ron",), _EXPORT), _reader(may_decline=True)),
)
_OLD_EXPORT: Final = ("lean4export",)
_INSTALLED: Final[tuple[_Row, ...]] = (
    (STATEMENT, (_OLD_EXPORT,), _ask_statement),
    ("leanchecker", (("leanchecker", "lean4checker"),), _ask_leanchecker),
    ("nanoda", (("nanoda_bin", "nanoda"), _OLD_EXPORT), _ask_nanoda),
    ("comparator", (("comparator",), ("lake",), ("landrun",), _OLD_EXPORT), _ask_comparator),
)
