"""How fast proofs are checked, and how much memory a judge process takes.

The workload is the reference proofs of a sample of the 3x2 class in the library track, each of
another machine, so that each has to be elaborated with its own definitions.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil

from bbsynth.busy_beaver.options import MachineOptions
from bbsynth.judge import Judge, Task, assemble, find_toolchain
from bbsynth.judge.completion import Code
from bbsynth.judge.process import JudgeProcess
from bbsynth.judge.program import judge_program
from bbsynth.judge.verdict import Limits
from bbsynth.lean.library import compiled_library
from bbsynth.problems import Dataset
from bbsynth.problems.generation import generate

PROOFS = 200
ALONE = 3
TROUBLED = 1000

# A run of the kernel that takes far longer than the limit, and one that recurses too deep for it.
ENDLESS = """
noncomputable def loop (n : Nat) : Nat → Nat :=
  Nat.rec (fun a => a) (fun _ k a => eager ((a * 3 + 1) % 1000003) k) n

theorem endless : loop 100000000 1 = 1 := by decide +kernel
"""
DEADLY = """
theorem deep : Nat.repeat (fun x => (x * x + 1) % 1000003) 3000000 0 = 1 := by decide +kernel
"""


def sample() -> list[Task]:
    """Return the workload."""
    return _reference_proofs(MachineOptions(states=3, limit=PROOFS, tracks=["library"]))


def _reference_proofs(options: MachineOptions) -> list[Task]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample"
        generate(options, path)
        return [assemble(problem, Code(problem.reference_proof)) for problem in Dataset.open(path)]


def bench_one_process() -> Iterator[str]:
    """Start-up, time for a proof, and memory of one process."""
    toolchain = find_toolchain()
    library = compiled_library(toolchain)
    yield toolchain.version
    times, limits = [], Limits()
    tasks = sample()
    with JudgeProcess(toolchain, library, judge_program(toolchain)) as process:
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
    medians = ", ".join(f"{name} {statistics.median(ms):.0f} ms" for name, ms in stages.items())
    yield f"stages, mean:                  {means}"
    yield f"stages, median:                {medians}"
    elaboration = statistics.mean(stages["reference"]) + statistics.mean(stages["elaborate"])
    own = statistics.mean(stages["compare"]) + statistics.mean(stages["recheck"])
    yield f"comparison, axioms, kernel:    {100 * own / elaboration:6.1f} % of the elaboration"
    yield f"memory after {len(tasks)} proofs:       {resident / 1e6:6.0f} MB"


def bench_pool() -> Iterator[str]:
    """Proofs a second with as many processes as the machine is good for, and the usual way."""
    tasks = sample()
    with Judge(remember=False) as judge:
        _expect_proofs(judge, tasks[: 2 * judge.jobs])
        start = time.perf_counter()
        _expect_proofs(judge, tasks)
        warm = len(tasks) / (time.perf_counter() - start)
        yield f"{judge.jobs} judge processes:             {warm:6.2f} proofs/s, of as many machines"
        several = _reference_proofs(MachineOptions(states=2, tracks=["library"]))
        start = time.perf_counter()
        _expect_proofs(judge, several)
        each = len(several) / (time.perf_counter() - start)
        yield f"                               {each:6.2f} proofs/s, the whole 2x2 class"
        candidates = [
            msgspec.structs.replace(tasks[0], candidate=f"-- {i}\n{tasks[0].candidate}")
            for i in range(len(tasks))
        ]
        start = time.perf_counter()
        _expect_proofs(judge, candidates)
        same = len(candidates) / (time.perf_counter() - start)
        yield f"                               {same:6.2f} proofs/s, all of one problem"
        alone = ALONE / _one_process_per_file(judge, tasks[:ALONE])
    yield f"one Lean for each file:        {alone:6.2f} proofs/s, one after the other"
    yield f"ratios:                        {warm / alone:6.1f} and {same / alone:.1f}"


def _expect_proofs(judge: Judge, tasks: list[Task]) -> None:
    if not all(verdict.proved for verdict in judge.check_all(tasks)):
        raise RuntimeError("a reference proof was not accepted")


def bench_trouble() -> Iterator[str]:
    """A long run in which processes are killed and candidates never end."""
    tasks = [
        msgspec.structs.replace(
            task, name=f"{task.name} {i}", candidate=f"-- {i}\n{task.candidate}"
        )
        for i in range(TROUBLED // PROOFS)
        for task in sample()
    ]
    expected = ["proved"] * len(tasks)
    for start, text, status in ((17, ENDLESS, "timeout"), (42, DEADLY, "crash")):
        for i in range(start, len(tasks), 50):
            tasks[i] = msgspec.structs.replace(tasks[i], candidate=text)
            expected[i] = status
    with Judge(remember=False, limits=Limits(seconds=5.0, heartbeats=10_000_000)) as judge:
        start_time = time.perf_counter()
        verdicts = []
        kills = 0
        for verdict in judge.check_all(tasks):
            verdicts.append(verdict)
            if len(verdicts) % 100 == 0:
                for process in psutil.Process().children():
                    process.kill()
                    kills += 1
        seconds = time.perf_counter() - start_time
    if [verdict.name for verdict in verdicts] != [task.name for task in tasks]:
        raise RuntimeError("a verdict was lost or came twice")
    if [verdict.status.value for verdict in verdicts] != expected:
        raise RuntimeError("a verdict is wrong")
    counts = ", ".join(f"{n} {status}" for status, n in sorted(Counter(expected).items()))
    yield f"{len(tasks)} candidates ({counts}), {kills} processes killed from outside:"
    yield f"                               {seconds:6.0f} s, every verdict right"


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


BENCHES = (bench_one_process, bench_pool, bench_trouble)
