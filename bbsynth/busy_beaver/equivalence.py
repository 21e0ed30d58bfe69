"""When two problems are about the same machine: see `bbsynth.busy_beaver.machines.key`.

A problem has one key or two. The first is that of the run of its machine from the blank tape. The
second, of a problem about configurations that do not come from there, or about what a machine does
for ever by a rule, leaves the start state aside: another machine may do the same from another state
on. Problems that share a key are kept together.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Final

import msgspec

from bbsynth.busy_beaver.families import families
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.machines import key_of_machine, run_key, start_key, tail_key
from bbsynth.problems.family import Value

__all__ = ["machine_keys"]

_LATE: Final = 5_000


def machine_keys(family: str, machine: str, parameters: Mapping[str, Value]) -> tuple[str, ...]:
    """Return what a problem about a machine must not share with one in another split.

    The first key is that of its machine, by what it does on the blank tape.

    Raises
    ------
    MachineFormatError
        If `machine` is not a machine, or several.
    """
    one_machine = key_of_machine(machine)
    if one_machine is None:
        # A problem about several machines names them all.
        return (" ".join(sorted(run_key(one) for one in machine.split())),)
    other = _other_key(family, machine, msgspec.json.encode(parameters, order="sorted"))
    return (one_machine,) if other is None else (one_machine, other)


@functools.lru_cache(maxsize=100_000)
def _other_key(name: str, machine: str, parameters: bytes) -> str | None:
    kind = families().get(name)
    if not isinstance(kind, MachineFamily) or kind.about != "machine":
        return None
    try:
        start = kind.start(msgspec.json.decode(parameters))
        if start is None:
            # By then a machine has come to the configurations of its rule.
            return f"tail {tail_key(machine, noted=_LATE)}" if kind.induction else None
        where = (start.state, start.head, start.start, start.symbols)
        if kind.induction:
            return f"tail {tail_key(machine, *where)}"
        return f"start {start_key(machine, *where)}"
    except (LookupError, ValueError, TypeError, AttributeError):
        return None  # It does not state what its family does; which is for others to say.
