"""False statements that could be thought to be true, to be refuted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.statements import (
    MEANINGS,
    PROPOSITION,
    SENTENCE,
    false_statement,
    judge,
    label,
    read_statement,
)
from bbsynth.problems.family import Claim, Family, Value, draw

__all__ = ["FAMILY", "Refute"]


class Refute(Family):
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
        halts = certificate["kind"] == "halts"
        return Claim(
            family=self.name,
            machine=decision.machine,
            stratum="halts" if halts else "never-halts",
            parameters=parameters,
            certificate=certificate,
            label=self.label(parameters),
        )

    def label(self, parameters: Mapping[str, Value]) -> str:
        """Return what is stated, and the number in it."""
        return label(parameters)

    def meaning(self, parameters: Mapping[str, Value]) -> tuple[str, ...]:
        """Return what the words of the statement mean."""
        return MEANINGS[str(parameters["says"])]

    def read(self, groups: Mapping[str, str | None]) -> dict[str, Value]:
        """Return what is stated, and its number."""
        return read_statement(groups)

    def verify(
        self,
        table: reference.Table,
        parameters: Mapping[str, Value],
        certificate: Mapping[str, int | str],
    ) -> str | None:
        """Find out whether the statement is false."""
        found = judge(table, parameters, certificate)
        if isinstance(found, str):
            return found
        return "the statement to be refuted is true" if found else None


FAMILY = Refute()
