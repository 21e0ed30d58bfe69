"""Rules: configurations with a parameter, and what a machine does with all of them.

The texts are in ``lean/_rules.lean.j2`` and ``markdown/_rules.md.j2``.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from bbsynth.busy_beaver.certificates.bouncer import MAX_WORDS, Bouncer, find_bouncer
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.machines import Direction, Machine
from bbsynth.busy_beaver.other_starts import Start
from bbsynth.busy_beaver.parametric import facing, written
from bbsynth.busy_beaver.reading import read_state
from bbsynth.busy_beaver.rule_check import Halfway, Leg, halfway, way
from bbsynth.problems.family import Fields, Groups, Parameters, Value, number

__all__ = [
    "ANOTHER_START",
    "CONFIGURATIONS",
    "DEFINITION",
    "GOAL",
    "GOAL_WORDS",
    "LINEAR",
    "WORDS",
    "by_rule",
    "counted",
    "facing",
    "halfway_of",
    "leading",
    "legs",
    "linear",
    "read_rule",
    "row",
    "rule_certificate",
    "start_of",
    "with_rule",
    "written",
]

_SEARCH_STEPS: Final = 3_000
"""Steps to look at for rules."""

_LARGE: Final = 2_000
"""Cells of C(3), at most."""

_COUNT: Final = r"(?:[0-9]+ \* m \+ [0-9]+|[0-9]+ \* m|m \+ [0-9]+|m|[0-9]+)"
_LEAN_ROW: Final = rf"\[(?:\(\[[0-9](?:, [0-9])*\], {_COUNT}\)(?:, |(?=\])))*\]"
_WORD_ROW: Final = rf"(?:\([0-9]+\)\^\{{{_COUNT}\}} ?)*"

DEFINITION: Final = (
    r"\.rows (?P<state>[0-9]+) \.(?P<facing>left|right) "
    rf"(?P<left>{_LEAN_ROW}) (?P<right>{_LEAN_ROW}); "
)
"""The configurations in Lean, as a regular expression; the theorem follows."""

WORDS: Final = (
    r"For every natural number m, let C\(m\) be the configuration in state (?P<state>[A-Z]) with "
    rf"the tape `(?P<left>{_WORD_ROW})\|(?P<right>(?: \([0-9]+\)\^\{{{_COUNT}\}})*)` and the head "
    r"on the first cell to the (?P<facing>left|right) of the bar\. "
)
"""The same in words."""


GOAL: Final = DEFINITION.replace("?P<", "?P<to_")
"""The definition of configurations D(m) in Lean, which follows that of the C(m)."""

GOAL_WORDS: Final = (
    r"and let D\(m\) be the configuration in state (?P<to_state>[A-Z]) with the tape "
    rf"`(?P<to_left>{_WORD_ROW})\|(?P<to_right>(?: \([0-9]+\)\^\{{{_COUNT}\}})*)` and the head "
    r"on the first cell to the (?P<to_facing>left|right) of the bar\. "
)
"""The same in words."""

LINEAR: Final = r"(?P<steps>(?:[0-9]+ \* )?m(?: \+ [0-9]+)?|[0-9]+)"
"""A number of steps, in Lean and in words."""


def leading(words: str, steps: str, goal: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the `Family.sentences` that so many steps lead from C(m) to other configurations.

    Parameters
    ----------
    words : str
        What says which configurations these are, as a regular expression, as the others are.
    steps : str
        The number of steps.
    goal : str
        The name of the other configurations.
    """
    return (
        re.compile(
            rf"{words}Then, for every m, exactly {steps} steps lead the machine from C\(m\) to "
            rf"{goal}\."
        ),
        re.compile(
            rf"{words}Show that the machine, started in C\(m\), is in {goal} after exactly "
            rf"{steps} steps, whatever m is\."
        ),
    )


CONFIGURATIONS: Final = (
    "- **Configurations.** A configuration is a state, a tape, and a position of the head. In the "
    "description of a tape, `(w)^{e}` stands for the word w, written *e* times in a row, from left "
    "to right; the bar marks the edge between two cells, and all cells beyond what is written are "
    "blank. Where on the tape the edge lies does not matter: two configurations that differ by a "
    "shift of everything count as the same."
)
ANOTHER_START: Final = (
    "- **Another start.** What is asked here is not about the run from the blank tape. The machine "
    "is put into the configuration C(m), and steps are counted from there."
)
"""What the statements say of the words that they use; see `Family.meanings`."""


def linear(times: int, plus: int) -> str:
    """Return times * m + plus as Lean and the statements write it."""
    if not times:
        return str(plus)
    first = "m" if times == 1 else f"{times} * m"
    return f"{first} + {plus}" if plus else first


