"""Proofs of what machines do, beyond halting: what is right is accepted, and nothing else."""

from __future__ import annotations

import pytest

from bbsynth.judge import Judge
from bbsynth.judge.verdict import Status
from tests.lean.making import task

CHAMPION = "1RB1LB_1LA0LC_1RZ1LD_1RD0RA"
SMALL = "1RB1LB_1LA1RZ"
CYCLER = "0LC1RB_0RA1LB_1RA1LC"
RIGHT = "1RB---_1RA---"
LEFT = "1LB---_1LA---"
KERNEL = "(by decide +kernel)"


def check(name: str, **numbers: object) -> str:
    given = "".join(f" ({key} := {value})" for key, value in numbers.items())
    return f"Machine.{name}{given} {KERNEL}"


HALTS_WITH = check("haltsWith_of_check", N=6, start=-2, symbols="[1, 1, 1, 1]", head=0)
VISITS = check("visitsExactly_of_check", N=107, s=14)
REPEATS = check("repeatsFrom_of_check", m=16, p=4)
STAYS = check("staysWithin_of_check", start=16, period=4, a=-4, b=1)
LEAVES = check("leavesEveryInterval_of_loopRight", start=0, period=2, width=0)
LOOP = check("neverHalts_of_loopRight", start=0, period=2, width=0)


@pytest.mark.parametrize(
    ("machine", "claim", "proof"),
    [
        (CHAMPION, "Halts", check("halts_of_check", steps=107)),
        (CHAMPION, "HaltsWithin 107", check("haltsWithin_of_check", steps=107)),
        (CHAMPION, "RunsFor 107", check("runsFor_of_check", steps=107)),
        (CHAMPION, "RunsFor 107", check("runsFor_of_run")),
        (SMALL, "HaltsWith (-2) [1, 1, 1, 1] 0", check("haltsWith_of_check", N=6)),
        (SMALL, "HaltsWith (-3) [0, 1, 1, 1, 1, 0] 0", check("haltsWith_of_check", N=6)),
        (SMALL, "VisitsExactly 4", check("visitsExactly_of_check", N=6)),
        (CHAMPION, "VisitsExactly 14", check("visitsExactly_of_check", N=107)),
        (CYCLER, "RepeatsFrom 16 4", check("repeatsFrom_of_check")),
        (CYCLER, "StaysWithin (-4) 1", check("staysWithin_of_check", start=16, period=4)),
        (CYCLER, "StaysWithin (-4) 2", check("staysWithin_of_check", start=17, period=8)),
        (RIGHT, "LeavesEveryInterval", LEAVES),
        (LEFT, "LeavesEveryInterval", LEAVES.replace("Right", "Left")),
        (RIGHT, "NeverUses 1 1", f"Machine.neverUses_of_neverHalts ({LOOP})"),
        (CYCLER, "NeverHalts", f"Machine.RepeatsFrom.neverHalts ({REPEATS})"),
    ],
)
def test_what_is_so_is_proved(judge: Judge, machine: str, claim: str, proof: str) -> None:
    verdict = judge.check_one(task(machine, claim, proof))
    assert verdict.proved, (verdict.reason, verdict.messages)


@pytest.mark.parametrize(
    ("machine", "claim", "proof"),
    [
        (CHAMPION, "HaltsWithin 106", check("haltsWithin_of_check", steps=107)),
        (CHAMPION, "RunsFor 108", check("runsFor_of_check", steps=107)),
        (CHAMPION, "RunsFor 108", check("runsFor_of_run")),
        (SMALL, "HaltsWith (-2) [1, 1, 1, 1] 1", check("haltsWith_of_check", N=6)),
        (SMALL, "HaltsWith (-2) [1, 0, 1, 1] 0", check("haltsWith_of_check", N=6)),
        (SMALL, "HaltsWith (-1) [1, 1, 1, 1] 0", check("haltsWith_of_check", N=6)),
        (CHAMPION, "VisitsExactly 15", check("visitsExactly_of_check", N=107)),
        (CYCLER, "RepeatsFrom 16 8", check("repeatsFrom_of_check")),
        (CYCLER, "RepeatsFrom 17 4", check("repeatsFrom_of_check")),
        (CYCLER, "RepeatsFrom 15 4", check("repeatsFrom_of_check")),
        (CYCLER, "StaysWithin (-3) 1", check("staysWithin_of_check", start=16, period=4)),
        (CYCLER, "StaysWithin (-4) 1", check("staysWithin_of_check", start=15, period=4)),
        (CYCLER, "LeavesEveryInterval", check("leavesEveryInterval_of_loopRight", start=16,
                                              period=4, width=8)),
        (RIGHT, "NeverUses 1 0", f"Machine.neverUses_of_neverHalts ({LOOP})"),
    ],
)  # fmt: skip
def test_what_is_not_so_is_not(judge: Judge, machine: str, claim: str, proof: str) -> None:
    assert judge.check_one(task(machine, claim, proof)).status is Status.WRONG


