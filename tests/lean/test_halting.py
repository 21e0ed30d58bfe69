"""Proofs that machines halt: what is right is accepted, and nothing else."""

from __future__ import annotations

import pytest

from bbsynth.busy_beaver.machines import Machine, run
from bbsynth.judge import Judge
from bbsynth.judge.verdict import Status
from tests.lean.making import task

CHAMPION = "1RB1LB_1LA0LC_1RZ1LD_1RD0RA"


def after(steps: int) -> tuple[str, str]:
    return f"HaltsAfter {steps}", "Machine.haltsAfter_of_check (by decide +kernel)"


def leaving(cells: int, fuel: int) -> tuple[str, str]:
    proof = f"Machine.haltsLeaving_of_check (N := {fuel}) (by decide +kernel)"
    return f"HaltsLeaving {cells}", proof


@pytest.mark.parametrize(
    "machine",
    [
        CHAMPION,
        "0RZ0RA",
        "1RB---_------",
        "1LB---_0RC1LA_1LA1RB",
        "1RB3LA1LA1RA_2LA1RZ3RA3RB",
        "1RB1LC_0LA0LD_1LA1RZ_1LB1RE_0RD0RB",
    ],
)
def test_what_a_run_shows_is_proved(judge: Judge, machine: str) -> None:
    # The longest of these runs has 2,133,492 steps.
    outcome = run(Machine.parse(machine), 3_000_000)
    assert outcome.halted
    left = int((outcome.tape != 0).sum())
    for claim in (after(outcome.steps), leaving(left, outcome.steps)):
        verdict = judge.check_one(task(machine, *claim))
        assert verdict.proved, (verdict.reason, verdict.messages)


@pytest.mark.parametrize(
    ("machine", "claim"),
    [
        (CHAMPION, after(106)),
        (CHAMPION, after(108)),
        (CHAMPION, leaving(12, 107)),
        (CHAMPION, leaving(14, 107)),
        (CHAMPION, leaving(13, 0)),
        (CHAMPION.replace("1RZ", "0RZ"), leaving(13, 107)),
        ("1RB1LB_1LA0LC_1RB1LD_1RD0RA", after(107)),
        ("1RB---_1RA---", after(5)),
        ("0RA0RA", after(0)),
    ],
)
def test_what_is_wrong_is_not(judge: Judge, machine: str, claim: tuple[str, str]) -> None:
    assert judge.check_one(task(machine, *claim)).status is Status.WRONG
