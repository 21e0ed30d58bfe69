"""Problems for tests."""

from __future__ import annotations

import dataclasses

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.machines import Machine
from bbsynth.problems.family import Claim, families, family
from bbsynth.problems.problem import Problem
from bbsynth.problems.rendering import render_problem


def claim(name: str, machine: str, *, seed: int = 0, track: str = "library") -> Claim:
    """The claim of a family about a machine that it has something to say about."""
    decision = decide(Machine.parse(machine), max_steps=10_000)
    # Of some machines something is said with some seeds only.
    seeds = range(seed, seed + 100_000, 1_000)
    found = next(one for s in seeds if (one := family(name).claim(decision, s)) is not None)
    return dataclasses.replace(found, track=track)


def problem(name: str, machine: str, *, seed: int | None = None, track: str = "library") -> Problem:
    """The problem that a family makes of a machine; without a seed, in the plainest words."""
    if seed is not None:
        return render_problem(claim(name, machine, seed=seed, track=track), seed=seed)
    found = claim(name, machine, track=track)
    made = (render_problem(found, seed=seed) for seed in range(1_000))
    return next(one for one in made if one.metadata["phrasing"] == one.metadata["frame"] == 0)


EXAMPLES = (
    ("halts-after", "1RB1LB_1LA1RZ"),
    ("halts-after", "------_------"),
    ("halts-leaving", "1RB1LB_1LA1RZ"),
    ("halts-leaving", "1RB1LC_1RC1RB_1LA---"),
    ("never-halts", "1RB0RB_0LA0LB"),
    ("never-halts", "1RB---_1RA---"),
    ("never-halts", "0RB0LB---_1LA1RB---"),
    ("halts", "1RB1LB_1LA1RZ"),
    ("halts-within", "1RB1LC_1RC1RB_1LA---"),
    ("runs-for", "1RB1LC_1RC1RB_1LA---"),
    ("runs-for", "1RB---_1RA---"),
    ("ends-with", "1RB1LC_1RC1RB_1LA---"),
    ("visits", "1RB1LC_1RC1RB_1LA---"),
    ("repeats", "1RB0RB_0LA0LB"),
    ("stays-within", "1RB0RB_0LA0LB"),
    ("leaves-every-interval", "0RB0LB---_1LA1RB---"),
    ("never-uses", "1RB---_1RA---"),
    ("refute", "1RB1LC_1RC1RB_1LA---"),
    ("refute", "1RB---_1RA---"),
    ("decide-it", "1RB1LC_1RC1RB_1LA---"),
    ("decide-it", "1RB0RB_0LA0LB"),
    ("started-elsewhere", "0RB0LB---_1LA1RB---"),
    ("started-elsewhere", "1RB0RB_0LA0LB"),
    ("completions", "1RB1LB_1LA---"),
    ("counts", "1RB1LC_0LA0RB_1LA---"),
    ("counts", "2RB0RB1LA_0LA1RB---"),
)
"""Families and machines, all families about machines among them."""


def bare_examples() -> list[tuple[str, str]]:
    """Those of the examples that can be proved without the library."""
    return [
        (name, machine)
        for name, machine in EXAMPLES
        if families()[name].has_bare(claim(name, machine))
    ]
