"""The subjects, such as machines, that the texts of a row mention, beside its own.

What a public row says of a subject must not be about one that is held out: a proof may go through
the machines of a whole class.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from bbsynth.contamination.corpus import readings
from bbsynth.problems.domain import Domain
from bbsynth.release.rows import Row

__all__ = ["mentioned"]

_STATEMENTS = ("formal_statement", "informal_statement", "negation_statement", "header")
"""What speaks of the machine of the row alone: statements are read back to the last word."""


def mentioned(row: Row, domains: Collection[Domain]) -> Iterator[tuple[str, str]]:
    """Yield the subjects that a row mentions beside its statements, once each, with their keys."""
    texts = []
    for column, value in msgspec.structs.asdict(row).items():
        if column in _STATEMENTS or not isinstance(value, str):
            continue
        if column == "reference_proof":
            # It begins as the statement does.
            value = value.removeprefix(row.formal_statement.rpartition("\n/-- ")[0])
        texts.append(value)
    yield from dict.fromkeys(
        (subject, key)
        for reading in readings("\n\n".join(texts))
        for domain in domains
        for _, subject, key in domain.mentions(reading, None)
    )
