"""Which problems of a release belong together, and must not be in two splits.

A problem has one key or several, which the domain of its family knows: what its subject does,
whatever it is called. Problems that share a key are kept together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from networkx.utils import UnionFind

from bbsynth.errors import BBSynthError, DatasetError
from bbsynth.problems import Problem
from bbsynth.problems.family import Value
from bbsynth.problems.registry import domain_of
from bbsynth.release.rows import Row

__all__ = ["Groups", "grouped", "keys_of", "keys_of_row", "problem_keys"]

_Item = TypeVar("_Item")


def problem_keys(
    problem_id: str, family: str, machine: str, track: str, parameters: Mapping[str, Value]
) -> tuple[str, ...]:
    """Return what a problem must not share with one in another split.

    A problem about subjects in general is kept together with the same statement in the other track,
    whose id differs by the name of the track.

    Raises
    ------
    BBSynthError
        If `machine` is neither empty nor a subject of the domain.
    """
    if not machine:
        words = problem_id.split("-")
        return ("general " + "-".join(word for word in words if word != track),)
    return domain_of(family).keys(family, machine, parameters)


def keys_of(problem: Problem) -> tuple[str, ...]:
    """Return what a problem must not share with one in another split; see `problem_keys`."""
    return problem_keys(
        problem.id, problem.family, problem.machine, problem.track, problem.parameters
    )


def keys_of_row(row: Row) -> tuple[str, ...]:
    """Return the same of the problem in a row of a release.

    Raises
    ------
    DatasetError
        If the row names something else than a machine.
    """
    try:
        parameters = msgspec.json.decode(row.parameters, type=dict[str, Any])
        return problem_keys(row.name, row.family, row.machine, row.track, parameters)
    except (msgspec.MsgspecError, RecursionError, BBSynthError) as error:
        raise DatasetError(f"the row {row.name} does not hold a problem: {error}") from error


class Groups:
    """Keys that belong together, since a problem has both.

    Parameters
    ----------
    splits : mapping from str to str, optional
        The splits of keys that have to stay there.
    """

    def __init__(self, splits: Mapping[str, str] | None = None) -> None:
        self._together = UnionFind()
        self._splits = {self._together[key]: split for key, split in (splits or {}).items()}

    def join(self, keys: Sequence[str]) -> bool:
        """Put the groups of keys together; return False, and do not, if their splits differ."""
        fixed = {self._splits[root] for key in keys if (root := self[key]) in self._splits}
        if len(fixed) > 1:
            return False
        self._together.union(*keys)
        for split in fixed:
            self._splits[self[keys[0]]] = split
        return True

    def __getitem__(self, key: str) -> str:
        """Return a key that stands for the group."""
        root: str = self._together[key]
        return root

    def split(self, key: str) -> str | None:
        """Return the split in which the group of a key has to stay, if there is one."""
        return self._splits.get(self[key])


def grouped(items: Iterable[tuple[_Item, Sequence[str]]]) -> dict[str, list[_Item]]:
    """Return what belongs together, with the least key of each group."""
    listed = list(items)
    groups = Groups()
    least: dict[str, str] = {}
    for _, keys in listed:
        groups.join(keys)
    for _, keys in listed:
        root = groups[keys[0]]
        least[root] = min(least.get(root, keys[0]), *keys)
    found: dict[str, list[_Item]] = defaultdict(list)
    for item, keys in listed:
        found[least[groups[keys[0]]]].append(item)
    return found
