"""Counters: from each configuration of a family to the next, in a number of steps like 2^m."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.deciders import FAR, Decision, NGramCPS, RepWL
from bbsynth.busy_beaver.deciders.counter import find_counter
from bbsynth.busy_beaver.deciders.counter_check import check_counter
from bbsynth.busy_beaver.machines import Direction
from bbsynth.busy_beaver.other_starts import Start
from bbsynth.busy_beaver.rules import (
    ANOTHER_START,
    CONFIGURATIONS,
    DEFINITION,
    WORDS,
    plain,
    read_rule,
    start_of,
)
from bbsynth.problems.family import Claim, Family, Value, number

__all__ = ["FAMILY", "Counts"]

_STEPS = r"(?P<factor>[0-9]+) \* (?P<base>[0-9]+) \^ m(?: (?P<sign>[+-]) (?P<shift>[0-9]+))?"
_NAMES = ("state", "facing", "left", "right", "factor", "base", "shift")
_FOLLOWED: Final = 4


class Counts(Family):
    """For all m, the machine goes from C(m) to C(m + 1) in exactly a * b ^ m + s steps."""

    name = "counts"
    summary = "goes from C(m) to C(m + 1) in a number of steps that grows like a power, for all m"
    title = "How a machine counts"
    example = "1RB1LC_0LA0RB_1LA---"
    strata = ("counter",)
    induction = True
    meanings = (CONFIGURATIONS, ANOTHER_START)
    proposition = re.compile(
        rf"{DEFINITION}∀ m, machine\.Reaches \(C m\) \(C \(m \+ 1\)\) \({_STEPS}\)"
    )
    sentences = (
        re.compile(
            rf"{WORDS}Then, for every m, exactly {_STEPS} steps lead the machine from C\(m\) to "
            r"C\(m \+ 1\)\."
        ),
        re.compile(
            rf"{WORDS}Show that the machine, started in C\(m\), is in C\(m \+ 1\) after exactly "
            rf"{_STEPS} steps, whatever m is\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the rule of a simple counter."""
        if not isinstance(decision.certificate, NGramCPS | RepWL | FAR):
            return None
        counter = find_counter(decision.machine)
        if counter is None or not check_counter(decision.machine, counter):
            return None
        family, steps = counter.family(), counter.steps
        rounds = (len(counter.digits) - counter.first) * steps.base**counter.copies
        certificate: dict[str, int | str] = {
            "kind": "counter",
            "state": family.state,
            "facing": "right" if family.direction is Direction.RIGHT else "left",
            "left": ",".join(f"{word}:{times}:{plus}" for word, times, plus in family.left),
            "right": ",".join(f"{word}:{times}:{plus}" for word, times, plus in family.right),
            "factor": steps.factor,
            "base": steps.base,
            "shift": steps.constant,
            "back": counter.back,
            # From here on nearest to the head first, when it faces the digits.
            "carried": counter.carried[::-1],
            "returned": counter.returned,
            "crossed": counter.crossed[::-1],
            "tail": counter.tail[::-1],
            "copies": counter.copies,
            "digits": ",".join(counter.digits),
            "first": counter.first,
            "scale": steps.factor // rounds,
        }
        return Claim(
            family=self.name,
            machine=decision.machine,
            stratum="counter",
            parameters={name: certificate[name] for name in _NAMES},
            certificate=certificate,
        )

    def start(self, parameters: Mapping[str, Value]) -> Start:
        """Return one of the configurations."""
        return start_of(parameters)

    def read(self, groups: Mapping[str, str | None]) -> dict[str, Value]:
        """Return the configurations and the number of steps."""
        shift = int(groups["shift"] or 0)
        return {
            **read_rule(groups),
            "factor": int(groups["factor"] or 0),
            "base": int(groups["base"] or 0),
            "shift": -shift if groups["sign"] == "-" else shift,
        }

    def verify(
        self,
        table: reference.Table,
        parameters: Mapping[str, Value],
        certificate: Mapping[str, int | str],
    ) -> str | None:
        """Follow the rule for the first few values of m."""
        if any(certificate[name] != parameters[name] for name in _NAMES):
            return "the certificate and the statement name different rules"
        times = _times(parameters)
        return _impossible(times) or reference.check_steps(table, certificate, times)

    def refuted(
        self, table: reference.Table, parameters: Mapping[str, Value], steps: int
    ) -> str | None:
        """Follow the rule for the first few values of m, if that takes no longer."""
        times = _times(parameters)
        if sum(times) > steps:
            return None
        return _impossible(times) or reference.check_steps(table, plain(parameters), times)


def _times(parameters: Mapping[str, Value]) -> list[int]:
    """Return the first few numbers of steps."""
    factor, base, shift = (number(parameters, name) for name in ("factor", "base", "shift"))
    return [factor * base**m + shift for m in range(_FOLLOWED)]


def _impossible(times: Sequence[int]) -> str | None:
    return "a number of steps is 1 or more" if min(times) < 1 else None


FAMILY = Counts()
