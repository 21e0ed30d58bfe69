"""The machines that the texts of a row mention, beside the one that the row is about.

What a public row says of a machine must not be about one that is held out: a proof may go through
the machines of a whole class.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from bbsynth.busy_beaver.spellings import machines_in
from bbsynth.contamination.corpus import readings
from bbsynth.release.rows import Row

__all__ = ["mentioned"]

_STATEMENTS = ("formal_statement", "informal_statement", "negation_statement", "header")
"""What speaks of the machine of the row alone: statements are read back to the last word."""


def mentioned(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the machines that a row mentions beside its statements, once each, with their keys."""
    texts = []
    for column, value in msgspec.structs.asdict(row).items():
        if column in _STATEMENTS or not isinstance(value, str):
            continue
        if column == "reference_proof":
            # It begins as the statement does.
            value = value.removeprefix(row.formal_statement.rpartition("\n/-- ")[0])
        texts.append(value)
    yield from dict.fromkeys(
        (machine, key)
        for reading in readings("\n\n".join(texts))
        for _, machine, key in machines_in(reading, None)
    )
