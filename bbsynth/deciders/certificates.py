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

The other certificates are a few parameters of a closed set of some kind. What such a set is, and
why there is none for a machine that halts, stands in the module of the decider.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from bbsynth.errors import UsageError
from bbsynth.machines import MAX_STATES, MAX_SYMBOLS, Direction

__all__ = [
    "FAR",
    "MAX_AUTOMATON",
    "MAX_MACRO_STEPS",
    "MAX_WINDOW",
    "MAX_WORD",
    "Backward",
    "Block",
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


MAX_WINDOW: Final = 64
"""Cells, pairs or letters in what a certificate compares; far more than any search can use."""

MAX_WORD: Final = 1_000
"""Symbols in a word of a block."""

MAX_MACRO_STEPS: Final = 100_000
"""Macro steps from one member of a family to the next."""

MAX_AUTOMATON: Final = 30
"""States of an automaton."""


def _check(kind: str, name: str, value: object, least: int, most: int | None = None) -> None:
    good = isinstance(value, int) and not isinstance(value, bool) and value >= least
    if not good or (most is not None and isinstance(value, int) and value > most):
        upto = "" if most is None else f" to {most}"
        raise UsageError(
            f"{kind} certificate: {name} is an integer from {least}{upto}, not {value!r}"
        )


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
        _check(self.kind, "steps", self.steps, 1)

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
        _check(self.kind, "start", self.start, 0)
        _check(self.kind, "period", self.period, 1)
        _check(self.kind, "width", self.width, 0)

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
        _check(self.kind, "start", self.start, 0)
        _check(self.kind, "period", self.period, 1)
        _check(self.kind, "width", self.width, 0)
        _check(self.kind, "shift", self.shift, 1)
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


@dataclass(frozen=True)
class NoReachableHalt:
    """The machine never leaves `states`, and they do not halt; see `no_reachable_halt`.

    Parameters
    ----------
    states : tuple of int
        States in rising order, 0 among them.

    Raises
    ------
    UsageError
        If it is not such a tuple.
    """

    kind: ClassVar[str] = "no_reachable_halt"

    states: tuple[int, ...]

    def __post_init__(self) -> None:
        states = self.states
        if not isinstance(states, tuple) or not states:
            raise UsageError(f"{self.kind} certificate: states are a tuple, not {states!r}")
        for state in states:
            _check(self.kind, "a state", state, 0, MAX_STATES - 1)
        if list(states) != sorted(set(states)) or states[0] != 0:
            raise UsageError(f"{self.kind} certificate: states rise from 0, unlike {states}")

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``."""
        return {"kind": self.kind, "states": list(self.states)}


@dataclass(frozen=True)
class NGramCPS:
    """The n-gram contexts of the machine close without a halt; see `bbsynth.deciders.ngram_cps`.

    Parameters
    ----------
    left, right : int
        Cells in the windows on either side of the head, 1 to ``MAX_WINDOW``.
    history : int
        Pairs of state and symbol that a cell remembers, 0 to ``MAX_WINDOW``.

    Raises
    ------
    UsageError
        If a part is not an integer, or out of range.
    """

    kind: ClassVar[str] = "ngram_cps"

    left: int
    right: int
    history: int

    def __post_init__(self) -> None:
        _check(self.kind, "left", self.left, 1, MAX_WINDOW)
        _check(self.kind, "right", self.right, 1, MAX_WINDOW)
        _check(self.kind, "history", self.history, 0, MAX_WINDOW)

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``."""
        return {
            "kind": self.kind,
            "left": self.left,
            "right": self.right,
            "history": self.history,
        }


@dataclass(frozen=True)
class RepWL:
    """The repeated word lists of the machine close without a halt; see `bbsynth.deciders.repwl`.

    Parameters
    ----------
    length : int
        Symbols in a word, 1 to ``MAX_WINDOW``.
    threshold : int
        Copies of a word at which counting stops, 1 to ``MAX_WINDOW``.

    Raises
    ------
    UsageError
        If a part is not an integer, or out of range.
    """

    kind: ClassVar[str] = "repwl"

    length: int
    threshold: int

    def __post_init__(self) -> None:
        _check(self.kind, "length", self.length, 1, MAX_WINDOW)
        _check(self.kind, "threshold", self.threshold, 1, MAX_WINDOW)

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``."""
        return {"kind": self.kind, "length": self.length, "threshold": self.threshold}


Block = tuple[str, int, int]
"""A word (a string of digits), and the t and p of its count t·n + p."""


@dataclass(frozen=True)
class Bouncer:
    """The machine reaches C(0), and from C(n) always C(n + 1); see `bbsynth.deciders.bouncer`.

    Parameters
    ----------
    start : int
        The time of C(0), in steps.
    state : int
        The state of the family C.
    direction : Direction
        The side of the edge that the head is on.
    left, right : tuple of Block
        Blocks left and right of the edge, both from left to right.
    macro_steps : int
        Macro steps from C(n) to C(n + 1), 1 to ``MAX_MACRO_STEPS``.

    Raises
    ------
    UsageError
        If a part is of the wrong type, or out of range.
    """

    kind: ClassVar[str] = "bouncer"

    start: int
    state: int
    direction: Direction
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    macro_steps: int

    def __post_init__(self) -> None:
        _check(self.kind, "start", self.start, 0)
        _check(self.kind, "state", self.state, 0, MAX_STATES - 1)
        _check(self.kind, "macro_steps", self.macro_steps, 1, MAX_MACRO_STEPS)
        if not isinstance(self.direction, Direction):
            raise UsageError(
                f"{self.kind} certificate: direction is a Direction, not {self.direction!r}"
            )
        for blocks in (self.left, self.right):
            if not isinstance(blocks, tuple) or not all(map(_is_block, blocks)):
                raise UsageError(
                    f"{self.kind} certificate: blocks are a tuple of (word, t, p), not {blocks!r}"
                )

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``; a block is a list."""
        return {
            "kind": self.kind,
            "start": self.start,
            "state": self.state,
            "direction": self.direction.value,
            "left": [list(block) for block in self.left],
            "right": [list(block) for block in self.right],
            "macro_steps": self.macro_steps,
        }


def _is_block(block: object) -> bool:
    if not isinstance(block, tuple) or len(block) != 3:
        return False
    word, *counts = block
    return (
        isinstance(word, str)
        and 0 < len(word) <= MAX_WORD
        and all(character in "0123456789" for character in word)
        and all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in counts)
    )


