"""Which Lean is used, and why.

1. What the user names: ``$BBSYNTH_LEAN``, or ``$BBSYNTH_TOOLCHAIN`` if it is none of the words
   ``auto``, ``native`` and ``embedded``. If that one does not pass the self-test, it is an error.
2. The native Lean that bbsynth is developed with (`bbsynth.lean.elan.PINNED`), in elan's folders.
3. Other native Leans: elan's default, elan's other releases, newest first, and ``lean`` on
   ``$PATH``.
4. The embedded Lean, which ``bbsynth setup`` installs.

A native Lean is used only if it passes the self-test (`bbsynth.judge.selftest`), which is run once.
Candidates are found by looking at folders: no shim of elan is ever started, since it may download a
toolchain.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bbsynth.errors import ToolchainError
from bbsynth.judge import selftest
from bbsynth.lean.candidates import PINNED_SOURCE, WORDS, named_candidate, native_candidates
from bbsynth.lean.compiled import Notice
from bbsynth.lean.elan import (
    PINNED,
    elan_program,
    folder_of,
    is_shim,
    lean_program,
    pinned_version,
)
from bbsynth.lean.embedded import find_embedded
from bbsynth.lean.library import Progress
from bbsynth.lean.native import NativeToolchain, ask_version, inspect, locate
from bbsynth.lean.toolchain import Toolchain

__all__ = [
    "Considered",
    "Selection",
    "find_native",
    "find_toolchain",
    "native_hint",
    "select_toolchain",
]

_logger: Final = logging.getLogger("bbsynth")
_warned: set[str] = set()


@dataclass(frozen=True, slots=True)
class Considered:
    """One Lean that was looked for or looked at.

    Attributes
    ----------
    source : str
        Where it comes from, such as ``$PATH``.
    place : str
        The program or folder.
    reason : str
        Why it was taken, or not.
    taken : bool
        Whether it is the one that is used.
    failed : bool
        Whether it is there and would have been taken, had nothing been wrong with it.
    """

    source: str
    place: str
    reason: str
    taken: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True)
class _Test:
    """How a self-test is to be made: whom to tell, and whether one that failed is made again."""

    note: Notice | None
    progress: Progress | None
    retry: bool


@dataclass(slots=True)
class Selection:
    """The Lean that is used, and all that were considered, best first.

    Attributes
    ----------
    toolchain : Toolchain or None
        None if there is no usable Lean.
    considered : list of Considered
        The candidates.
    """

    toolchain: Toolchain | None = None
    considered: list[Considered] = field(default_factory=list)

    @property
    def failed(self) -> Considered | None:
        """The best native Lean that failed, if no native Lean is used."""
        if self.toolchain is not None and self.toolchain.kind == "native":
            return None
        return next((one for one in self.considered if one.failed), None)

    @property
    def remark(self) -> str:
        """One line about the native Lean that `failed`, its first error, and what to do.

        Empty if there is none.
        """
        failed = self.failed
        if failed is None:
            return ""
        if elan_program() is not None and failed.source != PINNED_SOURCE:
            version = pinned_version()
            remedy = f"`bbsynth setup --native` installs Lean {version}, which bbsynth is made for"
        else:
            remedy = "`bbsynth doctor` tells more"
        return (
            f"The embedded Lean is used, and not {failed.place} ({failed.source}): "
            f"{failed.reason}. {remedy}; BBSYNTH_TOOLCHAIN=embedded leaves out this line."
        )


def native_hint(selection: Selection) -> str:
    """Return what to say where elan could install a faster Lean than the one that is used.

    Empty if a native Lean is used, or elan is not installed.
    """
    toolchain = selection.toolchain
    if toolchain is not None and toolchain.kind == "native":
        return ""
    if elan_program() is None or lean_program(folder_of(PINNED)).is_file():
        return ""
    return (
        f"elan is installed here. `bbsynth setup --native` has it install Lean {pinned_version()}, "
        "which is faster than the embedded Lean."
    )


def select_toolchain(
    prefer: str | None = None,
    *,
    note: Notice | None = None,
    progress: Progress | None = None,
    retry: bool = False,
) -> Selection:
    """Select the Lean to use.

    Parameters
    ----------
    prefer : str, optional
        ``auto`` takes a native Lean if one passes the self-test, otherwise the embedded one;
        ``native`` and ``embedded`` take only that kind; anything else is the folder of a toolchain,
        or its name as elan has it. Without it, ``$BBSYNTH_TOOLCHAIN`` decides, and ``auto`` without
        that.
    note : callable, optional
        Called with lines about what takes long: the self-test of a native Lean.
    progress : callable, optional
        Called while modules are compiled, see `bbsynth.lean.library.compiled_library`.
    retry : bool
        Test again what has failed the self-test before.

    Raises
    ------
    ToolchainError
        If the user has named a Lean, and it cannot be used.
    UsageError
        If `prefer` or ``$BBSYNTH_TOOLCHAIN`` names nothing that is there, or contradicts
        ``$BBSYNTH_LEAN``.
    OutputError
        If the data folder cannot be written.
    """
    wanted = prefer or os.environ.get("BBSYNTH_TOOLCHAIN") or "auto"
    source = "prefer" if prefer else "$BBSYNTH_TOOLCHAIN"
    test = _Test(note, progress, retry)
    selection = Selection()
    named = None if wanted == "embedded" else named_candidate(wanted, source)
    if named is not None:
        where, program = named.source, named.program
        try:
            toolchain = _try(program, where, test=test)
        except ToolchainError as error:
            raise ToolchainError(
                f"{where} names {program}, which cannot be used: {error}.\n"
                f"Name another Lean, or unset {where} to have one chosen."
            ) from error
        selection.toolchain = toolchain
        selection.considered.append(
            Considered(where, str(program), f"{toolchain.version}; you have named it", taken=True)
        )
        return selection
    if wanted != "embedded":
        _consider_native(selection, test=test)
    if wanted != "native":
        _consider_embedded(selection)
    return selection


def find_toolchain(prefer: str | None = None, *, note: Notice | None = None) -> Toolchain:
    """Return the Lean to use; see `select_toolchain` for the parameters and other errors.

    If it is the embedded one although there is a native one, the reason is logged as a warning,
    once.

    Raises
    ------
    ToolchainError
        If there is none; the message lists where it was looked for, and what to do.
    """
    selection = select_toolchain(prefer, note=note)
    if selection.toolchain is None:
        raise ToolchainError(_nothing(selection))
    failed = selection.failed
    if failed is not None and failed.place not in _warned:
        _warned.add(failed.place)
        _logger.warning("%s", selection.remark)
    return selection.toolchain


def find_native(*, note: Notice | None = None) -> NativeToolchain:
    """Return the native Lean to use; errors as for `find_toolchain`."""
    found = find_toolchain(_native_only(), note=note)
    if not isinstance(found, NativeToolchain):
        raise ToolchainError(f"{found.origin} is not a native Lean")
    return found


def _native_only() -> str | None:
    """Return None if the user has named a toolchain, so that it is respected."""
    said = os.environ.get("BBSYNTH_TOOLCHAIN")
    return "native" if not said or said in WORDS else None


def _consider_native(selection: Selection, *, test: _Test) -> None:
    """Take the first native Lean that passes the self-test."""
    seen: set[Path] = set()
    for candidate in native_candidates():
        source, program = candidate.source, candidate.program
        place = str(program)
        real = program.resolve()
        if real in seen:
            continue
        seen.add(real)
        if candidate.passed_over:
            selection.considered.append(Considered(source, place, candidate.passed_over))
        elif not program.exists():
            reason = "not installed"
            if source == PINNED_SOURCE and elan_program() is not None:
                reason += "; `bbsynth setup --native` installs it"
            failed = program.parent.parent.exists()
            if failed:
                reason = "its installation is incomplete: there is no such file"
            selection.considered.append(Considered(source, place, reason, failed=failed))
        elif selection.toolchain is not None:
            selection.considered.append(Considered(source, place, "another one comes first"))
        elif is_shim(program):
            reason = "elan's shim, which is never started: it may download a toolchain"
            selection.considered.append(Considered(source, place, reason))
        else:
            try:
                toolchain = _try(program, source, test=test)
            except ToolchainError as error:
                reason = selftest.first_line(str(error))
                selection.considered.append(Considered(source, place, reason, failed=True))
            else:
                selection.toolchain = toolchain
                reason = f"{toolchain.version}; it has passed the self-test"
                selection.considered.append(Considered(source, place, reason, taken=True))
    if shutil.which("lean") is None:
        selection.considered.append(Considered("$PATH", "lean", "not there"))


def _consider_embedded(selection: Selection) -> None:
    try:
        embedded = find_embedded()
    except ToolchainError as error:
        selection.considered.append(Considered("bbsynth setup", "the embedded Lean", str(error)))
        return
    reason = "another one comes first"
    taken = selection.toolchain is None
    if taken:
        selection.toolchain = embedded
        reason = embedded.version
    selection.considered.append(Considered("bbsynth setup", embedded.origin, reason, taken=taken))


def _try(program: Path, source: str, *, test: _Test) -> NativeToolchain:
    """Return the native Lean `program` if it passes the self-test, or has passed it before.

    Raises
    ------
    ToolchainError
        If it does not.
    """
    lean = locate(program, source)
    identity = lean.identity
    known = selftest.recall(identity)
    if known is not None and known.error and not test.retry:
        again = "`bbsynth doctor --retry` repeats it"
        if known.until:
            clock = time.strftime("%H:%M", time.localtime(known.until))
            again += f", and so does any command after {clock}"
        raise ToolchainError(f"{known.error} (self-test of {known.date}; {again})")
    try:
        version = ask_version(lean)
    except ToolchainError as error:
        # It may have taken long. What passed before is left as it is: this may pass.
        if known is None or known.error:
            selftest.remember(identity, str(lean.program), error)
        raise
    toolchain = inspect(lean, version)
    if known is None or known.error:
        if test.note is not None:
            test.note(
                f"testing {program} before its first use: compiling the Lean library and judging "
                f"{len(selftest.cases())} proofs"
            )
        try:
            selftest.run_self_test(toolchain, note=test.note, progress=test.progress)
        except ToolchainError as error:
            selftest.remember(identity, toolchain.origin, error)
            raise
        selftest.remember(identity, toolchain.origin)
    return toolchain


def _nothing(selection: Selection) -> str:
    """Return the message for a machine without a usable Lean."""
    lines = [f"{one.source}: {one.place}: {one.reason}" for one in selection.considered]
    return "\n  ".join(["no usable Lean", *lines]) + (
        "\nRun `bbsynth setup` to install the embedded Lean, or `bbsynth setup --native` to have "
        f"elan install Lean {pinned_version()}."
    )
