"""A problem: one theorem, stated twice, with a proof that Lean accepts."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from bbsynth.errors import DatasetError

__all__ = ["SCHEMA", "Problem"]

SCHEMA: Final = 1
"""The version of this structure; it changes when a field changes its meaning."""

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
    machine : str
        The machine in standard notation, every transition defined.
    states, symbols : int
        The size of the machine.
    parameters : dict
        The numbers in the claim, by name, such as ``{"steps": 6}``. A step count includes the
        halting step.
    theorem : str
        The name of the theorem to be proved; no other problem has the same.
    header : str
        The imports and ``open`` commands at the top of the Lean texts.
    formal_statement : str
        A Lean file, header included, whose last theorem is proved by ``sorry``.
    informal_statement : str
        The same statement in Markdown.
    reference_proof : str
        The same Lean file with a proof in place of ``sorry``.
    certificate : dict or None
        What the proof rests on, such as ``{"kind": "halts", "steps": 6}``.
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
    machine: str
    states: int
    symbols: int
    parameters: dict[str, int]
    theorem: str
    header: str
    formal_statement: str
    informal_statement: str
    reference_proof: str
    certificate: dict[str, int | str] | None
    metadata: dict[str, Any]

    def __post_init__(self) -> None:
        for name, value, pattern in (
            ("id", self.id, _ID),
            ("family", self.family, _FAMILY),
            ("stratum", self.stratum, _FAMILY),
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
        if self.states < 1 or self.symbols < 1:
            raise DatasetError(
                f"problem {self.id} has {self.states} states and {self.symbols} symbols"
            )
        for name, text in (
            ("formal_statement", self.formal_statement),
            ("reference_proof", self.reference_proof),
        ):
            if not text.startswith(self.header):
                raise DatasetError(f"problem {self.id}: {name} does not begin with the header")
            if f"theorem {self.theorem} " not in text:
                raise DatasetError(
                    f"problem {self.id}: {name} does not contain the theorem {self.theorem}"
                )
        if not self.formal_statement.endswith("sorry\n"):
            raise DatasetError(f"problem {self.id}: formal_statement does not end in `sorry`")
        if not self.informal_statement.strip():
            raise DatasetError(f"problem {self.id}: informal_statement is empty")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
