"""Statements that may be true or false: either they or their negations are to be proved.

What is stated says nothing of whether it is true. Of each form (it halts, it never halts, after so
many steps, within so many, leaving so many cells) as many statements are true as are false: the
forms and sides are the strata of the family, between which samples are balanced, and where all
problems are made, machines that never halt, of which there are more, are passed over now and then.
Numbers are only stated of machines that halt. A false one is close to the right one, on either
side of it, so that false numbers are neither rounder nor larger than true ones; bounds are close to
the number of steps, on the side where they hold or fail.
"""

from __future__ import annotations

import re
from random import Random
from typing import Final

from bbsynth.busy_beaver.claims import halting_facts, never_facts
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.statements import (
    SENTENCE,
    Statement,
    StatementFamily,
    judge,
)
from bbsynth.problems.family import Claim, Fields, Parameters, Value, draw

__all__ = ["FAMILY", "DecideIt"]


_FORMS: Final = ("halts", "never", "after", "within", "leaving")

_NEVER_HALTING: Final = 4
"""Of so many machines that never halt something is said of one: about as often as needed."""


_CLOSE: Final = 16
"""A number is off by so much of itself, at most, or by one."""


class DecideIt(StatementFamily):
    """Is it so, or not? Both proofs are answers, and only one of them exists."""

    name = "decide-it"
    summary = "may or may not do what is stated of it"
    title = "A question about a machine"
    example = "1RB0LB_1LC1LE_0RD0LC_1RD1LA_---0LE"
    strata = tuple(f"{says}-{side}" for says in _FORMS for side in ("true", "false"))
    two_sided = True
    sentences = (
        re.compile(rf"Prove or refute: {SENTENCE}\."),
        re.compile(
            rf"Find out whether the following is true, and prove what you find: {SENTENCE}\."
        ),
        re.compile(rf"Is it true that, {SENTENCE}\? Give a proof of the answer\."),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return a statement about a machine whose fate is known."""
        drawn = _drawn(decision, draw(seed, self.name, decision.machine))
        if drawn is None:
            return None
        parameters, certificate = drawn
        side = "true" if certificate["holds"] else "false"
        stratum = f"{parameters['says']}-{side}"
        return self.make_claim(decision.machine, parameters, certificate, stratum=stratum)

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Find out whether the statement is true."""
        found = judge(table, parameters, certificate)
        if isinstance(found, str):
            return found
        stated = certificate["holds"] == 1
        return None if found is stated else f"the statement is {'true' if found else 'false'}"


def _drawn(decision: Decision, choice: Random) -> Statement | None:
    """Draw a statement about a machine; None if nothing is to be said of it."""
    facts = halting_facts(decision)
    if facts is None:
        never = never_facts(decision)
        if never is None:
            return None
        if choice.randrange(_NEVER_HALTING) > 0:
            return None
        says = choice.choice(("never", "halts"))
        return {"says": says}, {**never, "holds": int(says == "never")}
    holds = choice.random() < 0.5
    steps = facts["steps"]
    parameters: dict[str, Value]
    if choice.random() < 0.5:
        parameters = {"says": "halts" if holds else "never"}
    else:
        says = choice.choice(("after", "within", "leaving"))
        right = facts["non_blank"] if says == "leaving" else steps
        if says == "within":
            slack = choice.randint(0, steps // _CLOSE)
            stated = steps + slack if holds else steps - 1 - slack
        else:
            stated = right if holds else _beside(right, choice)
        if says == "within" and stated < 1:
            return None
        parameters = {"says": says, "number": stated}
    return parameters, {"kind": "halts", "steps": steps, "holds": int(holds)}


def _beside(number: int, choice: Random) -> int:
    """Return another number, as likely smaller as larger, where there is a smaller one but 0."""
    distance = choice.randint(1, max(1, number // _CLOSE))
    return choice.choice([n for n in (number - distance, number + distance) if n > 0])


FAMILY = DecideIt()
