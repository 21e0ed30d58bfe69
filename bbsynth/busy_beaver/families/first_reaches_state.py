"""Machines that come to one of their states, and when they do so first."""

from __future__ import annotations

import re
from typing import Final

from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.machines import HALT, trace
from bbsynth.busy_beaver.reading import read_state
from bbsynth.busy_beaver.reference import Table, Tape
from bbsynth.problems.family import Claim, Fields, Groups, Parameters, Value, number

__all__ = ["FAMILY", "FirstReachesState"]

_LEAST: Final = 2
_LATE: Final = 8
"""Steps, at least, to a state that a machine comes to late; few with less than four states do."""

_LONGEST: Final = 100
"""Steps for which a machine is watched. The kernel follows it anew for each of them."""


class FirstReachesState(MachineFamily):
    """After N steps the machine is in a given state, the last that it comes to, and not before."""

    name = "first-reaches-state"
    summary = "is in a certain state for the first time after exactly N steps"
    title = "When a machine comes to a state"
    example = "1RB1LB_1LA0LC_---1LD_1RD0RA"
    strata = ("early", "late")
    meanings = (
        "- **First time.** The machine is in a state *for the first time after exactly N steps* "
        "if it is in this state after *N* steps, and after any smaller number of steps it is not.",
    )
    proposition = re.compile(
        r"\(∀ t, t < (?P<steps>[0-9]+) → \(machine\.run t \.initial\)\.state ≠ some "
        r"(?P<state>[0-9]+)\) ∧ \(machine\.run (?P=steps) \.initial\)\.state = some (?P=state)"
    )
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine is in state (?P<state>[A-Z]) for the first "
            r"time after exactly (?P<steps>[0-9]+) steps\."
        ),
        re.compile(
            r"In the run of the machine from the blank tape, the first step that leads to state "
            r"(?P<state>[A-Z]) is its step number (?P<steps>[0-9]+), where the first step has "
            r"number 1\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return when a machine comes to the last of its states, if that takes a while."""
        first: dict[int, int] = {}
        shown = trace(decision.machine, min(decision.steps, _LONGEST))
        for time, state in enumerate(shown.states.tolist()):
            if state != HALT:
                first.setdefault(state, time)
        state, steps = max(first.items(), key=lambda item: item[1])
        if steps < _LEAST:
            return None
        return self.make_claim(
            decision.machine,
            {"state": state, "steps": steps},
            {"kind": "run", "steps": steps},
            stratum="late" if steps >= _LATE else "early",
        )

    def first_steps(self, claim: Claim) -> int:
        """Return the number in the claim: it says nothing of later steps."""
        return number(claim.parameters, "steps")

    def bare_lines(self, claim: Claim) -> int:
        """Return the length of the proof, which is that of the library track."""
        return 1

    def read(self, groups: Groups) -> dict[str, Value]:
        """Return the state, by its number or its letter, and the steps."""
        return {"state": read_state(groups["state"]), "steps": int(groups["steps"] or "")}

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Run the machine until it is in the state."""
        steps = number(parameters, "steps")
        if certificate["steps"] != steps:
            return f"the certificate says {certificate['steps']} steps, the statement {steps}"
        return self.refuted(table, parameters, steps)

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Run the machine until it is in the state, if that takes no longer."""
        state, stated = number(parameters, "state"), number(parameters, "steps")
        tape = Tape(table)
        while tape.time < min(steps, stated) and tape.state not in (state, None):
            tape.step()
        if tape.state == state:
            right = tape.time == stated
            return None if right else f"the machine is in this state after {tape.time} steps"
        if tape.state is None or tape.time == stated:
            return f"the machine is not in this state after {stated} steps"
        return None


FAMILY = FirstReachesState()
