"""Runs of random machines: compiled code, plain numpy and Lean say the same of each."""

from __future__ import annotations

import numpy as np
import pytest

from bbsynth.busy_beaver.machines import Machine, run, sample_tnf
from bbsynth.judge import Judge
from tests.lean.making import task

STEPS = 250
DRAWN = 60


def drawn(states: int, symbols: int) -> list[Machine]:
    """Eight machines of a class: half of them halt, and these are those that run longest."""
    tables = sample_tnf(states, symbols, DRAWN, seed=1936, max_steps=STEPS)
    machines = [Machine.from_array(table) for table in tables]
    machines.sort(key=lambda machine: run(machine, STEPS).steps)
    halting = [machine for machine in machines if run(machine, STEPS).halted]
    others = [machine for machine in machines if not run(machine, STEPS).halted]
    assert len(halting) >= 4
    assert len(others) >= 4
    return [*halting[-4:], *others[:4]]


@pytest.mark.parametrize(("states", "symbols"), [(4, 2), (3, 3), (6, 2)])
def test_lean_and_numpy_agree(judge: Judge, states: int, symbols: int) -> None:
    for machine in drawn(states, symbols):
        compiled, plain = (run(machine, STEPS, backend=name) for name in ("numba", "numpy"))
        assert (compiled.halted, compiled.steps, compiled.head) == (
            plain.halted,
            plain.steps,
            plain.head,
        )
        assert np.array_equal(compiled.tape, plain.tape)
        if compiled.halted:
            cells = ", ".join(map(str, compiled.tape))
            what = f"HaltsWith ({-compiled.origin}) [{cells}] ({compiled.head})"
            proof = f"Machine.haltsWith_of_check (N := {compiled.steps}) (by decide +kernel)"
            sooner = f"HaltsAfter {compiled.steps - 1}"
            wrong = "Machine.haltsAfter_of_check (by decide +kernel)"
            assert not judge.check_one(task(str(machine), sooner, wrong)).proved
        else:
            what = f"RunsFor {STEPS}"
            proof = "Machine.runsFor_of_run (by decide +kernel)"
        verdict = judge.check_one(task(str(machine), what, proof))
        assert verdict.proved, (str(machine), what, verdict.reason, verdict.messages)
