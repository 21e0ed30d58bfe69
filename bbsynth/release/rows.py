"""A problem as a row of the tables: the columns, their types, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from bbsynth.errors import DatasetError
from bbsynth.problems import Problem
from bbsynth.release import facets

__all__ = [
    "COLUMNS",
    "Column",
    "Entry",
    "check_columns",
    "check_row",
    "is_plain_json",
    "json_lines",
    "problem_of",
    "row_of",
]

Kind = Literal["text", "integer"]

_JSON: Final = msgspec.json.Encoder(order="deterministic")


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds, whether that may be missing, and what it means."""

    name: str
    kind: Kind
    optional: bool
    meaning: str


COLUMNS: Final = (
    Column("name", "text", False, "Id of the problem, stable between releases."),
    Column("split", "text", False, "The split that the row is in."),
    Column("informal_statement", "text", False, "The statement in words, in Markdown."),
    Column(
        "formal_statement",
        "text",
        False,
        "A Lean file, header included, whose last theorem is proved by `sorry`.",
    ),
    Column("header", "text", False, "What the Lean texts begin with."),
    Column("theorem", "text", False, "The name of the theorem to be proved."),
    Column(
        "negation_statement",
        "text",
        True,
        "The Lean file with the negation, where a proof of it is an answer too.",
    ),
    Column(
        "informal_proof",
        "text",
        True,
        "The reference proof in words. Missing where the split shows no proofs.",
    ),
    Column(
        "reference_proof",
        "text",
        True,
        "The Lean file with a proof that was accepted. Missing where the split shows no proofs.",
    ),
    Column("family", "text", False, "The kind of statement."),
    Column(
        "stratum",
        "text",
        False,
        "The part of the family. Where one of two sides is to be proved and the split shows no "
        "proofs, only the form of the statement.",
    ),
    Column("track", "text", False, "What a proof may use: `library` or `bare`."),
    Column(
        "tier",
        "text",
        False,
        "How hard it is, in a word; `unrated` if unknown, or where it would tell the true side.",
    ),
    Column(
        "difficulty", "integer", True, "How hard it is, as a score. Missing if it is `unrated`."
    ),
    Column("machine", "text", False, "The machine in standard notation; empty if there is none."),
    Column("states", "integer", False, "States of the machine."),
    Column("symbols", "integer", False, "Symbols of the machine, the blank counted."),
    Column("parameters", "text", False, "The numbers in the claim, by name, as JSON."),
    Column(
        "certificate",
        "text",
        True,
        "What the proof rests on, as JSON. Missing where the split shows no proofs.",
    ),
    Column(
        "metadata",
        "text",
        True,
        "What else is known, as JSON. Missing where the split shows no proofs.",
    ),
    Column("revision", "integer", False, "1, and one more with each release that changed the row."),
    Column("schema", "integer", False, "Version of the structure of problems."),
    Column("bbsynth", "text", False, "Version of bbsynth that made the problem."),
    Column("release", "text", False, "The release that the row belongs to."),
    Column("canary", "text", False, "A GUID that marks texts of this release."),
)
"""The columns in their order, in Parquet and in JSON lines."""


@dataclass(frozen=True)
class Entry:
    """A problem with its place in a release."""

    problem: Problem
    split: str
    revision: int


