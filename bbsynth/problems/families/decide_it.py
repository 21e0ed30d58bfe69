"""Statements that may be true or false: either they or their negations are to be proved."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bbsynth.deciders import Decision
from bbsynth.problems import reference
from bbsynth.problems.family import Claim, Family, Value, draw
from bbsynth.problems.statements import (
    PROPOSITION,
    SENTENCE,
    judge,
    read_statement,
    statement,
)

__all__ = ["FAMILY", "DecideIt"]


class DecideIt(Family):
    """Is it so, or not? Both proofs are answers, and only one of them exists."""

    name = "decide-it"
    summary = "may or may not do what is stated of it"
    strata = ("true", "false")
    two_sided = True
    proposition = re.compile(PROPOSITION)
    sentences = (
        re.compile(rf"Prove or refute: {SENTENCE}\."),
        re.compile(
            rf"Find out whether the following is true, and prove what you find: {SENTENCE}\."
        ),
        re.compile(rf"Is it true that, {SENTENCE}\? Give a proof of the answer\."),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return a statement about a machine whose fate is known."""
        choice = draw(seed, self.name, decision.machine)
        holds = choice.random() < 0.5
        drawn = statement(decision, choice, holds=holds)
        if drawn is None:
            return None
        parameters, certificate = drawn
        return Claim(
            family=self.name,
            machine=decision.machine,
            stratum="true" if holds else "false",
            parameters=parameters,
            certificate=certificate,
            label="-".join(str(value) for value in parameters.values()),
        )

    def read(self, groups: Mapping[str, str | None]) -> dict[str, Value]:
        """Return what is stated, and its number."""
        return read_statement(groups)

    def verify(
        self,
        table: reference.Table,
        parameters: Mapping[str, Value],
        certificate: Mapping[str, int | str],
    ) -> str | None:
        """Find out whether the statement is true."""
        found = judge(table, parameters, certificate)
        if isinstance(found, str):
            return found
        stated = certificate["holds"] == 1
        return None if found is stated else f"the statement is {'true' if found else 'false'}"


FAMILY = DecideIt()
