"""What a certificate is, and where the kinds of certificate are found.

A certificate says why a machine halts or never does, in a form that is easy to check and to write
down. A kind of certificate is one module in `bbsynth.busy_beaver.certificates`, with a subclass of
`Certificate` as ``KIND``; it is a package where a compiled search, or a check that is written apart
from the search, has to stand by itself. Where problems rest on it, there are two templates,
``lean/certificates/<evidence>.lean.j2`` and ``markdown/certificates/<evidence>.md.j2``. Nothing
else has to know of it: whoever deals with certificates asks `kinds`, or the certificate.
"""

from __future__ import annotations

import abc
import dataclasses
import enum
import functools
import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from bbsynth._common.guess import Guess
from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.busy_beaver.machines.validation import check_steps
from bbsynth.errors import UsageError

__all__ = [
    "MAX_CHECKED_STEPS",
    "MAX_SEARCH_STEPS",
    "Budget",
    "Certificate",
    "Fate",
    "Guess",
    "Search",
    "Tables",
    "certificate_from_dict",
    "check",
    "check_search_steps",
    "evidence",
    "kinds",
    "limits",
    "one_by_one",
    "quantity",
]

MAX_CHECKED_STEPS: Final = 200_000_000
"""Steps beyond which a certificate is not followed: minutes of work."""

MAX_SEARCH_STEPS: Final = 10**8
"""The searches keep a few bytes for every step."""

_PATIENCE: Final = 2_000
"""Steps for which a machine in a closed set is watched: more than the longest run of a machine
that halts and is as small as those whose closed sets are known."""

Tables = npt.NDArray[np.int8]
"""Machines, as an array of the shape (N, n_states, n_symbols, 3), made by `Machine.to_array`."""


class Fate(enum.Enum):
    """What becomes of a machine, as far as it is known."""

    HALTS = "halts"
    NEVER_HALTS = "never halts"
    UNDECIDED = "undecided"


class Budget(NamedTuple):
    """How much the search for a kind of certificate may spend on a machine: the name, in
    `bbsynth.busy_beaver.deciders.Budgets` and as an option, the usual amount, and what is counted,
    as the help of the option says it."""

    name: str
    default: int
    counts: str


class Search(NamedTuple):
    """A way to look for certificates: its place among all searches (those that are cheap, or find
    what says most, come first), and a function that returns for each of some `Tables` a
    certificate, not to be trusted, or None."""

    rank: int
    find: Callable[[Tables], Sequence[Certificate | None]]


