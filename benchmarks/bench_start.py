"""How long one waits for a first verdict, by the clock and in processor time.

Each command is run as a person would, from a new process, with no verdict remembered. If
``$BENCH_AGAINST`` is the `bbsynth` of another version, which has to be set up, both are measured in
turn, and the figures of the two and their ratio stand side by side.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bbsynth._common.resources import data_dir
from bbsynth.judge.program import judge_program
from bbsynth.judge.selection import find_toolchain
from bbsynth.lean.library import compiled_library

ROUNDS = 3

_DATASET = Path(__file__).resolve().parent.parent / "generated" / "2x2"
_PROBLEM = "2x2-halts-after-1RB1LB_1LA1RZ"
_PROOF = "by exact Machine.haltsAfter_of_check (by decide +kernel)"

_REWARD = f"""
from bbsynth.judge import Judge
from bbsynth.problems import Dataset

problem = Dataset.open({str(_DATASET)!r})[{_PROBLEM!r}]
with Judge(jobs=1, remember=False) as judge:
    assert judge.reward(problem, {_PROOF!r}) == 1.0
"""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, and of processor time, those of all child processes included."""

    clock: float
    processor: float


def measure(argv: Sequence[str], **environment: str) -> Cost:
    """Run a command to its end.

    Raises
    ------
    RuntimeError
        If it fails.
    """
    with tempfile.TemporaryDirectory() as cache:
        env = os.environ | {"BBSYNTH_CACHE": cache} | environment
        start = time.perf_counter()
        process = subprocess.Popen(
            argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(argv)} ended with status {process.returncode}")
    return Cost(clock, usage.ru_utime + usage.ru_stime)


def _commands(program: Sequence[str], python: str) -> dict[str, list[str]]:
    return {
        "bbsynth --help": [*program, "--help"],
        "bbsynth check ONE.lean": [
            *program,
            "check",
            str(_DATASET / "proofs" / f"{_PROBLEM}.lean"),
            "--dataset",
            str(_DATASET),
        ],
        "bbsynth doctor": [*program, "doctor"],
        "first judge.reward": [python, "-c", _REWARD],
    }


def bench_commands() -> Iterator[str]:
    """Commands that wait for one start of Lean, or none."""
    toolchain = find_toolchain()
    compiled_library(toolchain)
    judge_program(toolchain)
    yield toolchain.version
    ours = _commands([sys.executable, "-m", "bbsynth"], sys.executable)
    other = os.environ.get("BENCH_AGAINST")
    theirs = _commands([other], str(Path(other).with_name("python"))) if other else {}
    for name, argv in ours.items():
        costs: list[Cost] = []
        others: list[Cost] = []
        for _ in range(ROUNDS):
            costs.append(measure(argv))
            if theirs:
                others.append(measure(theirs[name]))
        yield f"{name:24} {_shown(costs)}" + (
            f"   before: {_shown(others)}, {_ratio(others, costs)} times as long" if others else ""
        )


def _clock(costs: list[Cost]) -> float:
    return statistics.median(cost.clock for cost in costs)


def _shown(costs: list[Cost]) -> str:
    processor = statistics.median(cost.processor for cost in costs)
    return f"{_clock(costs):6.2f} s by the clock, {processor:6.2f} s of processor time"


def _ratio(before: list[Cost], now: list[Cost]) -> str:
    return f"{_clock(before) / _clock(now):.1f}"


def bench_library() -> Iterator[str]:
    """Compiling the library and the judge, into an empty data folder."""
    toolchain = find_toolchain()
    with tempfile.TemporaryDirectory() as folder:
        if toolchain.kind == "embedded":
            # The toolchain is there, what it compiles is not.
            (Path(folder) / "toolchains").symlink_to(data_dir() / "toolchains")
        cost = measure([sys.executable, "-m", "bbsynth", "setup"], BBSYNTH_HOME=folder)
    yield f"{'library and judge':24} {_shown([cost])}"


BENCHES = [bench_commands, bench_library]
