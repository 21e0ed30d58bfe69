"""Does a machine halt?

A decider is two things. A *search*, one module per decider (`cycler`, `translated_cycler`), is
quick, compiled, and not to be trusted; what it returns is a *certificate* (`certificates`). The
*check* of a certificate (`checking`) is short, plain, and shares no code with any search.
`pipeline` puts them together: it runs machines, searches, checks, and says what is known.
"""

from __future__ import annotations

from bbsynth.deciders.certificates import (
    Certificate,
    Cycler,
    Halts,
    TranslatedCycler,
    certificate_from_dict,
)
from bbsynth.deciders.checking import check
from bbsynth.deciders.pipeline import (
    DEFAULT_MAX_STEPS,
    DEFAULT_SEARCH_STEPS,
    Decision,
    Fate,
    decide,
    decide_batch,
    decide_tree,
)

__all__ = [
    "DEFAULT_MAX_STEPS",
    "DEFAULT_SEARCH_STEPS",
    "Certificate",
    "Cycler",
    "Decision",
    "Fate",
    "Halts",
    "TranslatedCycler",
    "certificate_from_dict",
    "check",
    "decide",
    "decide_batch",
    "decide_tree",
]
