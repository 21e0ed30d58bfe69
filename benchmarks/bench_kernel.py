"""How fast the kernel checks reference proofs.

Every figure is for one question to the kernel (the judge asks twice, and the figure is for the
second time), on one core, in the Lean that `bbsynth.judge` finds.
"""

from __future__ import annotations

from collections.abc import Iterator

from bbsynth.judge import Judge
from bbsynth.judge.verdict import Limits, Verdict
from tests.lean.making import task

LIMITS = Limits(seconds=300.0)

RUNS = (
    ("4x2 champion", "1RB1LB_1LA0LC_1RZ1LD_1RD0RA", 107),
    ("2x4", "1RB3LA1LA1RA_2LA1RZ3RA3RB", 7_195),
    ("5x2", "1RB0LC_1RC1RD_1LA0RB_0RE1RZ_1LC1RA", 134_467),
    ("5x2", "1RB1LC_0LA0LD_1LA1RZ_1LB1RE_0RD0RB", 2_133_492),
    ("2x4 champion", "1RB2LA1RA1RA_1LB1LA3RB1RZ", 3_932_964),
    ("5x2 champion", "1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA", 47_176_870),
)

CLOSURES = (
    ("n-grams 1, 1", "0RB0LA_0LC1RA_1LA---", "ngramCPS (left := 1) (right := 1) (history := 0)"),
    (
        "n-grams 2, 2, history 4",
        "1RB---_0RC1LC_1RD0RA_1LB0LD",
        "ngramCPS (left := 2) (right := 2) (history := 4)",
    ),
    (
        "n-grams 3, 3, history 8",
        "1RB1LC_0RC---_1LD0RD_0LA0LB",
        "ngramCPS (left := 3) (right := 3) (history := 8)",
    ),
    (
        "n-grams 4, 4",
        "0RB---_1RC0LD_1LB0RD_1LB0LA",
        "ngramCPS (left := 4) (right := 4) (history := 0)",
    ),
    ("repeated words", "1RB0RB_1LC1RB_---0LD_1RA1LD", "repWL (length := 2) (threshold := 3)"),
)


def seconds(verdict: Verdict) -> float:
    """Return the time of the second check by the kernel."""
    if not verdict.proved:
        raise RuntimeError(f"{verdict.name}: {verdict.status}, {verdict.reason}")
    return max(verdict.milliseconds["recheck"], 1) / 1000


def bench_runs() -> Iterator[str]:
    """Machine steps a second in halting proofs."""
    with Judge(jobs=1, limits=LIMITS, remember=False) as judge:
        yield judge.toolchain.version
        for name, machine, steps in RUNS:
            proof = "Machine.haltsAfter_of_check (by decide +kernel)"
            took = seconds(judge.check_one(task(machine, f"HaltsAfter {steps}", proof)))
            yield f"{name:24} {steps:12,} steps {took:8.3f} s {steps / took:14,.0f} steps/s"


def bench_closures() -> Iterator[str]:
    """Time of proofs by closed sets, the hardest of 4x2 among them."""
    with Judge(jobs=1, limits=LIMITS, remember=False) as judge:
        for name, machine, method in CLOSURES:
            proof = f"Machine.neverHalts_of_{method} (by decide +kernel)"
            took = seconds(judge.check_one(task(machine, "NeverHalts", proof)))
            yield f"{name:24} {machine:30} {took:8.3f} s"


BENCHES = (bench_runs, bench_closures)
