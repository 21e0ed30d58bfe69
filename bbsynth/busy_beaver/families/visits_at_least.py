"""Lower bounds on space that follow from rules."""

from __future__ import annotations

import re

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.certificates.bouncer import Bouncer
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.rules import LINEAR, counted, row, rule_certificate
from bbsynth.problems.family import Claim, Fields, Groups, Parameters, Value, number

__all__ = ["FAMILY", "VisitsAtLeast"]

_TIME = (
    r"(?P<start>[0-9]+) \+ (?P<linear>[0-9]+) \* m \+ "
    r"(?P<quadratic>[0-9]+) \* \(m \* \(m - 1\) / 2\)"
)
_CELLS = LINEAR.replace("steps", "cells")
_NAMES = ("start", "linear", "quadratic")


class VisitsAtLeast(MachineFamily):
    """For all m, the machine visits at least s(m) cells in its first T(m) steps."""

    name = "visits-at-least"
    summary = "visits at least s(m) cells in its first T(m) steps, for all m"
    title = "How much space a machine takes"
    example = "1RB1LA_0LA1RB"
    strata = (Bouncer.stratum,)
    by_rules = "always"
    induction = True
    meanings = (
        "- **Visited cells.** A cell is *visited* in a step if the head is on it before the step. "
        "In its first *t* steps the machine visits the cells that are visited in one of them.",
        "- **Division.** The product *m* · (*m* - 1) is even, so half of it is a natural number.",
    )
    proposition = re.compile(rf"∀ m, machine\.VisitsAtLeast \({_TIME}\) \({_CELLS}\)")
    sentences = (
        re.compile(
            r"For every natural number m, the machine, started on the blank tape, visits at least "
            rf"{_CELLS} cells in its first {_TIME} steps\."
        ),
        re.compile(
            rf"Let T\(m\) = {_TIME}\. Show that, for every natural number m, the number of "
            r"different cells that the machine, started on the blank tape, has visited after "
            rf"T\(m\) steps is {_CELLS} or more\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the bound for a machine that sweeps over a growing block."""
        rule = rule_certificate(decision)
        if rule is None or int(rule["constant"]) < 1 or int(rule["slope"]) < 1:
            return None
        sides = [*row(str(rule["left"])), *row(str(rule["right"]))]
        marks = [len(word) - word.count("0") for word, _, _ in sides]
        slope = sum(one * times for one, (_, times, _) in zip(marks, sides, strict=True))
        constant = sum(one * plus for one, (_, _, plus) in zip(marks, sides, strict=True))
        if not slope:
            return None
        parameters: dict[str, Value] = {
            "start": rule["start"],
            "linear": rule["constant"],
            "quadratic": rule["slope"],
            "slope": slope,
            "constant": constant,
        }
        return self.make_claim(decision.machine, parameters, rule)

    def read(self, groups: Groups) -> dict[str, Value]:
        """Return the numbers of the time and of the cells."""
        slope, constant = counted(groups["cells"] or "")
        numbers = {name: int(groups[name] or "") for name in _NAMES}
        return {**numbers, "slope": slope, "constant": constant}

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Follow the rule for the first few values of m, and count cells."""
        of_rule = {"start": "start", "linear": "constant", "quadratic": "slope"}
        if any(parameters[name] != certificate[of_rule[name]] for name in _NAMES):
            return "the certificate and the statement name different times"
        return Bouncer.verify(table, certificate) or _count_cells(table, parameters)

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Count cells, if that takes no longer."""
        most = sum(number(parameters, name) * 28 for name in _NAMES)
        return _count_cells(table, parameters) if most <= 10 * steps else None


def _count_cells(table: Table, parameters: Parameters) -> str | None:
    return reference.check_visits_at_least(
        table,
        *(number(parameters, name) for name in (*_NAMES, "slope", "constant")),
    )


FAMILY = VisitsAtLeast()
