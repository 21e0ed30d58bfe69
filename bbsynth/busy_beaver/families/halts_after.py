"""Machines that halt, and after how many steps."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import halting_claim
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.problems.family import Claim, Family, Value, number

__all__ = ["FAMILY", "HaltsAfter"]


class HaltsAfter(Family):
    """The machine halts after exactly N steps, the halting step included."""

    name = "halts-after"
    summary = "halts after exactly N steps"
    title = "When a machine halts"
    example = "1RB---_1LB0RC_1LC1LA"
    strata = ("halts",)
    meanings = (
        "- **Halting time.** The machine halts *after exactly N steps* if its *N*-th step is the "
        "one in which it halts: after *N* steps it has halted, and after any smaller number of "
        "steps it has not.",
    )
    proposition = re.compile(r"machine\.HaltsAfter (?P<steps>[0-9]+)")
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine halts after exactly (?P<steps>[0-9]+) steps?\."
        ),
        re.compile(
            r"If the machine is started on the blank tape, the step in which it halts is its step "
            r"number (?P<steps>[0-9]+), where the first step has number 1\."
        ),
        re.compile(
            r"From the blank tape, the machine makes (?P<steps>[0-9]+) steps?, neither more nor "
            r"less, and the last of (?:these|them) is the one in which it halts\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the halting time of a machine that halts."""
        return halting_claim(self.name, decision, {"steps": decision.steps})

    def verify(
        self,
        table: reference.Table,
        parameters: Mapping[str, Value],
        certificate: Mapping[str, int | str],
    ) -> str | None:
        """Run the machine for the time claimed."""
        if certificate["steps"] != parameters["steps"]:
            return (
                f"the certificate says {certificate['steps']} steps, "
                f"the statement {parameters['steps']}"
            )
        return reference.check_halts_after(table, number(parameters, "steps"))


FAMILY = HaltsAfter()
