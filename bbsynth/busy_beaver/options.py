"""Which problems about machines can be generated, and which cannot."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from bbsynth.busy_beaver.families import families
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.machines import PROVEN_STEPS, tree_steps
from bbsynth.errors import UsageError
from bbsynth.problems.family import GeneralFamily
from bbsynth.problems.options import MAX_LIMIT, Options, check_range

__all__ = ["DEFAULT_CLASSES", "DEFAULT_LIMIT", "TREE_SIZES", "MachineOptions"]

TREE_SIZES: Final[Mapping[tuple[int, int], int]] = {
    (2, 2): 61,
    (3, 2): 5_417,
    (2, 3): 6_019,
}
"""Machines in tree normal form of the classes that are enumerated, apart from those with one state;
of the others a random sample is drawn."""

DEFAULT_CLASSES: Final = ("2x2", "3x2", "2x3", "4x2", "2x4", "5x2", "3x3", "6x2", "4x3")
"""The classes of the default set."""

DEFAULT_LIMIT: Final = 1_000
"""Problems in the default set."""

_MAX_MACHINES: Final = 1_000_000
_MAX_STEPS: Final = 10_000_000
_MACHINES_PER_PROBLEM: Final = 20
_LEAST_MACHINES: Final = 2_000
_MOST_MACHINES: Final = 20_000
_DEFAULT_MACHINES: Final = 4_000
"""Machines of a class for the default set."""

_SAMPLED_STEPS: Final = 1_000
"""Steps to run each machine of a sample, where the user does not say otherwise."""

_CLASS: Final = re.compile(r"([0-9]{1,3})x([0-9]{1,3})")


@dataclass(frozen=True, kw_only=True)
class MachineOptions(Options):
    """Which problems about machines to generate.

    Parameters
    ----------
    families, tracks, tiers, limit, per_stratum, seed
        As in `Options`; without a limit the classes have to be enumerated.
    states : int or None
        The class of machines, with `symbols`; None for those in `classes`.
    symbols : int or None
        See `states`; 2 if only they are given.
    classes : sequence of str
        Classes such as ``5x2``; empty for the one of `states`. If there is neither, the default set
        is made: 1,000 problems, unless `limit` says otherwise, about machines of many classes and
        about machines in general.
    machines : int or None
        How many machines to draw of each class that is not enumerated.
    max_steps : int or None
        Steps to run each machine; None for S(states, symbols), where it is proven and the class is
        enumerated, and 1,000 for other classes.
    disguise : bool
        Whether to rename states, exchange left and right, and rename symbols of the machines.

    Raises
    ------
    UsageError
        If a value is out of range, or they contradict each other.
    """

    domain: ClassVar[str] = "busy-beaver"

    states: int | None = None
    symbols: int | None = None
    classes: Sequence[str] = ()
    machines: int | None = None
    max_steps: int | None = None
    disguise: bool = False

    def __post_init__(self) -> None:
        named = list(self.families)
        super().__post_init__()
        for name, value, most in (
            ("number of machines", self.machines, _MAX_MACHINES),
            ("number of steps", self.max_steps, _MAX_STEPS),
        ):
            if value is not None:
                check_range(name, value, 1, most)
        self._choose_classes()
        for n_states, n_symbols in self.sizes:
            self._check_class(n_states, n_symbols)
        for name in named:
            self._check_possible(families()[name])
        self._check_general(named)
        if all(size in TREE_SIZES or size[0] == 1 for size in self.sizes):
            if self.machines is not None:
                raise UsageError(
                    f"all machines of {' and '.join(self.classes)} are looked at; a number of "
                    "machines can be given for larger classes, such as 5x2"
                )
        elif self.limit is None and self.per_stratum is None:
            raise UsageError(
                "without a limit all problems are made that there are, which is possible for "
                f"{_listed(TREE_SIZES)} and all classes with 1 state; for larger classes, such as "
                f"{self.classes[-1]}, of which a sample is drawn, set a limit (--limit N, at most "
                f"{MAX_LIMIT:,}, or --per-stratum N)"
            )

    def _choose_classes(self) -> None:
        if isinstance(self.classes, str):
            raise UsageError(f"classes are a list of names, not {self.classes!r}")
        if self.states is not None:
            if self.classes:
                raise UsageError(
                    "the class is given twice, by a number of states and by name; give one of them"
                )
            symbols = 2 if self.symbols is None else self.symbols
            tree_steps(self.states, symbols, 1)
            object.__setattr__(self, "classes", (f"{self.states}x{symbols}",))
        elif self.symbols is not None:
            raise UsageError(
                f"a number of symbols goes with a number of states (--states N --symbols "
                f"{self.symbols}), or name the class, such as 3x{self.symbols} (--class)"
            )
        if not self.classes:
            object.__setattr__(self, "classes", DEFAULT_CLASSES)
            object.__setattr__(self, "_is_default", True)
            if self.limit is None and self.per_stratum is None:
                object.__setattr__(self, "limit", DEFAULT_LIMIT)
        for name in self.classes:
            if not isinstance(name, str) or not _CLASS.fullmatch(name):
                raise UsageError(
                    f"a class is written as states x symbols, such as 5x2, not {name!r}"
                )
        object.__setattr__(self, "classes", tuple(dict.fromkeys(self.classes)))

    def _check_class(self, n_states: int, n_symbols: int) -> None:
        hint = ""
        try:
            tree_steps(n_states, n_symbols, 1)
            hint = "" if self.max_steps is not None else " (--max-steps N)"
            tree_steps(n_states, n_symbols, self.steps(n_states, n_symbols))
        except UsageError as error:
            raise UsageError(f"{n_states}x{n_symbols}: {error}{hint}") from error

    def _check_possible(self, kind: MachineFamily | GeneralFamily) -> None:
        """Check that there can be problems of a family that was named."""
        if not set(kind.tracks) & set(self.tracks):
            raise UsageError(
                f"the family {kind.name} has problems in the {' and '.join(kind.tracks)} track only"
            )
        if isinstance(kind, GeneralFamily):
            return
        if not any(kind.has_class(*size) for size in self.sizes):
            possible = [size for size in PROVEN_STEPS if kind.has_class(*size)]
            raise UsageError(
                f"the family {kind.name} has problems about the classes {_listed(possible)} only, "
                f"not about {' and '.join(self.classes)}"
            )

    def _check_general(self, named: Sequence[str]) -> None:
        """Check that no machines are asked for where none are looked at."""
        if not named or any(not isinstance(families()[name], GeneralFamily) for name in named):
            return
        for what, given in (
            ("a class", not self.is_default),
            ("a number of machines", self.machines is not None),
            ("a number of steps", self.max_steps is not None),
            ("a disguise", self.disguise),
        ):
            if given:
                raise UsageError(
                    f"the problems of the family {' and '.join(named)} are about machines in "
                    f"general, and {what} makes no difference to them: leave it out"
                )

    @property
    def is_default(self) -> bool:
        """Whether no class was named, so that the set is about many of them."""
        return bool(getattr(self, "_is_default", False))

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """The classes, as numbers of states and of symbols."""
        matches = [_CLASS.fullmatch(name) for name in self.classes]
        return [(int(match[1]), int(match[2])) for match in matches if match is not None]

    @property
    def name(self) -> str:
        """What to call the set by default, such as ``3x2``."""
        return "default" if self.is_default else "-".join(self.classes)

    def manifest(self) -> dict[str, Any]:
        """Return what the manifest of a dataset says of the options."""
        said = super().manifest()
        del said["domain"]  # of all datasets that do not name another
        return {
            "classes": list(self.classes),
            **said,
            "machines": self.machines,
            "max_steps": self.max_steps,
            "disguise": self.disguise,
        }

    def enumerates(self, n_states: int, n_symbols: int) -> bool:
        """Whether all machines of a class are looked at."""
        return n_states == 1 or (n_states, n_symbols) in TREE_SIZES

    def machines_of(self, n_states: int, n_symbols: int) -> int:
        """How many machines of a class are looked at, or drawn; about as many if it has 1 state."""
        if self.enumerates(n_states, n_symbols):
            return TREE_SIZES.get((n_states, n_symbols), 11)
        if self.machines is not None:
            return self.machines
        if self.is_default:
            return _DEFAULT_MACHINES
        wanted = _MACHINES_PER_PROBLEM * (self.limit or 100 * (self.per_stratum or 1))
        return min(_MOST_MACHINES, max(_LEAST_MACHINES, wanted))

    def steps(self, n_states: int, n_symbols: int) -> int | None:
        """Steps to run each machine of a class; None if it is not known and was not given."""
        if self.max_steps is not None:
            return self.max_steps
        if not self.enumerates(n_states, n_symbols):
            return _SAMPLED_STEPS
        return PROVEN_STEPS.get((n_states, n_symbols))

    def runs_suffice(self, n_states: int, n_symbols: int) -> bool:
        """Whether a machine of a class that has not halted after its steps never halts."""
        proven = PROVEN_STEPS.get((n_states, n_symbols))
        return proven is not None and (self.steps(n_states, n_symbols) or 0) >= proven


def _listed(sizes: Collection[tuple[int, int]]) -> str:
    names = [f"{n}x{k}" for n, k in sizes]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
