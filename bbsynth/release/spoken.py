"""The machines that the texts of a row speak of, beside the one that it is about.

What a public row says of a machine must not be about one that is held out: a proof may go through
the machines of a whole class.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bbsynth.contamination.corpus import readings
from bbsynth.contamination.machine_strings import machines_in

__all__ = ["spoken_of", "texts_beside_statements"]


def texts_beside_statements(row: Mapping[str, Any]) -> str:
    """Return what a row says beside its statements, which are read back to the last word."""
    statements = ("formal_statement", "informal_statement", "negation_statement", "header")
    texts = []
    for column, value in row.items():
        if column in statements or not isinstance(value, str):
            continue
        if column == "reference_proof":
            # It begins as the statement does.
            value = value.removeprefix(row["formal_statement"].rpartition("\n/-- ")[0])
        texts.append(value)
    return "\n\n".join(texts)


def spoken_of(text: str, classes: Collection[tuple[int, int]] | None) -> Iterator[tuple[str, str]]:
    """Yield which machines a text speaks of, once each, with their keys."""
    yield from dict.fromkeys(
        (machine, key)
        for reading in readings(text)
        for _, machine, key in machines_in(reading, classes)
    )
