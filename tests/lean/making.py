"""Lean texts about machines, for tests and benchmarks of the library."""

from __future__ import annotations

from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.texts import HEADER
from bbsynth.judge.verdict import Task
from bbsynth.problems.family import Claim
from bbsynth.problems.rendering import render_problem


def definition(machine: str) -> str:
    """Return the Lean definition of ``machine``, as it stands in problems."""
    claim = Claim("never-halts", Machine.parse(machine), "cycler", {}, _LOOP)
    text = render_problem(claim).formal_statement.removeprefix(HEADER)
    return text[: text.index("\n/-- Started")]


_LOOP: dict[str, int | str] = {"kind": "cycler", "start": 0, "period": 1, "width": 0}


def task(machine: str, proposition: str, proof: str, *, negated: bool = False) -> Task:
    """Return the task to prove, by a proof term, that ``machine.<proposition>`` holds (or not)."""
    claim = f"{'¬ ' if negated else ''}machine.{proposition}"
    return statement(definition(machine), claim, proof)


def statement(preamble: str, claim: str, proof: str, *, module: str = "") -> Task:
    """Return the task to prove a claim, by a proof term, after some definitions.

    A module of the library may be named that it needs besides those that all use.
    """
    imports = f"import {module}\n" if module else ""
    head = f"{imports}{HEADER}{preamble}\ntheorem claim : {claim} := "
    return Task(
        name=f"{claim}: {proof}",
        theorem="claim",
        reference=f"{head}by\n  sorry\n",
        candidate=f"{head}{proof}\n",
    )
