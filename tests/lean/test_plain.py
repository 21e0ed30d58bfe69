"""Short runs on the semantics itself: what is right is accepted, and nothing else."""

from __future__ import annotations

import pytest

from bbsynth.judge import Judge
from bbsynth.judge.verdict import Status
from tests.lean.making import task

SMALL = "1RB1LB_1LA1RZ"
RIGHT = "1RB---_1RA---"
LEFT = "1LB---_1LA---"
CYCLER = "1RB0RB_0LA0LB"
KERNEL = "(by decide +kernel)"
HALTS = f"Machine.halts_of_run (N := 5) {KERNEL} {KERNEL}"
GOES_ON = "(good := fun q _ => ¬ q = none)"


def moving(shift: int, seen: str, *, radius: int = 4) -> str:
    """A loop of two steps that moves; what follows from it stands on the next line."""
    moved = seen.replace("i", f"i + ({shift})")
    return f"""
  have loops : machine.Loops (machine.run 0 .initial) 2 ({shift}) fun i => {seen} :=
    Machine.loops_of_run {radius} Machine.blankBeyond_initial
      (fun i (h : {seen}) => show {moved} by omega) (by decide) {KERNEL} {KERNEL} {KERNEL}
  """


def staying(start: int, period: int) -> str:
    """A loop that comes back; what follows from it stands on the next line."""
    return f"""
  have loops : machine.Loops (machine.run {start} .initial) {period} 0 fun _ => True :=
    Machine.loops_of_run {start + 2 * period} Machine.blankBeyond_initial (fun _ _ => trivial)
      (by decide) (fun _ _ => trivial) {KERNEL} {KERNEL}
  """


def left(cells: str) -> str:
    return f"Machine.haltsLeaving_of_run ({HALTS}) [{cells}] {KERNEL}"


def ends() -> str:
    return f"Machine.haltsWith_of_run ({HALTS}) (by decide) {KERNEL} {KERNEL}"


def where(cells: str) -> str:
    return f"Machine.visitsExactly_of_run ({HALTS}) [{cells}] {KERNEL}"


STAYS = "loops.head_always (good := fun i => 0 ≤ i ∧ i ≤ 1) (by decide +kernel)"
UNUSED = "loops.always (good := fun q s => ¬ (q = some 0 ∧ s = 1)) (by decide +kernel)"

RIGHT_ONES = [
    (SMALL, "HaltsAfter 6", HALTS),
    (SMALL, "RunsFor 6", f"Machine.runs_of_run (N := 5) {KERNEL}"),
    (SMALL, "HaltsLeaving 4", left("-2, -1, 0, 1")),
    (SMALL, "HaltsWith (-2) [1, 1, 1, 1] 0", ends()),
    (SMALL, "VisitsExactly 4", where("-2, -1, 0, 1")),
    (RIGHT, "NeverHalts", f"{moving(2, '0 ≤ i')}loops.always {GOES_ON} {KERNEL}"),
    (LEFT, "NeverHalts", f"{moving(-2, 'i ≤ 0')}loops.always {GOES_ON} {KERNEL}"),
    (RIGHT, "LeavesEveryInterval", f"{moving(2, '0 ≤ i')}loops.leaves (by decide)"),
    (LEFT, "LeavesEveryInterval", f"{moving(-2, 'i ≤ 0')}loops.leaves (by decide)"),
    (RIGHT, "NeverUses 0 1", f"{moving(2, '0 ≤ i')}{UNUSED}"),
    (CYCLER, "StaysWithin 0 1", f"{staying(0, 4)}{STAYS}"),
    (CYCLER, "RepeatsFrom 0 4", f"{staying(0, 4)}loops.repeats {KERNEL} {KERNEL}"),
]

WRONG_ONES = [
    (SMALL, "HaltsAfter 5", HALTS.replace("5", "4")),
    (SMALL, "RunsFor 7", f"Machine.runs_of_run (N := 6) {KERNEL}"),
    (SMALL, "HaltsLeaving 3", left("-1, 0, 1")),
    (SMALL, "HaltsLeaving 5", left("-2, -1, 0, 1, 2")),
    (SMALL, "HaltsLeaving 5", left("-2, -1, 0, 1, 1")),
    (SMALL, "HaltsWith (-2) [1, 1, 1, 0] 0", ends()),
    (SMALL, "HaltsWith (-2) [1, 1, 1, 1] 1", ends()),
    (SMALL, "HaltsWith (-2) [1, 1, 1, 1, 1] 0", ends()),
    (SMALL, "VisitsExactly 5", where("-2, -1, 0, 1, 2")),
    (SMALL, "VisitsExactly 3", where("-1, 0, 1")),
    # What is seen has to hold the cells that are read; and a loop moves as far as it does.
    (RIGHT, "NeverHalts", f"{moving(2, '1 ≤ i')}loops.always {GOES_ON} {KERNEL}"),
    (RIGHT, "NeverHalts", f"{moving(1, '0 ≤ i')}loops.always {GOES_ON} {KERNEL}"),
    (RIGHT, "NeverHalts", f"{moving(2, 'i ≤ 0')}loops.always {GOES_ON} {KERNEL}"),
    (RIGHT, "NeverHalts", f"{moving(2, '0 ≤ i', radius=3)}loops.always {GOES_ON} {KERNEL}"),
    (RIGHT, "NeverUses 0 0", moving(2, "0 ≤ i") + UNUSED.replace("s = 1", "s = 0")),
    (CYCLER, "StaysWithin 0 0", staying(0, 4) + STAYS.replace("i ≤ 1", "i ≤ 0")),
    (CYCLER, "LeavesEveryInterval", f"{staying(0, 4)}loops.leaves (by decide)"),
    (CYCLER, "RepeatsFrom 0 8", f"{staying(0, 8)}loops.repeats {KERNEL} {KERNEL}"),
    (CYCLER, "RepeatsFrom 1 4", f"{staying(1, 4)}loops.repeats {KERNEL} {KERNEL}"),
    (CYCLER, "RepeatsFrom 0 3", f"{staying(0, 3)}loops.repeats {KERNEL} {KERNEL}"),
]


@pytest.mark.parametrize(("machine", "claim", "proof"), RIGHT_ONES)
def test_what_is_so_is_proved(judge: Judge, machine: str, claim: str, proof: str) -> None:
    verdict = judge.check_one(task(machine, claim, proof))
    assert verdict.proved, (verdict.reason, verdict.messages)


@pytest.mark.parametrize(("machine", "claim", "proof"), WRONG_ONES)
def test_what_is_not_so_is_not(judge: Judge, machine: str, claim: str, proof: str) -> None:
    assert judge.check_one(task(machine, claim, proof)).status is Status.WRONG
