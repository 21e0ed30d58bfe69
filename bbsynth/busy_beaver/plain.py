"""What proofs by plain computation, as in ``lean/BBSynth/Plain.lean``, have to be told of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bbsynth.busy_beaver.explaining import run_from

__all__ = ["BLANK", "Turning", "marked", "turning", "visited"]

BLANK: Mapping[str, Any] = {"state": 0, "head": 0, "start": 0, "symbols": ()}
"""The start on the blank tape, as `run_from` takes it."""


@dataclass(frozen=True)
class Turning:
    """A loop.

    Parameters
    ----------
    start, period : int
        After `start` steps, and `period` more, all that is seen is the same.
    shift : int
        How many cells it moves to the right in a period.
    seen : str
        The cells that are seen, as a condition on i in Lean; empty if all are.
    reach : int
        Cells so far from the head, or further, are blank when the machine starts.
    """

    start: int
    period: int
    shift: int
    seen: str
    reach: int

    @property
    def radius(self) -> int:
        """So far from the head, or further, nothing is seen until the second period."""
        return self.reach + self.start + 2 * self.period


def turning(
    notation: str,
    certificate: Mapping[str, int | str],
    where: Mapping[str, Any] | None = None,
) -> Turning:
    """Return the loop that a certificate of kind ``cycler`` or ``translated_cycler`` describes.

    Parameters
    ----------
    notation : str
        The machine.
    certificate : mapping
        The certificate.
    where : mapping, optional
        Where the machine starts, with ``state``, ``head``, and the ``symbols`` of the cells from
        ``start`` on, if that is not on the blank tape.
    """
    start, period = int(certificate["start"]), int(certificate["period"])
    shift = int(certificate.get("shift", 0))
    seen = ""
    if shift:
        left = certificate.get("direction") == "L"
        head = next(islice(run_from(notation, where or BLANK, start), start, None))[1]
        width = int(certificate["width"])
        seen = f"i ≤ {head + width}" if left else f"{head - width} ≤ i"
        shift = -shift if left else shift
    reach = 0
    if where is not None:
        end = where["start"] + len(where["symbols"])
        reach = max(0, where["head"] - where["start"], end - where["head"])
    return Turning(start, period, shift, seen, reach)


def visited(notation: str, steps: int) -> list[int]:
    """Return the cells on which the head is before one of the first steps, from left to right."""
    heads = {head for _, head, _ in islice(run_from(notation, BLANK, steps), steps)}
    return sorted(heads)


def marked(notation: str, steps: int) -> list[int]:
    """Return the cells that are not blank after so many steps, from left to right."""
    *_, (_, _, tape) = run_from(notation, BLANK, steps)
    return sorted(cell for cell, symbol in tape.items() if symbol)
