"""Lean texts about machines, for tests and benchmarks of the library."""

from __future__ import annotations

from bbsynth.judge.verdict import Task
from bbsynth.machines import Machine
from bbsynth.problems.family import Claim
from bbsynth.problems.rendering import HEADER, render_problem


def definition(machine: str) -> str:
    """Return the Lean definition of ``machine``, as it stands in problems."""
    claim = Claim("never-halts", Machine.parse(machine), "cycler", {}, _LOOP)
    text = render_problem(claim).formal_statement.removeprefix(HEADER)
    return text[: text.index("\n/-- Started")]


_LOOP: dict[str, int | str] = {"kind": "cycler", "start": 0, "period": 1, "width": 0}


def task(machine: str, proposition: str, proof: str) -> Task:
    """Return the task to prove, by a proof term, that ``machine.<proposition>`` holds."""
    head = f"{HEADER}{definition(machine)}\ntheorem claim : machine.{proposition} := "
    return Task(
        name=f"{machine} {proposition}: {proof}",
        theorem="claim",
        reference=f"{head}by\n  sorry\n",
        candidate=f"{head}{proof}\n",
    )