@pytest.mark.parametrize(
    ("machine", "claim", "proof"),
    [
        (CHAMPION, "HaltsAfter 106", check("not_haltsAfter_of_check", steps=107)),
        (CHAMPION, "HaltsAfter 106", check("not_haltsAfter_of_run")),
        (CHAMPION, "HaltsWithin 106", check("not_haltsWithin_of_check", steps=107)),
        (CHAMPION, "HaltsWithin 106", check("not_haltsWithin_of_run")),
        (CHAMPION, "RunsFor 108", check("not_runsFor_of_check", steps=107)),
        (CHAMPION, "NeverHalts", check("not_neverHalts_of_check", steps=107)),
        (CHAMPION, "HaltsLeaving 12", check("not_haltsLeaving_of_check", steps=107)),
        (CHAMPION, "VisitsExactly 13", f"({VISITS}).not_visitsExactly (by decide)"),
        (SMALL, "HaltsWith (-2) [1, 1, 1, 1] 1", f"({HALTS_WITH}).not_of_head (by decide)"),
        (SMALL, "HaltsWith (-2) [1, 1, 0, 1] 0", f"({HALTS_WITH}).not_of_cell 0 {KERNEL}"),
        (RIGHT, "Halts", f"Machine.NeverHalts.not_halts ({LOOP})"),
        (RIGHT, "HaltsAfter 9", f"Machine.NeverHalts.not_haltsAfter ({LOOP}) 9"),
        (CYCLER, "RepeatsFrom 16 8", f"({REPEATS}).not_repeatsFrom (by decide)"),
        (CYCLER, "LeavesEveryInterval", f"Machine.StaysWithin.not_leaves ({STAYS})"),
        (CYCLER, "StaysWithin (-3) 1", check("not_staysWithin_of_check", t=18)),
        (RIGHT, "StaysWithin 0 9", f"Machine.LeavesEveryInterval.not_staysWithin ({LEAVES}) 0 9"),
        (CHAMPION, "NeverUses 2 1", check("not_neverUses_of_check", t=6)),
    ],
)
def test_what_is_not_so_is_refuted(judge: Judge, machine: str, claim: str, proof: str) -> None:
    verdict = judge.check_one(task(machine, claim, proof, negated=True))
    assert verdict.proved, (verdict.reason, verdict.messages)


@pytest.mark.parametrize(
    ("machine", "claim", "proof"),
    [
        (CHAMPION, "HaltsAfter 107", check("not_haltsAfter_of_check", steps=107)),
        (CHAMPION, "HaltsAfter 107", check("not_haltsAfter_of_run")),
        (CHAMPION, "HaltsWithin 107", check("not_haltsWithin_of_check", steps=107)),
        (CHAMPION, "RunsFor 107", check("not_runsFor_of_check", steps=107)),
        (CHAMPION, "HaltsLeaving 13", check("not_haltsLeaving_of_check", steps=107)),
        (RIGHT, "NeverUses 1 1", check("not_neverUses_of_check", t=1)),
        (CYCLER, "StaysWithin (-4) 1", check("not_staysWithin_of_check", t=18)),
    ],
)
def test_what_is_so_is_not_refuted(judge: Judge, machine: str, claim: str, proof: str) -> None:
    assert judge.check_one(task(machine, claim, proof, negated=True)).status is Status.WRONG