@dataclass(frozen=True)
class FAR:
    """A regular language holds the start and no halting run; see `bbsynth.deciders.far`.

    Parameters
    ----------
    direction : Direction
        The side of the head that the automaton reads.
    automaton : tuple of tuple of int
        Its transition function: for each state, the next state by symbol; the first entry is 0.

    Raises
    ------
    UsageError
        If a part is of the wrong type, or out of range.
    """

    kind: ClassVar[str] = "far"

    direction: Direction
    automaton: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        if not isinstance(self.direction, Direction):
            raise UsageError(
                f"{self.kind} certificate: direction is a Direction, not {self.direction!r}"
            )
        rows = self.automaton
        if not isinstance(rows, tuple) or not 1 <= len(rows) <= MAX_AUTOMATON:
            raise UsageError(
                f"{self.kind} certificate: an automaton is a tuple of 1 to {MAX_AUTOMATON} rows, "
                f"not {rows!r}"
            )
        for row in rows:
            if not isinstance(row, tuple) or not 2 <= len(row) <= MAX_SYMBOLS:
                raise UsageError(
                    f"{self.kind} certificate: a row has an entry per symbol, unlike {row!r}"
                )
            for state in row:
                _check(self.kind, "a state", state, 0, len(rows) - 1)
        if rows[0][0] != 0:
            raise UsageError(f"{self.kind} certificate: blanks lead from 0 to 0, not {rows[0][0]}")

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``; the automaton is a list of lists."""
        return {
            "kind": self.kind,
            "direction": self.direction.value,
            "automaton": [list(row) for row in self.automaton],
        }


@dataclass(frozen=True)
class Backward:
    """No halt has a past of `depth` steps, or the start in it; see `bbsynth.deciders.backward`.

    Parameters
    ----------
    depth : int
        Levels of the tree, 1 to ``max_depth``.

    Raises
    ------
    UsageError
        If it is not an integer, or out of range.
    """

    kind: ClassVar[str] = "backward"
    max_depth: ClassVar[int] = 300

    depth: int

    def __post_init__(self) -> None:
        _check(self.kind, "depth", self.depth, 1, self.max_depth)

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``."""
        return {"kind": self.kind, "depth": self.depth}


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
