"""How long the Lean library takes to compile: what most problems need, and then the rest."""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from bbsynth._common.resources import lean_dir
from bbsynth.judge import find_toolchain
from bbsynth.lean.library import LIBRARY, compiled_library, extra_modules, library_modules


def bench_compiling() -> Iterator[str]:
    """Time by the clock and of the processors."""
    toolchain = find_toolchain()
    yield toolchain.version
    with tempfile.TemporaryDirectory() as folder:
        for what, modules in (
            ("usual", [LIBRARY]),
            ("two states", ["BBSynth.BusyBeaverTwo"]),
            ("three states", ["BBSynth.BusyBeaverThree"]),
            ("all", [LIBRARY, *extra_modules()]),
        ):
            before, began = _processor_seconds(), time.perf_counter()
            with mock.patch.dict(os.environ, BBSYNTH_HOME=folder):
                library = compiled_library(toolchain, modules)
            clock, processor = time.perf_counter() - began, _processor_seconds() - before
            yield f"{what + ':':14} {clock:6.1f} s by the clock, {processor:6.1f} s of processors"
        size = sum(path.stat().st_size for path in Path(library).rglob("*.*"))
        count = len(library_modules(lean_dir())) + len(extra_modules())
        yield f"{count} modules, {size / 1e6:.0f} MB"


def _processor_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


BENCHES = (bench_compiling,)
