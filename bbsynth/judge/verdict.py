"""What is asked of the judge, and what it answers."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

__all__ = ["Limits", "Message", "Position", "Status", "Task", "Verdict"]


class Status(StrEnum):
    """How a candidate fared. Only `PROVED` counts as a proof."""

    PROVED = "proved"
    """The kernel has accepted a proof of exactly the statement, from allowed axioms."""
    WRONG = "wrong"
    """It does not prove the statement: Lean rejects it, it uses `sorry`, it proves another."""
    CHEATING = "cheating"
    """It breaks a rule of the judge; the verdict names the rule."""
    MALFORMED = "malformed"
    """It is not a text that could be judged: empty, not UTF-8, too long."""
    TIMEOUT = "timeout"
    """It took longer than the limit on time."""
    OUT_OF_MEMORY = "out-of-memory"
    """It took more memory than the limit."""
    CRASH = "crash"
    """The Lean process died on it, and died again in a second, fresh process."""
    HARNESS_ERROR = "harness-error"
    """The judge failed, through no fault of the candidate. Neither a failure nor a success."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits for one candidate.

    Attributes
    ----------
    heartbeats : int
        Lean's own measure of work (thousands of small allocations), for elaboration and for each
        question to the kernel. It does not depend on the speed of the machine.
    rec_depth : int
        The most that a candidate may set the option ``maxRecDepth`` to.
    seconds : float
        Processor time, for the reference and the candidate together. It depends little on how busy
        the machine is; wall clock is limited to four times as much.
    memory : int
        Bytes that the Lean process may hold resident.
    """

    heartbeats: int = 200_000
    rec_depth: int = 20_000
    seconds: float = 60.0
    memory: int = 3_500_000_000


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One candidate to be judged.

    Attributes
    ----------
    name : str
        What to call it, for people and in results.
    theorem : str
        The full name of the theorem that has to be proved.
    reference : str
        Our text of the problem: header, definitions, and the theorem with `sorry` for a proof.
    candidate : str
        The untrusted text.
    fault : str
        Why there is no text that could be judged; the verdict is then `MALFORMED`. Empty if there
        is one.
    lines_before : int
        How many lines of `candidate` were put before the untrusted text by us.
    first_line : int
        The line of what the user knows, a file or an answer, in which the untrusted text begins.
    want_source : bool
        Whether the verdict on a proof is to hold its text as a file that stands alone.
    """

    name: str
    theorem: str
    reference: str
    candidate: str
    fault: str = ""
    lines_before: int = 0
    first_line: int = 1
    want_source: bool = False


class Position(msgspec.Struct, frozen=True):
    """A place in the candidate: line, from 1, and column, from 0."""

    line: int
    column: int


class Message(msgspec.Struct, frozen=True):
    """What Lean said about the candidate, for people: no verdict is made from it."""

    severity: str
    line: int
    column: int
    text: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a `Task`.

    Attributes
    ----------
    name : str
        That of the task.
    status : Status
        How it fared.
    rule : str
        A word that names the reason, the same from run to run; empty for a proof.
    reason : str
        The reason in words.
    position : Position or None
        The place in the candidate that is to blame, where there is one.
    messages : list of Message
        Lean's messages, errors first, at most 20, each cut to 2,000 characters. Lines, here and in
        `position`, are those of the file or answer that the candidate came in.
    axioms : list of str
        The axioms that the theorem rests on.
    milliseconds : dict
        Wall clock of each stage: ``reference``, ``elaborate``, ``compare``, ``recheck``, and
        ``total`` with all that lies between.
    toolchain : str
        The Lean that was asked.
    judge : str
        The version of the judge.
    cached : bool
        Whether the verdict was made earlier.
    source : str
        For a proof, if the task wanted it: what was accepted, as a file that stands alone, with
        the problem's own definitions in it.
    second_opinions : dict
        What other checkers said of the proof, by their names; see `bbsynth.judge.paranoid`.
    """

    name: str
    status: Status
    rule: str = ""
    reason: str = ""
    position: Position | None = None
    messages: list[Message] = []
    axioms: list[str] = []
    milliseconds: dict[str, int] = {}
    toolchain: str = ""
    judge: str = ""
    cached: bool = False
    source: str = ""
    second_opinions: dict[str, str] = {}

    @property
    def proved(self) -> bool:
        """Whether the candidate is accepted."""
        return self.status is Status.PROVED

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as plain data for JSON."""
        plain = msgspec.to_builtins(self)
        if not isinstance(plain, dict):
            raise TypeError("a verdict is an object")
        return plain
