"""Problems for tests."""

from __future__ import annotations

from bbsynth.deciders import decide
from bbsynth.machines import Machine
from bbsynth.problems.family import Claim, family
from bbsynth.problems.problem import Problem
from bbsynth.problems.rendering import render_problem


def claim(name: str, machine: str) -> Claim:
    """The claim of a family about a machine that it has something to say about."""
    decision = decide(Machine.parse(machine), max_steps=10_000)
    found = family(name).claim(decision)
    assert found is not None
    return found


def problem(name: str, machine: str) -> Problem:
    return render_problem(claim(name, machine))


EXAMPLES = (
    ("halts-after", "1RB1LB_1LA1RZ"),
    ("halts-after", "------_------"),
    ("halts-leaving", "1RB1LB_1LA1RZ"),
    ("halts-leaving", "1RB1LC_1RC1RB_1LA---"),
    ("never-halts", "1RB0RB_0LA0LB"),
    ("never-halts", "1RB---_1RA---"),
    ("never-halts", "0RB0LB---_1LA1RB---"),
)
"""Families and machines, all strata among them."""
