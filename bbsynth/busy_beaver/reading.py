"""Reading states and cells as statements write them: in Lean, and in words."""

from __future__ import annotations

from typing import Final

__all__ = ["INTEGER", "read_cells", "read_integer", "read_state"]

INTEGER: Final = r"(?:[0-9]+|\(-[0-9]+\))"
"""A number in Lean that may be negative, as a regular expression."""


def read_state(text: str | None) -> int:
    """Return a state from its number, as in Lean, or its letter."""
    text = text or ""
    return int(text) if text.isdigit() else ord(text) - ord("A")


def read_integer(text: str | None) -> int:
    """Return a number that may be negative, and then in brackets, as in Lean."""
    return int((text or "").strip("()"))


def read_cells(text: str | None, first: int, last: str | None) -> list[int]:
    """Return the symbols in a row of cells.

    Parameters
    ----------
    text : str or None
        The symbols, with spaces or commas between them.
    first : int
        The first cell.
    last : str or None
        The last cell, if it is named.

    Raises
    ------
    ValueError
        If the cells are not as many as the symbols.
    """
    symbols = [int(symbol) for symbol in (text or "").replace(",", "").split()]
    if last is not None and int(last) != first + len(symbols) - 1:
        raise ValueError(f"{len(symbols)} symbols do not fit in the cells {first} to {last}")
    return symbols
