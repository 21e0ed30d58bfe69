"""False statements that could be thought to be true, to be refuted."""

from __future__ import annotations

import re

from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.statements import (
    PROPOSITION,
    SENTENCE,
    StatementFamily,
    false_statement,
    judge,
)
from bbsynth.problems.family import Claim, Fields, Parameters, draw

__all__ = ["FAMILY", "Refute"]


class Refute(StatementFamily):
    """It is not so: the theorem is the negation of a statement that is false."""

    name = "refute"
    summary = "does not do what is stated of it"
    title = "A statement to refute"
    example = "1RB---_1LB0RC_1LC1LA"
    strata = ("halts", "never-halts")
    proposition = re.compile(rf"¬ {PROPOSITION}")
    sentences = (
        re.compile(rf"It is false that, {SENTENCE}\."),
        re.compile(rf"Refute the following statement: {SENTENCE}\."),
        re.compile(rf"It is not the case that, {SENTENCE}\."),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return a false statement about a machine whose fate is known, negated."""
        drawn = false_statement(decision, draw(seed, self.name, decision.machine))
        if drawn is None:
            return None
        parameters, certificate = drawn
        stratum = "halts" if certificate["kind"] == "halts" else "never-halts"
        return self.make_claim(decision.machine, parameters, certificate, stratum=stratum)

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Find out whether the statement is false."""
        found = judge(table, parameters, certificate)
        if isinstance(found, str):
            return found
        return "the statement to be refuted is true" if found else None


FAMILY = Refute()
