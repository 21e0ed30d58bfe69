"""Certificates: what a decider found out, in a form that is easy to check and to write down.

The meaning of the two loop certificates, for direction right (left is the mirror image). Let h be
the head position at time ``start`` and h' the one at time ``start + period``. Then the machine has
not halted up to ``start + period``, and

- the states at the two times are equal;
- from ``start`` to ``start + period`` the head is never left of h - ``width``;
- h' - h = ``shift``, and the cells h'-1, …, h'-``width`` at the end hold what the cells h-1, …,
  h-``width`` held at the start;
- so do the cells h'+j and h+j, for every j ≥ 0.

What happens next depends only on the state and on those cells, so it is the same again ``shift``
cells further, and again: the machine never halts. (The second period reads no cell left of
h' - ``width``, which is where the agreement ends.)

The other certificates are in `bbsynth.busy_beaver.deciders.closures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bbsynth.busy_beaver.deciders.closures import (
    FAR,
    Backward,
    Bouncer,
    NGramCPS,
    NoReachableHalt,
    RepWL,
)
from bbsynth.busy_beaver.deciders.fields import check_field
from bbsynth.busy_beaver.machines import Direction
from bbsynth.errors import UsageError

__all__ = [
    "FAR",
    "Backward",
    "Bouncer",
    "Certificate",
    "Cycler",
    "Halts",
    "NGramCPS",
    "NoReachableHalt",
    "RepWL",
    "TranslatedCycler",
    "certificate_from_dict",
    "certificate_kinds",
]


@dataclass(frozen=True)
class Halts:
    """The machine halts at step `steps` (the halting transition counted).

    Raises
    ------
    UsageError
        If `steps` is not an integer of at least 1.
    """

    kind: ClassVar[str] = "halts"

    steps: int

    def __post_init__(self) -> None:
        check_field(self.kind, "steps", self.steps, 1)

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``."""
        return {"kind": self.kind, "steps": self.steps}


@dataclass(frozen=True)
class Cycler:
    """The configuration at `start` recurs `period` steps later.

    Parameters
    ----------
    start, period : int
        Times, in steps; the period is at least 1.
    width : int
        How far left of its position at `start` the head goes within a period.

    Raises
    ------
    UsageError
        If a part is not an integer, or too small.
    """

    kind: ClassVar[str] = "cycler"

    start: int
    period: int
    width: int

    def __post_init__(self) -> None:
        check_field(self.kind, "start", self.start, 0)
        check_field(self.kind, "period", self.period, 1)
        check_field(self.kind, "width", self.width, 0)

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``."""
        return {
            "kind": self.kind,
            "start": self.start,
            "period": self.period,
            "width": self.width,
        }


@dataclass(frozen=True)
class TranslatedCycler:
    """What surrounds the head at `start` recurs `period` steps later, `shift` cells further.

    Parameters
    ----------
    start, period : int
        Times, in steps; the period is at least 1.
    direction : Direction
        Where the machine goes.
    width : int
        How far behind its position at `start` the head goes within a period.
    shift : int
        Cells that the head gains in `direction` in a period, at least 1.

    Raises
    ------
    UsageError
        If a part is of the wrong type, or too small.
    """

    kind: ClassVar[str] = "translated_cycler"

    start: int
    period: int
    direction: Direction
    width: int
    shift: int

    def __post_init__(self) -> None:
        check_field(self.kind, "start", self.start, 0)
        check_field(self.kind, "period", self.period, 1)
        check_field(self.kind, "width", self.width, 0)
        check_field(self.kind, "shift", self.shift, 1)
        if not isinstance(self.direction, Direction):
            raise UsageError(
                f"{self.kind} certificate: direction is a Direction, not {self.direction!r}"
            )

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``; the direction is ``L`` or ``R``."""
        return {
            "kind": self.kind,
            "start": self.start,
            "period": self.period,
            "direction": self.direction.value,
            "width": self.width,
            "shift": self.shift,
        }


Certificate = (
    Halts
    | Cycler
    | TranslatedCycler
    | NoReachableHalt
    | NGramCPS
    | FAR
    | RepWL
    | Bouncer
    | Backward
)

_KEYS: dict[str, tuple[type[Certificate], frozenset[str]]] = {
    "halts": (Halts, frozenset({"steps"})),
    "cycler": (Cycler, frozenset({"start", "period", "width"})),
    "translated_cycler": (
        TranslatedCycler,
        frozenset({"start", "period", "direction", "width", "shift"}),
    ),
    "no_reachable_halt": (NoReachableHalt, frozenset({"states"})),
    "ngram_cps": (NGramCPS, frozenset({"left", "right", "history"})),
    "far": (FAR, frozenset({"direction", "automaton"})),
    "repwl": (RepWL, frozenset({"length", "threshold"})),
    "bouncer": (
        Bouncer,
        frozenset({"start", "state", "direction", "left", "right", "macro_steps"}),
    ),
    "backward": (Backward, frozenset({"depth"})),
}


def _as_tuples(value: Any) -> Any:
    return tuple(map(_as_tuples, value)) if isinstance(value, list) else value


def certificate_kinds() -> tuple[str, ...]:
    """Return the kinds of certificate."""
    return tuple(_KEYS)


def certificate_from_dict(data: Mapping[str, Any]) -> Certificate:
    """Return the certificate that its ``to_dict`` wrote as `data`.

    Raises
    ------
    UsageError
        If `data` is not such a dict: a kind that does not exist, a key missing or in excess, a
        value out of range.
    """
    if not isinstance(data, Mapping):
        raise UsageError(f"a certificate is read from a dict, not from {type(data).__name__}")
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in _KEYS:
        raise UsageError(f"no kind of certificate is called {kind!r}; there are {', '.join(_KEYS)}")
    cls, keys = _KEYS[kind]
    values = {key: value for key, value in data.items() if key != "kind"}
    if values.keys() != keys:
        raise UsageError(
            f"a {kind} certificate has the keys {', '.join(sorted(keys))}, "
            f"not {', '.join(map(str, values)) or 'none'}"
        )
    for key, value in values.items():
        values[key] = _as_tuples(value)
    if "direction" in values:
        try:
            values["direction"] = Direction(values["direction"])
        except ValueError:
            raise UsageError(
                f"the direction of a certificate is 'L' or 'R', not {values['direction']!r}"
            ) from None
    return cls(**values)
