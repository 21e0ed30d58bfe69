"""Where the domains are found: the one way from what is general to what a domain knows.

A domain is looked for by its name

1. among those that a program has added with `register`;
2. among those that come with bbsynth;
3. among the entry points ``bbsynth.domains`` of the packages that are installed, where the name is
   that of the domain and the object its class.

Nothing of a domain is imported before it is asked for. Families have names that no family of
another domain has, so that a problem, which names its family, needs not name its domain.
"""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
from typing import TYPE_CHECKING, Any, Final

from bbsynth._common.workers import at_start
from bbsynth.errors import UsageError
from bbsynth.problems.family import Family

if TYPE_CHECKING:
    from bbsynth.problems.domain import Domain

__all__ = [
    "DEFAULT_DOMAIN",
    "domain",
    "domain_names",
    "domain_of",
    "family",
    "find_family",
    "register",
]

DEFAULT_DOMAIN: Final = "busy-beaver"
"""The domain that is meant where none is named."""

GROUP: Final = "bbsynth.domains"
"""The group of entry points by which packages bring domains."""

_OURS: Final = {DEFAULT_DOMAIN: "bbsynth.busy_beaver.domain:BusyBeaver"}

_registered: dict[str, str] = {}


def register(name: str, place: str) -> None:
    """Add a domain to those that are known, in this process and in the workers that it starts.

    Parameters
    ----------
    name : str
        The name of the domain.
    place : str
        Where its class is, as in an entry point: ``package.module:Class``.
    """
    if _registered.get(name) != place:
        _registered[name] = place
        at_start(register, name, place)
        domain.cache_clear()
        find_family.cache_clear()


def _places() -> dict[str, str]:
    """Return where the classes of all domains are, by name."""
    installed = {one.name: one.value for one in importlib.metadata.entry_points(group=GROUP)}
    return installed | _OURS | _registered


def domain_names() -> tuple[str, ...]:
    """Return the names of all domains, the default one first."""
    return tuple(sorted(_places(), key=lambda name: (name != DEFAULT_DOMAIN, name)))


@functools.cache
def domain(name: str) -> Domain:
    """Return the domain of a name; it is made once.

    Raises
    ------
    UsageError
        If there is none, or it cannot be imported.
    """
    place = _registered.get(name) or _OURS.get(name) or _places().get(name)
    if place is None:
        raise UsageError(f"no domain is called {name!r}; there are {', '.join(domain_names())}")
    module, _, attribute = place.partition(":")
    try:
        made: Any = getattr(importlib.import_module(module), attribute)()
    except (ImportError, AttributeError) as error:
        raise UsageError(f"the domain {name} cannot be imported from {place}: {error}") from error
    if made.name != name:
        raise UsageError(f"the domain in {place} is called {made.name!r}, and not {name!r}")
    found: Domain = made
    return found


@functools.cache
def find_family(name: str) -> tuple[Domain, Family] | None:
    """Return the family of a name with its domain; None if no domain has it."""
    # The default domain first: the others are not even looked for where it has the family.
    ours = domain(DEFAULT_DOMAIN)
    if name in ours.families:
        return ours, ours.families[name]
    for other in map(domain, domain_names()):
        if name in other.families:
            return other, other.families[name]
    return None


def family(name: str) -> Family:
    """Return the family called `name`.

    Raises
    ------
    UsageError
        If no domain has it.
    """
    found = find_family(name)
    if found is None:
        known = (one for each in map(domain, domain_names()) for one in each.families)
        raise UsageError(f"no family is called {name!r}; there are {', '.join(known)}")
    return found[1]


def domain_of(family_name: str) -> Domain:
    """Return the domain that a family belongs to; the default one if no domain has the family."""
    found = find_family(family_name)
    return domain(DEFAULT_DOMAIN) if found is None else found[0]
