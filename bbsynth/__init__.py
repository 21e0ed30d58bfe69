"""bbsynth: theorem-proving problems from Busy Beaver machines, and a judge for their proofs.

- `Machine`, `decide`, `Decision`: a machine, and whether it halts, with a certificate;
- `generate`, `MachineOptions`: make a dataset of problems;
- `Dataset`, `Problem`: read one;
- `Judge`, `Limits`, `Verdict`, `Status`: have Lean judge candidate proofs;
- `evaluate`: ask models for proofs, and have them judged;
- `BBSynthError`: what every error that bbsynth foresees is an instance of.

Names are imported when they are first used, so that ``import bbsynth`` costs nothing. What has an
underscore before its name, here or in a package, is not for users; ``docs/api.md`` has an example
of everything else.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from bbsynth.busy_beaver.deciders import Decision, decide
    from bbsynth.busy_beaver.machines import Machine
    from bbsynth.busy_beaver.options import MachineOptions
    from bbsynth.errors import BBSynthError
    from bbsynth.evaluation import evaluate
    from bbsynth.judge import Judge, Limits, Status, Verdict
    from bbsynth.problems import Dataset, Problem
    from bbsynth.problems.generation import generate

__all__ = [
    "BBSynthError",
    "Dataset",
    "Decision",
    "Judge",
    "Limits",
    "Machine",
    "MachineOptions",
    "Problem",
    "Status",
    "Verdict",
    "decide",
    "evaluate",
    "generate",
]

__version__ = "0.1.0"

_HOMES: Final = {
    "BBSynthError": "bbsynth.errors",
    "Dataset": "bbsynth.problems",
    "Decision": "bbsynth.busy_beaver.deciders",
    "Judge": "bbsynth.judge",
    "Limits": "bbsynth.judge",
    "Machine": "bbsynth.busy_beaver.machines",
    "MachineOptions": "bbsynth.busy_beaver.options",
    "Problem": "bbsynth.problems",
    "Status": "bbsynth.judge",
    "Verdict": "bbsynth.judge",
    "decide": "bbsynth.busy_beaver.deciders",
    "evaluate": "bbsynth.evaluation",
    "generate": "bbsynth.problems.generation",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'bbsynth' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