@dataclass(frozen=True)
class Certificate(abc.ABC):
    """Why a machine halts, or never does.

    A kind is a frozen dataclass. Its fields are integers, directions, texts, and tuples of these;
    `limits` gives the range of an integer. What is below has to be given where there is no default.

    Raises
    ------
    UsageError
        If a field is of another type, or out of range.
    """

    kind: ClassVar[str]
    """The name of the kind, in records and options."""

    order: ClassVar[int]
    """The place of the kind where all are listed."""

    fate: ClassVar[Fate] = Fate.NEVER_HALTS
    """What becomes of the machine."""

    budget: ClassVar[Budget | None] = None
    """What the search may spend, if that can be chosen."""

    plain: ClassVar[bool] = False
    """Whether it says all of what the machine does: nobody has to look for a rule."""

    evidence: ClassVar[str] = ""
    """The ``kind`` of the certificates of problems that rest on it, which name its templates;
    `kind` if it is not given."""

    stratum: ClassVar[str] = ""
    """The stratum of such problems; empty if the Lean library has no theorem for the kind."""

    stratum_rank: ClassVar[int] = 100
    """The place of this stratum among those of a family."""

    weight: ClassVar[int] = 0
    """What the argument adds to the difficulty of a problem, from 0 to 8."""

    kernel_cost: ClassVar[int | None] = None
    """For a closed set, which Lean's kernel computes, an order of magnitude of the steps that it
    takes: they depend on the machine. None if they are those of the run."""

    in_bare: ClassVar[bool] = True
    """Whether what the library has for it can be repeated in a bare problem."""

    in_statements: ClassVar[bool] = True
    """Whether plain statements, such as that a machine halts, are refuted by it."""

    varied: ClassVar[bool] = False
    """Whether so many machines have such a certificate that for some another kind is put in."""

    before_rules: ClassVar[bool] = False
    """Whether many machines that have such a certificate also follow a rule."""

    guesses: ClassVar[tuple[Guess, ...]] = ()
    """Proofs by it that somebody might try."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "kind" in vars(cls) and not cls.evidence:
            cls.evidence = cls.kind

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if _is_direction(field):
                good = isinstance(value, Direction)
                self._need(good, f"{field.name} is a Direction, not {value!r}")
            if field.metadata:
                self._integer(field.name, value, **field.metadata)

    def _need(self, good: bool, message: str) -> None:
        if not good:
            raise UsageError(f"{self.kind} certificate: {message}")

    def _integer(self, name: str, value: Any, least: int, most: int | None = None) -> None:
        good = isinstance(value, int) and not isinstance(value, bool)
        upto = "" if most is None else f" to {most}"
        self._need(
            good and least <= value and (most is None or value <= most),
            f"{name} is an integer from {least}{upto}, not {value!r}",
        )

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``; directions are ``L`` or ``R``."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {"kind": self.kind, **{name: _for_json(value) for name, value in values.items()}}

    @classmethod
    def searches(cls, search_steps: int, budget: int) -> list[Search]:
        """Return the searches for certificates of this kind; none if nobody has to search.

        Parameters
        ----------
        search_steps : int
            Steps to look at for loops.
        budget : int
            The most to spend on a machine, from 1; 0 if the kind has no `budget`.
        """
        return []

    @classmethod
    def instead(cls, machine: Machine) -> Callable[[], Certificate | None] | None:
        """Return a search, a quick one, for a certificate of this kind to be put in the place of
        one of which there are many; None if there is no such search."""
        return None

    @abc.abstractmethod
    def check(self, machine: Machine) -> bool:
        """Return whether this is right about `machine`, by code that no search shares."""

    @abc.abstractmethod
    def in_words(self) -> str:
        """Return what it says of the machine, in a sentence or two."""

    @abc.abstractmethod
    def reason(self) -> str:
        """Return the same in a few words, which follow "it never halts: "."""

    def marked_times(self) -> list[tuple[int, str]]:
        """Return times that show it in a diagram, each with a word to put beside it."""
        return []

    def facts(self, machine: Machine) -> dict[str, int | str] | None:
        """Return what the templates have to know; None if no problem can rest on it."""
        if not self.stratum:
            return None
        values = self.to_dict().items()
        return {name: value for name, value in values if isinstance(value, int | str)}

    @classmethod
    def verify(cls, table: reference.Table, facts: Mapping[str, int | str]) -> str | None:
        """Return what the reference simulator has against `facts`; None if nothing.

        It watches for a halt, unless a kind can do more.
        """
        return reference.check_runs_on(table, _PATIENCE)


def limits(least: int, most: int | None = None) -> Mapping[str, int | None]:
    """Return the metadata of a field that is an integer from `least` to `most`."""
    return {"least": least, "most": most}


def quantity(number: int, noun: str, style: str = "") -> str:
    """Return a number and what is counted, such as "2 steps"; the number as `format` writes it."""
    return f"{number:{style}} {noun}{'' if number == 1 else 's'}"


def one_by_one(find: Callable[[Machine], Certificate | None]) -> Callable[..., Any]:
    """Return the `Search.find` that searches for one machine after the other."""
    return lambda tables: [find(Machine.from_array(table)) for table in tables]


def _is_direction(field: dataclasses.Field[Any]) -> bool:
    return field.type in ("Direction", Direction)


def _for_json(value: Any) -> Any:
    if isinstance(value, Direction):
        return value.value
    return list(map(_for_json, value)) if isinstance(value, tuple) else value


def _as_tuples(value: Any) -> Any:
    return tuple(map(_as_tuples, value)) if isinstance(value, list) else value


@functools.cache
def kinds() -> Mapping[str, type[Certificate]]:
    """Return all kinds of certificate by name, in their order.

    Raises
    ------
    AttributeError
        If a module of `bbsynth.busy_beaver.certificates` has no ``KIND``.
    """
    package = importlib.import_module("bbsynth.busy_beaver.certificates")
    names = [
        f"{package.__name__}.{module.name}" for module in pkgutil.iter_modules(package.__path__)
    ]
    found: list[type[Certificate]] = [importlib.import_module(name).KIND for name in names]
    return MappingProxyType({one.kind: one for one in sorted(found, key=lambda one: one.order)})


def evidence(name: object) -> type[Certificate] | None:
    """Return the kind that a certificate of a problem comes from, by the ``kind`` that stands in
    it; None if it comes from no kind, but from the family of the problem."""
    return next((kind for kind in kinds().values() if kind.evidence == name), None)


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
    name = data.get("kind")
    if not isinstance(name, str) or name not in kinds():
        raise UsageError(
            f"no kind of certificate is called {name!r}; there are {', '.join(kinds())}"
        )
    kind = kinds()[name]
    fields = {field.name: field for field in dataclasses.fields(kind)}
    values = {key: _as_tuples(value) for key, value in data.items() if key != "kind"}
    if values.keys() != fields.keys():
        raise UsageError(
            f"a {name} certificate has the keys {', '.join(sorted(fields))}, "
            f"not {', '.join(map(str, values)) or 'none'}"
        )
    for key, field in fields.items():
        if _is_direction(field):
            try:
                values[key] = Direction(values[key])
            except ValueError:
                raise UsageError(
                    f"the {key} of a certificate is 'L' or 'R', not {values[key]!r}"
                ) from None
    return kind(**values)


def check(machine: Machine, certificate: Certificate) -> bool:
    """Return whether `certificate` is right about `machine`.

    For a loop, the machine is run to the end of the certificate, some million steps a second; for
    a halt too, and faster if it comes late; for the other kinds, the closed set is built and gone
    through. Certificates that would take more than ``MAX_CHECKED_STEPS``, or for a halt
    ``MAX_CHECKED_HALT``, are not accepted.

    Raises
    ------
    UsageError
        If an argument is not a machine or not a certificate.
    """
    if not isinstance(machine, Machine):
        raise UsageError(f"expected a Machine, not {machine!r}")
    if not isinstance(certificate, Certificate):
        raise UsageError(f"expected a certificate, not {certificate!r}")
    return certificate.check(machine)


def check_search_steps(max_steps: object) -> int:
    """Return `max_steps` as an int.

    Raises
    ------
    UsageError
        If it is not an integer from 0 to ``MAX_SEARCH_STEPS``.
    """
    steps = check_steps(max_steps)
    if steps > MAX_SEARCH_STEPS:
        raise UsageError(f"a search runs at most {MAX_SEARCH_STEPS:,} steps, not {steps:,}")
    return steps
