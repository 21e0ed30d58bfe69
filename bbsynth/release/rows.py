"""A problem as a row of the tables: the columns, their types, and what is left out."""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from bbsynth.errors import DatasetError
from bbsynth.problems import Problem
from bbsynth.release.configuration import HELD_OUT, SPLITS

__all__ = ["COLUMNS", "UNRATED", "Column", "Entry", "Row", "problem_of", "row_of"]

UNRATED: Final = "unrated"
"""The tier of a row that does not tell how hard the problem is."""

_JSON: Final = msgspec.json.Encoder(order="deterministic")


_Filled = Annotated[str, Meta(min_length=1)]
_Count = Annotated[int, Meta(ge=0)]


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row; its fields are the columns in their order, in Parquet and in JSON lines."""

    name: Annotated[_Filled, Meta(description="Id of the problem, stable between releases.")]
    split: Annotated[
        str,
        Meta(
            pattern=rf"^({'|'.join(SPLITS)}|{HELD_OUT})\Z",
            description="The split that the row is in.",
        ),
    ]
    informal_statement: Annotated[_Filled, Meta(description="The statement in words, in Markdown.")]
    formal_statement: Annotated[
        _Filled,
        Meta(description="A Lean file, header included, whose last theorem is proved by `sorry`."),
    ]
    header: Annotated[_Filled, Meta(description="What the Lean texts begin with.")]
    theorem: Annotated[_Filled, Meta(description="The name of the theorem to be proved.")]
    negation_statement: Annotated[
        _Filled | None,
        Meta(description="The Lean file with the negation, where a proof of it is an answer too."),
    ]
    informal_proof: Annotated[
        _Filled | None,
        Meta(description="The reference proof in words. Missing where the split shows no proofs."),
    ]
    reference_proof: Annotated[
        _Filled | None,
        Meta(
            description="The Lean file with a proof that was accepted. Missing where the split "
            "shows no proofs."
        ),
    ]
    family: Annotated[_Filled, Meta(description="The kind of statement.")]
    stratum: Annotated[
        _Filled,
        Meta(
            description="The part of the family. Where one of two sides is to be proved and the "
            "split shows no proofs, only the form of the statement."
        ),
    ]
    track: Annotated[_Filled, Meta(description="What a proof may use: `library` or `bare`.")]
    tier: Annotated[
        _Filled,
        Meta(
            description="How hard it is, in a word; `unrated` if unknown, or where it would tell "
            "the true side."
        ),
    ]
    difficulty: Annotated[
        _Count | None,
        Meta(description="How hard it is, as a score. Missing if it is `unrated`."),
    ]
    machine: Annotated[
        str, Meta(description="The machine in standard notation; empty if there is none.")
    ]
    states: Annotated[int, Meta(ge=0, description="States of the machine.")]
    symbols: Annotated[int, Meta(ge=0, description="Symbols of the machine, the blank counted.")]
    parameters: Annotated[_Filled, Meta(description="The numbers in the claim, by name, as JSON.")]
    certificate: Annotated[
        _Filled | None,
        Meta(
            description="What the proof rests on, as JSON. Missing where the split shows no proofs."
        ),
    ]
    metadata: Annotated[
        _Filled | None,
        Meta(description="What else is known, as JSON. Missing where the split shows no proofs."),
    ]
    revision: Annotated[
        int, Meta(ge=1, description="1, and one more with each release that changed the row.")
    ]
    schema: Annotated[int, Meta(ge=1, description="Version of the structure of problems.")]
    bbsynth: Annotated[str, Meta(description="Version of bbsynth that made the problem.")]
    release: Annotated[_Filled, Meta(description="The release that the row belongs to.")]
    canary: Annotated[_Filled, Meta(description="A GUID that marks texts of this release.")]

    @property
    def two_sided(self) -> bool:
        """Whether a proof of the negation is an answer too."""
        return self.negation_statement is not None


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds, whether that may be missing, and what it means."""

    name: str
    kind: Literal["text", "integer"]
    optional: bool
    meaning: str


def _columns() -> tuple[Column, ...]:
    found = []
    for name, hint in typing.get_type_hints(Row, include_extras=True).items():
        kind, *_, note = typing.get_args(hint)
        kinds = [getattr(one, "__origin__", one) for one in typing.get_args(kind) or (kind,)]
        found.append(
            Column(
                name=name,
                kind="integer" if int in kinds else "text",
                optional=type(None) in kinds,
                meaning=note.description,
            )
        )
    return tuple(found)


COLUMNS: Final = _columns()
"""The columns in their order."""


@dataclass(frozen=True)
class Entry:
    """A problem with its place in a release."""

    problem: Problem
    split: str
    revision: int


def row_of(entry: Entry, *, release: str, canary: str, with_proof: bool) -> Row:
    """Return the row of a problem.

    Parameters
    ----------
    entry : Entry
        The problem, its split and revision.
    release, canary : str
        What stands in the columns of these names.
    with_proof : bool
        Whether the row shows the proof and what gives it away.
    """
    problem = entry.problem
    # The stratum, and how hard a proof is, tell which of two sides is true.
    shows_side = with_proof or not problem.negation_statement
    return Row(
        name=problem.id,
        split=entry.split,
        informal_statement=problem.informal_statement,
        formal_statement=problem.formal_statement,
        header=problem.header,
        theorem=problem.theorem,
        negation_statement=problem.negation_statement or None,
        informal_proof=(problem.informal_proof or None) if with_proof else None,
        reference_proof=problem.reference_proof if with_proof else None,
        family=problem.family,
        stratum=problem.stratum if shows_side else _form(problem.stratum),
        track=problem.track,
        tier=problem.tier if shows_side else UNRATED,
        difficulty=problem.difficulty if shows_side else None,
        machine=problem.machine,
        states=problem.states,
        symbols=problem.symbols,
        parameters=_json(problem.parameters),
        certificate=_json(problem.certificate) if with_proof else None,
        metadata=_json(problem.metadata) if with_proof else None,
        revision=entry.revision,
        schema=problem.metadata["schema"],
        bbsynth=problem.metadata.get("bbsynth", ""),
        release=release,
        canary=canary,
    )


def problem_of(row: Row) -> Problem:
    """Return the problem of a row.

    Where the row shows no proof, the statement stands in its place, with its `sorry`.

    Raises
    ------
    DatasetError
        If the row does not hold a problem.
    """
    shown = {
        name: value for name, value in msgspec.structs.asdict(row).items() if value is not None
    }
    plain: dict[str, Any] = {
        "id": row.name,
        "reference_proof": row.formal_statement,
        **{name: shown[name] for name in Problem.__struct_fields__ if name in shown},
    }
    try:
        for name in ("parameters", "certificate", "metadata"):
            plain[name] = msgspec.json.decode(shown[name]) if name in shown else None
        if plain["metadata"] is None:
            plain["metadata"] = {"schema": row.schema, "bbsynth": row.bbsynth}
        return msgspec.convert(plain, Problem)
    except (RecursionError, msgspec.MsgspecError) as error:
        raise DatasetError(f"the row {row.name} does not hold a problem: {error}") from error


def _form(stratum: str) -> str:
    """Return a stratum without the side that is true."""
    return stratum.removesuffix("-true").removesuffix("-false")


def _json(value: Any) -> str:
    return _JSON.encode(value).decode()
