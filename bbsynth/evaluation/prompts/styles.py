"""Prompt styles: the ways in which a problem is put to a model.

A style is written as a first word and additions, joined by ``+``, such as ``both+sheet+plan``:

- ``formal``, ``informal``, ``both``: which statement a general model is shown;
- ``continuation``, ``goedel``: a text that the model goes on with, for plain completion;
- ``deepseek-prover``, ``kimina``: what these provers were trained to be asked;
- ``+sheet``: the definitions and the useful theorems of the Lean library;
- ``+shots1`` … ``+shots9``: one to nine proofs of problems about other machines;
- ``+body``: the answer is to be what follows ``:=``, not the whole file;
- ``+plan``: a plan in words before the proof.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, cast

from bbsynth.errors import UsageError

__all__ = ["FORMS", "Style"]

StatementShown = Literal["formal", "informal", "both"]

_GENERAL: Final[tuple[StatementShown, ...]] = ("formal", "informal", "both")

FORMS: Final[dict[str, StatementShown]] = {
    "continuation": "both",
    "goedel": "formal",
    "deepseek-prover": "formal",
    "kimina": "both",
}
"""The forms that are not a question to a general model, and what each shows."""

_CONTINUED: Final = frozenset({"continuation", "goedel"})
_ADDITION: Final = re.compile(r"sheet|body|plan|shots[1-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A prompt style.

    Parameters
    ----------
    form : str
        The template, ``plain`` for a question to a general model.
    statement : {"formal", "informal", "both"}
        Which statement is shown.
    sheet : bool
        Whether the library is described.
    shots : int
        How many proofs of other problems are shown.
    answer : {"file", "body"}
        Whether the answer is the whole file, or what follows ``:=``.
    plan : bool
        Whether a plan is asked for before the proof.
    """

    form: str = "plain"
    statement: StatementShown = "both"
    sheet: bool = False
    shots: int = 0
    answer: Literal["file", "body"] = "file"
    plan: bool = False

    @property
    def continued(self) -> bool:
        """Whether the model goes on with the text of the prompt."""
        return self.form in _CONTINUED

    @property
    def name(self) -> str:
        """The name of the style, always the same for the same style."""
        parts = [self.statement if self.form == "plain" else self.form]
        parts += ["sheet"] if self.sheet else []
        parts += [f"shots{self.shots}"] if self.shots else []
        parts += ["body"] if self.answer == "body" and self.statement != "informal" else []
        parts += ["plan"] if self.plan else []
        return "+".join(parts)

    @classmethod
    def parse(cls, text: str) -> Style:
        """Return the style with a name.

        Raises
        ------
        UsageError
            If there is no such style; the message lists what is possible.
        """
        first, *additions = text.strip().split("+")
        if first not in _GENERAL and first not in FORMS:
            raise UsageError(
                f"{text!r} is not a prompt style: it has to begin with one of "
                f"{', '.join([*_GENERAL, *FORMS])}"
            )
        for addition in additions:
            if not _ADDITION.fullmatch(addition):
                raise UsageError(
                    f"{text!r} is not a prompt style: {addition!r} is not one of +sheet, +body, "
                    "+plan, +shots1 … +shots9"
                )
        kinds = [addition[:5] for addition in additions]
        if len(set(kinds)) != len(kinds):
            raise UsageError(f"{text!r} is not a prompt style: it has an addition twice")
        if first in FORMS and "body" in additions:
            raise UsageError(
                f"{text!r} is not a prompt style: {first} has a form of answer of its own, "
                "and no +body"
            )
        if first == "continuation" and "plan" in additions:
            raise UsageError(f"{text!r} is not a prompt style: a continuation has no +plan")
        shots = [int(addition[5:]) for addition in additions if addition.startswith("shots")]
        statement = FORMS.get(first, cast(StatementShown, first))
        return cls(
            form=first if first in FORMS else "plain",
            statement=statement,
            sheet="sheet" in additions,
            shots=shots[0] if shots else 0,
            # A model that has not seen the formal statement cannot repeat it.
            answer="body" if "body" in additions or statement == "informal" else "file",
            plan="plan" in additions,
        )
