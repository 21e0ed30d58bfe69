"""A problem: one theorem, stated twice, with a proof that Lean accepts."""

from __future__ import annotations

import re
from typing import Any, Final, Literal

import msgspec

from bbsynth.errors import DatasetError

__all__ = ["NEGATION_PREFIX", "SCHEMA", "Problem"]

SCHEMA: Final = 2
"""The version of this structure; it changes when a field changes its meaning."""

NEGATION_PREFIX: Final = "not_"
"""What the name of the negation of a theorem begins with, before the theorem's name."""

# An id is also the stem of files, on every file system, and a theorem's name is Lean source.
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,199}")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_']{0,199}(\.[A-Za-z_][A-Za-z0-9_']{0,199}){0,9}")
_FAMILY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Problem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything there is to know about one problem; no other file is needed to use it.

    Parameters
    ----------
    id : str
        A readable name, stable between versions, such as ``2x2-halts-after-1RB1LB_1LA1RZ``; also
        the stem of the problem's files.
    family : str
        The kind of statement, such as ``halts-after``.
    stratum : str
        The part of the family that the problem belongs to, such as ``translated-cycler``.
    track : str
        ``library`` if the Lean texts import the library, ``bare`` if they carry the semantics along
        and use nothing else.
    machine : str
        What the problem is about: a machine in standard notation, every transition defined, or a
        partial machine where the problem is about all its completions; in other domains, a subject
        as the domain writes it. Empty if it is about machines, or other subjects, in general.
    states, symbols : int
        The size of the machine; both 0 if there is none.
    parameters : dict
        The numbers, words and lists in the claim, by name, such as ``{"steps": 6}``. A step count
        includes the halting step.
    theorem : str
        The name of the theorem to be proved; no other problem has the same.
    header : str
        What the Lean texts begin with: the imports and ``open`` commands, or the semantics.
    formal_statement : str
        A Lean file, header included, whose last theorem is proved by ``sorry``.
    negation_statement : str
        The same file with the negation, as the theorem ``not_<theorem>``, if a proof of the
        negation is an answer, too; otherwise empty. Only one of the two can be proved.
    informal_statement : str
        The same statement in Markdown.
    reference_proof : str
        The Lean file with a proof in place of ``sorry``, and lemmas before the theorem.
    informal_proof : str
        The reference proof explained, in Markdown.
    certificate : dict or None
        What the proof rests on, such as ``{"kind": "halts", "steps": 6}``.
    difficulty : int
        How hard it is, from what can be measured; see `bbsynth.problems.difficulty`.
    tier : str
        The same in a word.
    metadata : dict
        What else is known; ``schema`` is there always.

    Raises
    ------
    DatasetError
        If a part is not what it should be, or the parts do not belong together.
    """

    id: str
    family: str
    stratum: str
    track: Literal["library", "bare"] = "library"
    machine: str
    states: int
    symbols: int
    parameters: dict[str, int | str | list[int]]
    theorem: str
    header: str
    formal_statement: str
    negation_statement: str = ""
    informal_statement: str
    reference_proof: str
    informal_proof: str = ""
    certificate: dict[str, int | str] | None
    difficulty: int = 0
    tier: str = "easy"
    metadata: dict[str, Any]

    @property
    def negation(self) -> str:
        """The name of the theorem of the negation."""
        return NEGATION_PREFIX + self.theorem

    def __post_init__(self) -> None:
        for name, value, pattern in (
            ("id", self.id, _ID),
            ("family", self.family, _FAMILY),
            ("stratum", self.stratum, _FAMILY),
            ("tier", self.tier, _FAMILY),
            ("theorem", self.theorem, _NAME),
        ):
            if not pattern.fullmatch(value):
                raise DatasetError(f"{name} {_shown(value)} has characters that it must not have")
        schema = self.metadata.get("schema")
        if schema != SCHEMA:
            raise DatasetError(
                f"problem {self.id} has schema {_shown(schema)}; this version of bbsynth reads "
                f"schema {SCHEMA}"
            )
        # A subject of another domain than machines may have no size.
        if min(self.states, self.symbols) < 0 or (self.states == 0) != (self.symbols == 0):
            raise DatasetError(
                f"problem {self.id} has {self.states} states and {self.symbols} symbols"
            )
        self._check_texts()

    def _check_texts(self) -> None:
        negated = bool(self.negation_statement)
        for name, text, theorems in (
            ("formal_statement", self.formal_statement, [self.theorem]),
            ("negation_statement", self.negation_statement, [self.negation]),
            (
                "reference_proof",
                self.reference_proof,
                [self.theorem, self.negation] if negated else [self.theorem],
            ),
        ):
            if name == "negation_statement" and not negated:
                continue
            if not text.startswith(self.header):
                raise DatasetError(f"problem {self.id}: {name} does not begin with the header")
            if not any(f"theorem {theorem} " in text for theorem in theorems):
                raise DatasetError(
                    f"problem {self.id}: {name} does not contain the theorem "
                    f"{' or '.join(theorems)}"
                )
            if name != "reference_proof" and not text.endswith("sorry\n"):
                raise DatasetError(f"problem {self.id}: {name} does not end in `sorry`")
        if not self.informal_statement.strip():
            raise DatasetError(f"problem {self.id}: informal_statement is empty")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
