"""Problems for tests."""

from __future__ import annotations

import dataclasses
import functools
import importlib
from types import ModuleType

from bbsynth.busy_beaver.certificates.bouncer import find_bouncer
from bbsynth.busy_beaver.deciders import Decision, decide
from bbsynth.busy_beaver.families import families
from bbsynth.busy_beaver.machines import Machine
from bbsynth.problems.family import Claim
from bbsynth.problems.problem import Problem
from bbsynth.problems.registry import family
from bbsynth.problems.rendering import render_problem


def sweeping(machine: str) -> Decision:
    """The decision of a machine, with the certificate of a bouncer."""
    parsed = Machine.parse(machine)
    return dataclasses.replace(decide(parsed, max_steps=1_000), certificate=find_bouncer(parsed))


def claim(name: str, machine: str, *, seed: int = 0, track: str = "library") -> Claim:
    """The claim of a family about a machine that it has something to say about."""
    kind = family(name)
    by_rules = kind.by_rules == "always"
    decision = sweeping(machine) if by_rules else decide(Machine.parse(machine), max_steps=10_000)
    # Of some machines something is said with some seeds only.
    seeds = range(seed, seed + 100_000, 1_000)
    found = next(one for s in seeds if (one := kind.claim(decision, s)) is not None)
    return dataclasses.replace(found, track=track)


def problem(name: str, machine: str, *, seed: int | None = None, track: str = "library") -> Problem:
    """The problem that a family makes of a machine; without a seed, in the plainest words."""
    if seed is not None:
        return render_problem(claim(name, machine, seed=seed, track=track), seed=seed)
    found = claim(name, machine, track=track)
    made = (render_problem(found, seed=seed) for seed in range(1_000))
    return next(one for one in made if one.metadata["phrasing"] == one.metadata["frame"] == 0)


def module(name: str) -> ModuleType:
    """The test module of a family, in which the general tests find what they need.

    ``MACHINES`` are some that the family has something to say about. Optional are ``FALSE``,
    changes of the claim about the last of these that a run refutes, each with what is then said
    (``machine`` is another machine, all others are parameters); and ``OTHER_NUMBERS_MAY_HOLD``,
    where the last number of a claim may be another, and the claim still be true.
    """
    return importlib.import_module(f"tests.busy_beaver.families.test_{name.replace('-', '_')}")


@functools.cache
def examples(*names: str) -> list[tuple[str, str]]:
    """Families (all that are about machines, if none are named) and machines."""
    return [
        (name, machine)
        for name, one in families().items()
        if one.about != "general" and (not names or name in names)
        for machine in module(name).MACHINES
    ]


@functools.cache
def bare_examples() -> list[tuple[str, str]]:
    """Those of the examples that can be proved without the library."""
    return [
        (name, machine)
        for name, machine in examples()
        if family(name).has_bare(claim(name, machine))
    ]
