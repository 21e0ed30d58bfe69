"""Machines that run for some time, whether they halt then or not."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import halting_certificate, halting_facts
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.reference import Table
from bbsynth.problems.family import Claim, Fields, Parameters, draw, number

__all__ = ["FAMILY", "RunsFor"]

_LONGEST = 400


class RunsFor(MachineFamily):
    """The machine makes at least N steps. Of a machine that halts, N is at most the time."""

    name = "runs-for"
    summary = "does not halt before step N"
    title = "A machine that goes on for some time"
    example = "1RB---_1LC0RB_0LE0RD_1LA0RD_1LD1LB"
    strata = ("halts", "goes-on")
    tells = "time"
    meanings = (
        "- **Running.** The claim is about the numbers *t* that are smaller than the one named: "
        "after *t* steps, the machine has not halted. Whether it halts later is not said.",
    )
    proposition = re.compile(r"machine\.RunsFor (?P<least>[0-9]+)")
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine does not halt in fewer than "
            r"(?P<least>[0-9]+) steps?\."
        ),
        re.compile(
            r"The run of the machine from the blank tape has at least (?P<least>[0-9]+) steps?, or "
            r"never ends\."
        ),
        re.compile(
            r"For every number smaller than (?P<least>[0-9]+), the machine, started on the blank "
            r"tape, has not halted after so many steps\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the claim for a machine whose fate is known."""
        if decision.certificate is None:
            return None
        choice = draw(seed, self.name, decision.machine)
        facts = halting_facts(decision)
        if facts is not None:
            least = choice.randint(max(1, decision.steps // 2), decision.steps)
            certificate = halting_certificate(decision)
        elif decision.steps < 2:
            return None
        else:
            least = choice.randint(2, min(_LONGEST, decision.steps))
            certificate = {"kind": "run", "steps": least}
        stratum = "goes-on" if facts is None else "halts"
        return self.make_claim(
            decision.machine, {"least": least}, certificate, stratum=stratum, metadata=facts
        )

    def first_steps(self, claim: Claim) -> int:
        """Return the number in the claim: it says nothing of later steps."""
        return number(claim.parameters, "least")

    def label(self, parameters: Parameters) -> str:
        """Return the number in the claim."""
        return str(number(parameters, "least"))

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Run the machine for one step less than claimed."""
        least = number(parameters, "least")
        if certificate["kind"] == "halts":
            wrong = reference.check_halts_after(table, int(certificate["steps"]))
            if wrong is not None:
                return wrong
        elif certificate["steps"] != least:
            return f"the certificate says {certificate['steps']} steps, the statement {least}"
        return reference.check_runs_on(table, least - 1)


FAMILY = RunsFor()
