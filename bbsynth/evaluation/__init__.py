"""From a model to figures one can believe.

- `evaluate`: ask models for proofs, have them judged, keep everything in a folder; `Outcome`: how
  that ended; `figures`: all figures of such folders, and `render_page`, a page with them;
- `Study`, `read_study`: models and what is asked of them, in Python or TOML; `parse_model`: a model
  as on the command line;
- `make_prompt`, `Style`: the text that a model is given.

The rooms, each of which knows only those before it:

- `prompts`: the text that a model is given, in several styles;
- `model`, `backends`: what a model is, and the kinds there are, one module each;
- `runs`: models asked and judged, and everything kept in a folder;
- `metrics`: pass@k and its relatives, with intervals, from the counts of runs;
- `reports`: figures as a page, as charts, and as data;
- `api`: all of it in one call.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from bbsynth.evaluation.api import evaluate, figures
    from bbsynth.evaluation.backends import parse_model
    from bbsynth.evaluation.prompts import Style, make_prompt
    from bbsynth.evaluation.reports.page import render_page
    from bbsynth.evaluation.runs.run import Outcome
    from bbsynth.evaluation.runs.study import Study, read_study

__all__ = [
    "Outcome",
    "Study",
    "Style",
    "evaluate",
    "figures",
    "make_prompt",
    "parse_model",
    "read_study",
    "render_page",
]

_HOMES: Final = {
    "Outcome": "runs.run",
    "Study": "runs.study",
    "Style": "prompts",
    "evaluate": "api",
    "figures": "api",
    "make_prompt": "prompts",
    "parse_model": "backends",
    "read_study": "runs.study",
    "render_page": "reports.page",
}


def __getattr__(name: str) -> Any:
    # A name is imported when it is first used: the figures need SciPy, which takes a while.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
