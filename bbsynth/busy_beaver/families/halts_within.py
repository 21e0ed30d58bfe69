"""Machines that halt, and an upper bound of the time."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import halting_facts
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.problems.family import Claim, Family, Value, draw, number

__all__ = ["FAMILY", "HaltsWithin"]


class HaltsWithin(Family):
    """The machine halts after at most N steps; N is drawn, and seldom the halting time itself."""

    name = "halts-within"
    summary = "halts after at most N steps"
    title = "A machine that halts in time"
    example = "1RB1LC_1LA1RB_1LB---"
    strata = ("halts",)
    meanings = (
        "- **Halting time.** The machine halts *after at most N steps* if there is a number *t*, "
        "no larger than *N*, such that its *t*-th step is the one in which it halts.",
    )
    proposition = re.compile(r"machine\.HaltsWithin (?P<bound>[0-9]+)")
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine halts after at most (?P<bound>[0-9]+) steps?\."
        ),
        re.compile(
            r"The run of the machine from the blank tape ends, and has no more than "
            r"(?P<bound>[0-9]+) steps?\."
        ),
        re.compile(
            r"If the machine is started on the blank tape, it has halted once (?P<bound>[0-9]+) "
            r"steps? (?:has|have) been made, or earlier\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the claim for a machine that halts."""
        facts = halting_facts(decision)
        if facts is None:
            return None
        choice = draw(seed, self.name, decision.machine)
        bound = decision.steps + choice.randint(0, decision.steps + 4)
        return Claim(
            family=self.name,
            machine=decision.machine,
            stratum="halts",
            parameters={"bound": bound},
            certificate={"kind": "halts", "steps": decision.steps},
            metadata=facts,
            label=self.label({"bound": bound}),
        )

    def label(self, parameters: Mapping[str, Value]) -> str:
        """Return the number in the claim."""
        return str(number(parameters, "bound"))

    def verify(
        self,
        table: reference.Table,
        parameters: Mapping[str, Value],
        certificate: Mapping[str, int | str],
    ) -> str | None:
        """Run the machine for the time claimed."""
        bound = number(parameters, "bound")
        steps = int(certificate["steps"])
        if steps > bound:
            return f"the certificate says {steps} steps, the statement at most {bound}"
        return reference.check_halts_after(table, steps)


FAMILY = HaltsWithin()