def row_of(entry: Entry, *, release: str, canary: str, with_proof: bool) -> dict[str, Any]:
    """Return the row of a problem, the columns in order.

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
    # What it takes to prove a side tells which side it is.
    shows_side = with_proof or not facets.two_sided(problem)
    values: dict[str, Any] = {
        "name": problem.id,
        "split": entry.split,
        "informal_statement": problem.informal_statement,
        "formal_statement": problem.formal_statement,
        "header": problem.header,
        "theorem": problem.theorem,
        "negation_statement": facets.negation_statement(problem) or None,
        "informal_proof": (facets.informal_proof(problem) or None) if with_proof else None,
        "reference_proof": problem.reference_proof if with_proof else None,
        "family": problem.family,
        "stratum": problem.stratum if shows_side else facets.form(problem),
        "track": facets.track(problem),
        "tier": facets.tier(problem) if shows_side else facets.UNRATED,
        "difficulty": facets.difficulty(problem) if shows_side else None,
        "machine": problem.machine,
        "states": problem.states,
        "symbols": problem.symbols,
        "parameters": _json(problem.parameters),
        "certificate": _json(problem.certificate) if with_proof else None,
        "metadata": _json(problem.metadata) if with_proof else None,
        "revision": entry.revision,
        "schema": int(problem.metadata["schema"]),
        "bbsynth": str(problem.metadata.get("bbsynth", "")),
        "release": release,
        "canary": canary,
    }
    return {column.name: values[column.name] for column in COLUMNS}


def problem_of(row: dict[str, Any]) -> Problem:
    """Return the problem of a row.

    Where the row shows no proof, the statement stands in its place, with its `sorry`.

    Raises
    ------
    DatasetError
        If the row does not hold a problem.
    """
    try:
        metadata = {"schema": row["schema"], "bbsynth": row["bbsynth"]}
        if row["metadata"] is not None:
            metadata = msgspec.json.decode(row["metadata"], type=dict[str, Any])
        certificate = row["certificate"]
        plain: dict[str, Any] = {
            "id": row["name"],
            "parameters": msgspec.json.decode(row["parameters"]),
            "certificate": None if certificate is None else msgspec.json.decode(certificate),
            "metadata": metadata,
        }
        for name in _SAME:
            plain[name] = row[name]
        for name in _OPTIONAL & set(Problem.__struct_fields__):
            if row[name] is not None:
                plain[name] = row[name]
        if plain.get("reference_proof") is None:
            plain["reference_proof"] = row["formal_statement"]
        return msgspec.convert(plain, Problem)
    except (KeyError, TypeError, RecursionError, msgspec.MsgspecError) as error:
        name = row.get("name", "without a name")
        raise DatasetError(f"the row {name} does not hold a problem: {error}") from error


_SAME: Final = (
    "family",
    "stratum",
    "machine",
    "states",
    "symbols",
    "theorem",
    "header",
    "formal_statement",
    "informal_statement",
)
_OPTIONAL: Final = frozenset(
    {"reference_proof", "track", "tier", "difficulty", "informal_proof", "negation_statement"}
)


def check_columns(names: Sequence[str], where: str) -> None:
    """Check that the columns are those of a release, in order.

    Raises
    ------
    DatasetError
        If not; the message names what is missing or too much.
    """
    expected = [column.name for column in COLUMNS]
    if list(names) != expected:
        missing = [name for name in expected if name not in names]
        excess = [name for name in names if name not in expected]
        raise DatasetError(
            f"{where} does not have the columns of a release"
            + (f"; missing: {', '.join(missing)}" if missing else "")
            + (f"; unknown: {', '.join(excess)}" if excess else "")
            + ("" if missing or excess else "; they are in another order")
        )


def check_row(row: dict[str, Any], where: str) -> None:
    """Check that the values of a row have the types of their columns.

    Raises
    ------
    DatasetError
        If not; the message names the column.
    """
    check_columns(list(row), where)
    for column in COLUMNS:
        value = row[column.name]
        wanted = str if column.kind == "text" else int
        if not (value is None and column.optional) and type(value) is not wanted:
            raise DatasetError(
                f"{where}: the column {column.name} holds {value!r:.80}, expected "
                f"{'text' if wanted is str else 'an integer'}"
            )


def _json(value: Any) -> str:
    return _JSON.encode(value).decode()


def is_plain_json(text: str) -> bool:
    """Whether a text is JSON as it stands in the columns: the keys sorted, and no white space."""
    try:
        return _json(msgspec.json.decode(text)) == text
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return False


def json_lines(rows: Iterable[dict[str, Any]]) -> Iterable[bytes]:
    """Return rows as lines of JSON; the columns stay in their order."""
    for row in rows:
        yield msgspec.json.encode(row) + b"\n"
