"""What ``bbsynth doctor`` finds out: is there a Lean, and does the judge do its work with it?"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

import bbsynth
from bbsynth._common.resources import data_dir
from bbsynth.errors import BBSynthError
from bbsynth.judge.judge import Judge
from bbsynth.judge.pool import default_jobs
from bbsynth.judge.selection import native_hint, select_toolchain
from bbsynth.judge.verdict import Status, Task
from bbsynth.sandbox.confinement import lacking, protections

__all__ = ["Finding", "diagnose"]

_TRUE: Final = "import BBSynth\n\ntheorem sum : 1 + 1 = 2 := by\n  sorry\n"
_PROOF: Final = "theorem sum : 1 + 1 = 2 := rfl\n"
_FALSE: Final = _TRUE.replace("= 2", "= 3")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Parameters
    ----------
    what : str
        What was looked at.
    found : str
        What it is like.
    good : bool or None
        Whether bbsynth can do its work with that; None if it does not depend on it.
    """

    what: str
    found: str
    good: bool | None = None


def diagnose(
    *, note: Callable[[str], None] | None = None, retry: bool = False
) -> Iterator[Finding]:
    """Yield what there is on this machine, and whether the judge works, as it is found out.

    The last steps start Lean and may take a minute the first time, when the Lean library is
    compiled.

    Parameters
    ----------
    note : callable, optional
        Called with lines about what takes long.
    retry : bool
        Test again each native Lean that has failed the self-test before.
    """
    memory = psutil.virtual_memory()
    yield Finding("bbsynth", f"{bbsynth.__version__} in {Path(bbsynth.__file__).parent}", good=None)
    yield Finding("Python", f"{platform.python_version()} on {platform.platform()}")
    yield Finding(
        "machine",
        f"{os.cpu_count()} cores, {memory.total / 1e9:.1f} GB of memory, of which "
        f"{memory.available / 1e9:.1f} GB are free: enough for {default_jobs()} Lean at a time",
    )
    yield Finding("data", str(data_dir()))
    try:
        selection = select_toolchain(note=note, retry=retry)
    except BBSynthError as error:
        yield Finding("Lean that is used", str(error), good=False)
        return
    for one in selection.considered:
        said = f"{one.place}\n{'used' if one.taken else 'not used'}: {one.reason}"
        yield Finding(f"Lean from {one.source}", said)
    hint = native_hint(selection)
    if hint:
        yield Finding("faster", hint)
    toolchain = selection.toolchain
    if toolchain is None:
        yield Finding(
            "Lean that is used", "no usable Lean: run `bbsynth setup` to install one", good=False
        )
        return
    yield Finding("Lean that is used", f"the {toolchain.kind} one, {toolchain.version}", good=True)
    for protection in protections(confined=toolchain.confined):
        found = protection.detail if protection.active else f"missing: {protection.detail}"
        yield Finding(f"sandbox: {protection.name}", found, good=protection.active or None)
    for missing in lacking():
        yield Finding("not guarded", f"{missing}; --require-sandbox would refuse to work")
    try:
        with Judge(toolchain=toolchain, jobs=1, remember=False, note=note) as judge:
            yield Finding("Lean library", f"compiled, in {judge.library}", good=True)
            yield from _try_out(judge)
    except BBSynthError as error:
        yield Finding("judge", str(error), good=False)


def _try_out(judge: Judge) -> Iterator[Finding]:
    judge.check_one(Task(name="warm-up", theorem="sum", reference=_TRUE, candidate=_PROOF))
    verdict = judge.check_one(Task(name="true", theorem="sum", reference=_TRUE, candidate=_PROOF))
    good = verdict.status is Status.PROVED
    yield Finding(
        "a proof",
        f"`{_PROOF.strip()}`: {verdict.status}"
        + (f", in {verdict.milliseconds['total']} ms" if good else f", {verdict.reason}"),
        good=good,
    )
    for name, reference, candidate in (
        ("a wrong proof", _FALSE, _PROOF.replace("= 2", "= 3")),
        ("a proof of something else", _FALSE, _PROOF),
    ):
        verdict = judge.check_one(
            Task(name=name, theorem="sum", reference=reference, candidate=candidate)
        )
        yield Finding(
            name,
            f"`{candidate.strip()}`: {verdict.status}, {verdict.rule}",
            good=verdict.status is Status.WRONG,
        )
