"""Partial machines: what is so of every machine that has the transitions that are known."""

from __future__ import annotations

import itertools
import re
from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.machines import PROVEN_STEPS, Machine, run_batch
from bbsynth.busy_beaver.reference import Table
from bbsynth.problems.family import Claim, Fields, Parameters, number

__all__ = ["FAMILY", "Completions"]

_MOST_UNKNOWN: Final = 2
_MOST_COMPLETIONS: Final = 600
_LONGEST: Final = 38
"""The largest S(n, k) of a class whose partial machines are used. With more states there are some
whose completions the search in the Lean library does not see to go on for ever."""


class Completions(MachineFamily):
    """Every completion of a partial machine halts within N steps or never.

    There are no bare problems: the proofs need the search through all machines, and most of the
    library with it.
    """

    name = "completions"
    summary = "(any completion of a partial machine) halts within N steps or never"
    title = "All completions of a partial machine"
    example = "1RB1LB_1LA---"
    strata = ("one-unknown", "two-unknown")
    about = "partial"
    tracks = ("library",)
    weight = 4
    meanings = (
        "- **Completions.** Where the table has —, in the standard notation `---`, the transition "
        "is missing. A *completion* is a machine with the same states and symbols that has all "
        "the transitions of the table, and any transition where one is missing: it may write any "
        "symbol, move to the left or to the right, and go to any state or halt.",
        "- **Halting time.** A machine halts *after at most N steps* if there is a number *t*, no "
        "larger than *N*, such that its *t*-th step is the one in which it halts. It *never "
        "halts* if there is no number *t* such that it has halted after *t* steps.",
    )
    proposition = re.compile(
        r"∀ M : Machine [0-9]+ [0-9]+, M\.Completes machine → "
        r"M\.HaltsWithin (?P<bound>[0-9]+) ∨ M\.NeverHalts"  # noqa: RUF001 - Lean's "or"
    )
    sentences = (
        re.compile(
            r"Every completion of the machine, started on the blank tape, halts after at most "
            r"(?P<bound>[0-9]+) steps? or never halts\."
        ),
        re.compile(
            r"However the transitions that are missing are filled in, the machine, started on the "
            r"blank tape, either halts in its first (?P<bound>[0-9]+) steps? or goes on for ever\."
        ),
    )

    def has_class(self, n_states: int, n_symbols: int) -> bool:
        """Return whether the search in the Lean library is enough for a class."""
        return PROVEN_STEPS.get((n_states, n_symbols), _LONGEST + 1) <= _LONGEST

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the claim for a machine that comes to a transition that is undefined."""
        machine = decision.machine
        unknown = len(machine.undefined)
        ways = 2 * machine.n_symbols * (machine.n_states + 1)
        if (
            decision.undefined is None
            or not 1 <= unknown <= _MOST_UNKNOWN
            or ways**unknown > _MOST_COMPLETIONS
            or not self.has_class(machine.n_states, machine.n_symbols)
        ):
            return None
        steps = PROVEN_STEPS[machine.n_states, machine.n_symbols]
        runs = run_batch(_completions(machine), steps)
        bound = int(runs["steps"][runs["halted"]].max())
        return self.make_claim(
            machine,
            {"bound": bound},
            {"kind": "class", "steps": bound, "unknown": unknown},
            stratum=self.strata[unknown - 1],
        )

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Run every completion."""
        return self.refuted(table, parameters, _LONGEST)

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Run every completion: this needs no certificate."""
        bound = number(parameters, "bound")
        if bound > min(steps, _LONGEST):
            return f"the bound {bound:,} is larger than any that there is"
        return reference.check_completions(table, bound)


def _completions(machine: Machine) -> npt.NDArray[np.int8]:
    """Return the tables of all machines that have the transitions of a partial one."""
    writes, moves, states = range(machine.n_symbols), (-1, 1), range(-1, machine.n_states)
    every = np.array(list(itertools.product(writes, moves, states)), dtype=np.int8)
    places = machine.undefined
    choices = np.array(list(itertools.product(range(len(every)), repeat=len(places))))
    tables = np.repeat(machine.to_array()[None], len(choices), axis=0)
    for column, (state, symbol) in enumerate(places):
        tables[:, state, symbol] = every[choices[:, column]]
    return tables


FAMILY = Completions()
