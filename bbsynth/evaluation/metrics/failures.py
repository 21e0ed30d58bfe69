"""How proofs fail: the kinds of wrong answers, to see where a model fails.

The verdict says whether something is a proof; the kind is read from the judge's reasons and Lean's
messages, and nothing is decided by it.
"""

from __future__ import annotations

import re
from typing import Final

from bbsynth.judge import Status

__all__ = ["KINDS", "failure_kind"]

KINDS: Final = (
    "empty answer",
    "cut off",
    "not parsed",
    "unknown name",
    "type mismatch",
    "goals left",
    "computes to false",
    "tactic fails",
    "gives up",
    "another theorem",
    "breaks a rule",
    "too slow",
    "other error",
)
"""The kinds, in the order in which reports list them."""

_MESSAGES: Final = (
    (re.compile(r"unexpected (token|end of|identifier)|expected (token|command)"), "not parsed"),
    (
        re.compile(
            r"(?i)unknown (identifier|constant|tactic|namespace)|invalid field|"
            r"does not contain"
        ),
        "unknown name",
    ),
    (re.compile(r"declaration uses .?sorry"), "gives up"),
    (re.compile(r"unsolved goals"), "goals left"),
    (
        re.compile(r"(?s)proved that the proposition.*is false|did not (evaluate|reduce) to"),
        "computes to false",
    ),
    (re.compile(r"maximum (recursion|number of heartbeats)|deterministic\) timeout"), "too slow"),
    (
        re.compile(
            r"(?i)type mismatch|failed to unify|could not unify|failed to synthesize|"
            r"must not contain (meta|free )variables|expected type|function expected"
        ),
        "type mismatch",
    ),
    (
        re.compile(r"(?i)tactic|simp|omega|grind|exact\?|made no progress|no goals|rfl"),
        "tactic fails",
    ),
)
_RULES: Final = {
    "empty": "empty answer",
    "sorry": "gives up",
    "theorem-missing": "another theorem",
    "statement-changed": "another theorem",
    "not-a-theorem": "another theorem",
}


def failure_kind(
    status: str, rule: str = "", messages: tuple[str, ...] | list[str] = (), finish: str = ""
) -> str:
    """Return the kind of a failure.

    Parameters
    ----------
    status, rule : str
        Of the verdict.
    messages : sequence of str
        Lean's messages, errors first.
    finish : str
        Why the model ended; ``length`` means that it was not allowed to go on.
    """
    if finish == "length":
        return "cut off"
    if status in (Status.TIMEOUT, Status.OUT_OF_MEMORY, Status.CRASH):
        return "too slow"
    if rule in _RULES:
        return _RULES[rule]
    if status == Status.MALFORMED:
        return "not parsed"
    if status == Status.CHEATING:
        return "breaks a rule"
    for message in messages[:1]:
        for pattern, kind in _MESSAGES:
            if pattern.search(message):
                return kind
    return "other error"
