"""Does a machine halt?

A decider is two things. A *search* is quick and not to be trusted; what it returns is a
*certificate*. The *check* of a certificate is short, plain, and shares no code with any search.
Each kind of certificate is a module of `bbsynth.busy_beaver.certificates` that brings both.
`searches` orders the searches and gives them their budgets, and `pipeline` puts everything
together: it runs machines, searches, checks, and says what is known. `parallel` does that in
several processes, `records` writes down what came out, `late_halts` decides whole trees in which a
few machines halt very late, and `survey` counts loops in large trees, without checks.

`counter` finds *rules*, configurations with a parameter and what a machine does with all of them.
It is no decider: other searches decide simple counters, but their rules (`counter_check` checks
them) say more.
"""

from __future__ import annotations

from bbsynth.busy_beaver.certificate import Certificate, Fate, certificate_from_dict, check
from bbsynth.busy_beaver.deciders.pipeline import (
    DEFAULT_MAX_STEPS,
    DEFAULT_SEARCH_STEPS,
    Decision,
    decide,
    decide_batch,
    decide_tree,
)
from bbsynth.busy_beaver.deciders.searches import DECIDERS, Budgets

__all__ = [
    "DECIDERS",
    "DEFAULT_MAX_STEPS",
    "DEFAULT_SEARCH_STEPS",
    "Budgets",
    "Certificate",
    "Decision",
    "Fate",
    "certificate_from_dict",
    "check",
    "decide",
    "decide_batch",
    "decide_tree",
]
