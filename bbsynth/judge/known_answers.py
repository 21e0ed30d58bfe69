"""Tasks whose verdict is known, judged among the others.

A judge that accepts a false statement must not be believed in anything; one that rejects a true one
would be mistaken for bad models. So both kinds go through the same processes as the tasks of the
user, and nothing tells them apart: the statements are drawn anew each time, and the processes see
neither names nor what is expected. They come in pairs of a statement and its negation, one of them
false, under proofs that are right, hopeless, or deceitful.
"""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass
from typing import Final

from bbsynth.judge.verdict import Task

__all__ = ["Canary", "draw_pair"]

_REFERENCE: Final = (
    "import BBSynth\n\nopen BBSynth\n\ntheorem {name} : {statement} := by\n  sorry\n"
)

_HONEST: Final = ("by decide", "by simp", "by omega")
"""Proofs of whatever is true."""

_DECEITFUL: Final = (
    "by sorry",
    "by native_decide",
    "sorryAx _",
    "by decide",
    "by simp",
    "by omega",
    "lie",
    "of_decide_eq_true (by decide)",
    "by exact absurd rfl (by decide)",
)
"""Proofs of whatever is false."""

_LIE: Final = "axiom lie {p : Prop} : p\n\n"


@dataclass(frozen=True, slots=True)
class Canary:
    """A task, and whether it has to be proved."""

    task: Task
    proved: bool


def draw_pair() -> tuple[Canary, Canary]:
    """Draw a true statement with an honest proof, and its negation with one that cannot be."""
    draw = random.Random(secrets.randbits(128))  # noqa: S311  (not for keeping secrets)
    a, b = draw.randint(2, 99), draw.randint(2, 99)
    wrong = a * b + draw.choice([-10, -2, -1, 1, 2, 10])
    equation = draw.choice([f"{a} * {b} = {{}}", f"{{}} = {b} * {a}", f"{a} * {b} + 0 = {{}}"])
    truth, lie = equation.format(a * b), equation.format(wrong)
    if draw.random() < 0.5:
        truth, lie = f"¬ ({lie})", f"¬ ({truth})"
    return (
        _canary(draw, truth, draw.choice(_HONEST), proved=True),
        _canary(draw, lie, draw.choice(_DECEITFUL), proved=False),
    )


def _canary(draw: random.Random, statement: str, proof: str, *, proved: bool) -> Canary:
    name = f"t{draw.randrange(10**6)}"
    reference = _REFERENCE.format(name=name, statement=statement)
    candidate = reference.replace("by\n  sorry", proof)
    if proof == "lie":
        candidate = candidate.replace("theorem", f"{_LIE}theorem")
    return Canary(
        Task(name="canary", theorem=name, reference=reference, candidate=candidate), proved
    )
