"""How fast proofs are checked, and how much memory a judge process takes.

The workload is the reference proofs of a sample of the 3x2 class, each of another machine, so that
each has to be elaborated with its own definitions.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bbsynth.judge import Judge, Task, find_toolchain
from bbsynth.judge.library import compiled_library
from bbsynth.judge.process import JudgeProcess
from bbsynth.judge.verdict import Limits
from bbsynth.problems import Dataset
from bbsynth.problems.generation import Options, generate

PROOFS = 200
ALONE = 3


def sample() -> list[Task]:
    """Return the workload."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample"
        generate(Options(states=3, limit=PROOFS), path)
        return [
            Task(
                name=problem.id,
                theorem=problem.theorem,
                reference=problem.formal_statement,
                candidate=problem.reference_proof,
            )
            for problem in Dataset.open(path)
        ]


def bench_one_process() -> Iterator[str]:
    """Start-up, time for a proof, and memory of one process."""
    toolchain = find_toolchain()
    library = compiled_library(toolchain)
    yield toolchain.version
    times, limits = [], Limits()
    tasks = sample()
    with JudgeProcess(toolchain, library) as process:
        yield f"start of a judge process:      {process.start_seconds:6.2f} s"
        stages: dict[str, list[int]] = {}
        for task in tasks:
            start = time.perf_counter()
            reply = process.ask(task, limits)
            times.append(time.perf_counter() - start)
            if reply["status"] != "proved":
                raise RuntimeError(f"{task.name}: {reply}")
            for stage, milliseconds in reply["milliseconds"].items():
                stages.setdefault(stage, []).append(milliseconds)
        resident = process.resident()
    warm = times[10:]
    yield (
        f"a proof, warm:                 {1000 * statistics.median(warm):6.0f} ms median, "
        f"{1000 * max(warm):.0f} ms most, of {len(warm)}"
    )
    means = ", ".join(f"{name} {statistics.mean(ms):.0f} ms" for name, ms in stages.items())
    yield f"stages, mean:                  {means}"
    yield f"memory after {len(tasks)} proofs:       {resident / 1e6:6.0f} MB"


def bench_pool() -> Iterator[str]:
    """Proofs a second with as many processes as the machine is good for, and the usual way."""
    tasks = sample()
    with Judge() as judge:
        for verdict in judge.check(tasks[: 2 * judge.jobs]):
            if not verdict.proved:
                raise RuntimeError(f"{verdict}")
        start = time.perf_counter()
        if not all(verdict.proved for verdict in judge.check(tasks)):
            raise RuntimeError("a reference proof was not accepted")
        warm = len(tasks) / (time.perf_counter() - start)
        yield f"{judge.jobs} judge processes:             {warm:6.2f} proofs/s"
        alone = ALONE / _one_process_per_file(judge, tasks[:ALONE])
    yield f"one Lean for each file:        {alone:6.2f} proofs/s, one after the other"
    yield f"ratio:                         {warm / alone:6.1f}"


def _one_process_per_file(judge: Judge, tasks: list[Task]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        for number, task in enumerate(tasks):
            file = Path(folder) / f"{number}.lean"
            file.write_text(task.candidate, encoding="utf-8")
            done = judge.toolchain.run([str(file)], cwd=Path(folder), lean_path=[judge.library])
            if done.returncode != 0:
                raise RuntimeError(done.stdout + done.stderr)
        return time.perf_counter() - start


BENCHES = (bench_one_process, bench_pool)
