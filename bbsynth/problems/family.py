"""What a family of problems is, and where the families are found.

A family is one module in `bbsynth.problems.families` with an object ``FAMILY``, and two templates,
``lean/<name>.lean.j2`` and ``markdown/<name>.md.j2``. Nothing else has to know of it.
"""

from __future__ import annotations

import abc
import functools
import importlib
import pkgutil
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from bbsynth.deciders import Decision
from bbsynth.errors import UsageError
from bbsynth.machines import Machine
from bbsynth.problems.reference import Table

__all__ = ["Claim", "Family", "families", "family"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a family has to say about a machine: a problem before it is put into words.

    Parameters
    ----------
    family : str
        Name of the family.
    machine : Machine
        The machine as it stands in the tree; in the problem its undefined transitions are ``1RZ``.
    stratum : str
        The part of the family that the claim belongs to.
    parameters : dict
        The numbers in the claim, by name, in the order in which the statement mentions them.
    certificate : dict
        What the proof rests on.
    metadata : dict
        What else is known of the machine.
    """

    family: str
    machine: Machine
    stratum: str
    parameters: Mapping[str, int]
    certificate: Mapping[str, int | str]
    metadata: Mapping[str, int | str] = field(default_factory=dict)


class Family(abc.ABC):
    """A kind of statement about machines."""

    name: ClassVar[str]
    """The name in ids, options and file names, such as ``halts-after``."""

    summary: ClassVar[str]
    """What the statements say, in a few words."""

    strata: ClassVar[tuple[str, ...]]
    """The parts between which a sample is balanced."""

    predicate: ClassVar[str]
    """The Lean predicate on machines, as written after ``machine.``."""

    sentence: ClassVar[re.Pattern[str]]
    """Matches the whole claim in words; the groups are its numbers, in the order of the Lean
    arguments. It is written apart from the templates, which are checked against it."""

    @abc.abstractmethod
    def claim(self, decision: Decision) -> Claim | None:
        """Return what the family claims of a machine; None if it has nothing to say."""

    @abc.abstractmethod
    def verify(
        self, table: Table, numbers: Sequence[int], certificate: Mapping[str, int | str]
    ) -> str | None:
        """Check a claim with the simulator of `bbsynth.problems.reference` and nothing else.

        Parameters
        ----------
        table : tuple
            The machine that was read back from the statement.
        numbers : sequence of int
            The numbers that were read back from the statement.
        certificate : mapping
            The certificate of the problem.

        Returns
        -------
        str or None
            What is wrong with the claim; None if it is right.
        """


@functools.cache
def families() -> Mapping[str, Family]:
    """Return all families by name, in the order of their modules."""
    package = importlib.import_module("bbsynth.problems.families")
    modules = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    found: dict[str, Family] = {}
    for name in modules:
        one = importlib.import_module(f"{package.__name__}.{name}").FAMILY
        found[one.name] = one
    return MappingProxyType(found)


def family(name: str) -> Family:
    """Return the family called `name`.

    Raises
    ------
    UsageError
        If there is none.
    """
    known = families()
    if name not in known:
        raise UsageError(f"no family is called {name!r}; there are {', '.join(known)}")
    return known[name]
