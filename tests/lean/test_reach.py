"""Proofs that no halt is within reach."""

from __future__ import annotations

import pytest

from bbsynth.judge import Judge
from bbsynth.judge.verdict import Status
from tests.lean.making import task

PROOF = "Machine.neverHalts_of_noReachableHalt (by decide +kernel)"


@pytest.mark.parametrize(
    "machine",
    ["1RB1LA_0LA1RB", "0RA0RA", "1RB0LA_1LA1RB_1RZ---", "1RB0LA2LB_1LA1RB2RA_1RZ------"],
)
def test_machines_without_a_halt(judge: Judge, machine: str) -> None:
    verdict = judge.check_one(task(machine, "NeverHalts", PROOF))
    assert verdict.proved, (verdict.reason, verdict.messages)


@pytest.mark.parametrize(
    "machine", ["1RB---_1RA---", "1RB1LA_0LC1RB_1RZ0RA", "1RB1LA1RZ_0LA1RB0RB"]
)
def test_a_halt_within_reach(judge: Judge, machine: str) -> None:
    assert judge.check_one(task(machine, "NeverHalts", PROOF)).status is Status.WRONG
