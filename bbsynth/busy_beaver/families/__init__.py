"""The families of problems about machines: every module here holds one, as ``FAMILY``."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bbsynth.busy_beaver.family import MachineFacts, MachineFamily

__all__ = ["families"]


@functools.cache
def families() -> Mapping[str, MachineFamily | MachineFacts]:
    """Return all families by name, in the order of their modules."""
    found: dict[str, Any] = {}
    for module in sorted(one.name for one in pkgutil.iter_modules(__path__)):
        one = importlib.import_module(f"{__name__}.{module}").FAMILY
        found[one.name] = one
    return MappingProxyType(found)