def row(text: str) -> list[tuple[str, int, int]]:
    """Return the words, slopes and constants of a row as certificates write it."""
    parts = [part.split(":") for part in text.split(",") if part]
    return [(word, int(times), int(plus)) for word, times, plus in parts]


def with_rule(decision: Decision) -> Decision | None:
    """Return the decision with the certificate of a rule, which was not checked, or None."""
    certificate = decision.certificate
    if isinstance(certificate, Bouncer):
        return decision
    if certificate is not None and not certificate.before_rules:
        return None
    found = find_bouncer(decision.machine, _SEARCH_STEPS)
    return None if found is None else dataclasses.replace(decision, certificate=found)


def by_rule(decision: Decision) -> Decision:
    """Return the decision with the certificate of a rule, whatever else decides the machine.

    The certificate was not checked, and is None if no rule is found.
    """
    return dataclasses.replace(decision, certificate=find_bouncer(decision.machine))


def rule_certificate(decision: Decision) -> dict[str, int | str] | None:
    """Return the rule of a machine that sweeps over a growing block, if Lean will accept it."""
    certificate = decision.certificate
    return certificate.rule(decision.machine) if isinstance(certificate, Bouncer) else None


def start_of(parameters: Parameters) -> Start:
    """Return C(3) of the configurations that a claim is about, the edge left of cell 0.

    Raises
    ------
    ValueError
        If it is larger than any that bbsynth makes.
    """
    sides = [row(str(parameters[name])) for name in ("left", "right")]
    words = [one for side in sides for one in side]
    cells = sum(len(word) * (3 * times + plus) for word, times, plus in words)
    if cells > _LARGE or any(min(times, plus) < 0 for _, times, plus in words):
        raise ValueError("the configuration is too large")
    left, right = (
        "".join(word * (3 * times + plus) for word, times, plus in side) for side in sides
    )
    return Start(
        state=number(parameters, "state"),
        head=0 if parameters["facing"] == "right" else -1,
        start=-len(left),
        symbols=tuple(map(int, left + right)),
    )


def halfway_of(decision: Decision, rule: Fields) -> list[Halfway]:
    """Return the configurations between the crossings of a rule; see `rule_check.halfway`."""
    certificate = decision.certificate
    if not isinstance(certificate, Bouncer):
        return []
    left, right = row(str(rule["left"])), row(str(rule["right"]))
    return [
        one
        for one in halfway(
            decision.machine,
            certificate.state,
            certificate.direction,
            tuple(left),
            tuple(right),
            fuel=int(rule["fuel"]),
        )
        if len(one.left) + len(one.right) <= MAX_WORDS
    ]


def legs(notation: str, certificate: Fields) -> list[Leg]:
    """Return the way of a machine that a certificate of kind ``rule`` describes; see
    `rule_check.way`."""
    return way(
        Machine.parse(notation),
        int(certificate["state"]),
        Direction.RIGHT if certificate["facing"] == "right" else Direction.LEFT,
        tuple(row(str(certificate["left"]))),
        tuple(row(str(certificate["right"]))),
        slope=int(certificate["slope"]),
        constant=int(certificate["constant"]),
    )


def read_rule(groups: Groups) -> dict[str, Value]:
    """Return the parameters from the groups of `DEFINITION` or `WORDS`, and of ``steps``."""
    found = _configurations(groups, "")
    if "to_state" in groups:
        found |= _configurations(groups, "to_")
    if groups.get("steps") is not None:
        found["slope"], found["constant"] = counted(groups["steps"] or "")
    return found


def _configurations(groups: Groups, prefix: str) -> dict[str, Value]:
    found: dict[str, Value] = {
        f"{prefix}state": read_state(groups[f"{prefix}state"]),
        f"{prefix}facing": groups[f"{prefix}facing"] or "",
    }
    for name in (f"{prefix}left", f"{prefix}right"):
        text = groups[name] or ""
        items = re.findall(rf"\(\[([0-9, ]+)\], ({_COUNT})\)", text) or re.findall(
            rf"\(([0-9]+)\)\^\{{({_COUNT})\}}", text
        )
        found[name] = ",".join(
            f"{word.replace(', ', '')}:{':'.join(map(str, counted(count)))}"
            for word, count in items
        )
    return found


def counted(text: str) -> tuple[int, int]:
    """Return the slope and the constant of a count."""
    match = re.fullmatch(r"(?:(?:([0-9]+) \* )?(m))?(?: \+ )?([0-9]+)?", text)
    if match is None:
        raise ValueError(f"{text!r} is not a count")
    slope = int(match[1] or 1) if match[2] else 0
    return slope, int(match[3] or 0)
