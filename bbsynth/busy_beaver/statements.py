"""Plain statements about a machine, true or false, that are to be refuted or decided.

The texts are in ``lean/_statements.lean.j2`` and ``markdown/_statements.md.j2``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import Any, Final, Literal

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import halting_facts, never_facts, verify_never
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.reference import Table
from bbsynth.problems.family import Fields, Groups, Parameters, Value, number

__all__ = [
    "MEANINGS",
    "PROPOSITION",
    "SENTENCE",
    "Statement",
    "StatementFamily",
    "false_statement",
    "judge",
]

Statement = tuple[dict[str, Value], dict[str, int | str]]
"""Parameters, among them what is stated, and a certificate, with whether it ``holds``."""

PROPOSITION: Final = (
    r"machine\.(?:HaltsAfter (?P<after>[0-9]+)|HaltsWithin (?P<within>[0-9]+)|"
    r"HaltsLeaving (?P<leaving>[0-9]+)|(?P<never>NeverHalts)|(?P<halts>Halts))"
)
"""What the statements are in Lean, as a regular expression."""

SENTENCE: Final = (
    r"started on the blank tape, the machine (?:"
    r"halts after exactly (?P<after>[0-9]+) steps?|halts after at most (?P<within>[0-9]+) steps?|"
    r"halts, and then exactly (?P<leaving>[0-9]+) (?:cell is|cells are) not blank|"
    r"(?P<never>never halts)|(?P<halts>halts))"
)
"""What they are in words."""


MEANINGS: Final = {
    "after": (
        "- **Halting time.** The machine halts *after exactly N steps* if its *N*-th step is the "
        "one in which it halts: after *N* steps it has halted, and after any smaller number of "
        "steps it has not.",
    ),
    "halts": (
        "- **To halt.** The machine *halts* if there is a number *t* such that its *t*-th step is "
        "the one in which it halts.",
    ),
    "leaving": (
        "- **What is left.** The cells that are not blank are counted after the step in which the "
        "machine halts, so that what this step has written is on the tape too.",
    ),
    "never": (
        "- **Never halting.** The machine *never halts* if there is no number *t* such that it "
        "has halted after *t* steps.",
    ),
    "within": (
        "- **Halting time.** The machine halts *after at most N steps* if there is a number *t*, "
        "no larger than *N*, such that its *t*-th step is the one in which it halts.",
    ),
}
"""What the words of a statement mean, by what it says: see `Family.meanings`."""


class StatementFamily(MachineFamily):
    """Claims that are made of a plain statement, which may be true or false."""

    proposition = re.compile(PROPOSITION)

    def label(self, parameters: Parameters) -> str:
        """Return what is stated, and the number in it."""
        said = (parameters.get(name) for name in ("says", "number"))
        return "-".join(str(value) for value in said if value is not None)

    def meaning(self, parameters: Parameters) -> tuple[str, ...]:
        """Return what the words of the statement mean."""
        return MEANINGS[str(parameters["says"])]

    def told(self, parameters: Parameters) -> Literal["time", "tape"]:
        """Return whether the statement is about the tape that is left."""
        return "tape" if parameters["says"] == "leaving" else "time"

    def read(self, groups: Groups) -> dict[str, Value]:
        """Return what is stated, and its number."""
        ((name, text),) = [(name, text) for name, text in groups.items() if text is not None]
        return {"says": name} if name in ("never", "halts") else {"says": name, "number": int(text)}


def false_statement(decision: Decision, choice: Random) -> Statement | None:
    """Draw a statement about a machine that does not hold, but could be thought to.

    Returns
    -------
    tuple or None
        Parameters and certificate; None if nothing of the kind can be said.
    """
    facts = halting_facts(decision)
    if facts is not None:
        certificate: dict[str, int | str] = {"kind": "halts", "steps": decision.steps}
        parameters = _of_halting(facts, choice)
        return parameters, {**certificate, "holds": 0}
    never = never_facts(decision)
    return None if never is None else (_of_never_halting(choice), {**never, "holds": 0})


def _of_halting(facts: Mapping[str, Any], choice: Random) -> dict[str, Value]:
    steps, left = facts["steps"], facts["non_blank"]
    says = choice.choice(("after", "within", "leaving", "never"))
    if says == "never" or (says == "within" and steps == 1):
        return {"says": "never"}
    if says == "within":
        return {"says": says, "number": choice.randint(max(1, steps // 2), steps - 1)}
    return {"says": says, "number": _near(steps if says == "after" else left, choice)}


def _of_never_halting(choice: Random) -> dict[str, Value]:
    says = choice.choice(("after", "within", "halts"))
    if says == "halts":
        return {"says": says}
    return {"says": says, "number": choice.randint(5, 200)}


def _near(number: int, choice: Random) -> int:
    """A number that is not `number`, but might be: a neighbour, or one digit is another."""
    digits = str(number)
    place = choice.randrange(len(digits))
    other = [
        int(digits[:place] + digit + digits[place + 1 :])
        for digit in "0123456789"
        if digit != digits[place] and not (place == 0 and digit == "0")
    ]
    candidates = {number - 1, number + 1, choice.choice(other)} - {number, 0, -1}
    return choice.choice(sorted(candidates))


def judge(table: Table, parameters: Parameters, certificate: Fields) -> bool | str:
    """Return whether a statement holds, by the reference simulator, or what is wrong with that."""
    says = parameters["says"]
    if certificate["kind"] != "halts":
        wrong = verify_never(table, certificate)
        if wrong is not None:
            return wrong
        if says in ("after", "within"):
            number(parameters, "number")
        return says == "never"
    steps = int(certificate["steps"])
    wrong = reference.check_halts_after(table, steps)
    if wrong is not None:
        return wrong
    if says in ("halts", "never"):
        return says == "halts"
    stated = number(parameters, "number")
    if says == "after":
        return reference.check_halts_after(table, stated) is None
    if says == "within":
        return stated >= steps
    return reference.check_halts_leaving(table, stated, steps) is None
