"""The problems that are made from certificates are proved by them."""

from __future__ import annotations

import pytest

from bbsynth.busy_beaver.machines import Machine
from bbsynth.judge import Judge
from bbsynth.judge.verdict import Task
from bbsynth.problems.family import Claim
from bbsynth.problems.rendering import render_problem


@pytest.mark.parametrize(
    ("machine", "certificate"),
    [
        (
            "1RB---_1RA---",
            {
                "kind": "translated_cycler",
                "direction": "R",
                "start": 0,
                "period": 2,
                "shift": 2,
                "width": 0,
            },
        ),
        (
            "0RB0LC_0LC1RA_1LA---",
            {"kind": "far", "direction": "R", "states": 3, "dfa": "0, 1, 0, 2, 2, 2"},
        ),
        ("1RB1LA_0LA1RB", {"kind": "no_reachable_halt"}),
        ("1RB1LC_0LA0RB_1LA---", {"kind": "ngram_cps", "left": 2, "right": 2, "history": 2}),
        ("0RB1LA_1LC1RB_1LA1LD_---0LA", {"kind": "repwl", "length": 2, "threshold": 2}),
    ],
)
def test_never_halting(judge: Judge, machine: str, certificate: dict[str, int | str]) -> None:
    problem = render_problem(
        Claim("never-halts", Machine.parse(machine), "some-stratum", {}, certificate)
    )
    verdict = judge.check_one(
        Task(
            name=problem.id,
            theorem=problem.theorem,
            reference=problem.formal_statement,
            candidate=problem.reference_proof,
        )
    )
    assert verdict.proved, (verdict.reason, verdict.messages)
