"""Does a machine halt?

A decider is two things. A *search*, one module per decider (`cycler`, `translated_cycler`,
`no_reachable_halt`, `ngram_cps`, `far`, `repwl`, `bouncer`, `backward`), is quick and not to be
trusted; what it returns is a *certificate* (`certificates`). The *check* of a certificate
(`checking`) is short, plain, and shares no code with any search. `searches` orders the searches and
gives them their budgets, and `pipeline` puts everything together: it runs machines, searches,
checks, and says what is known. `parallel` does that in several processes, `records` writes down
what came out, `late_halts` decides whole trees in which a few machines halt very late, and
`survey` counts loops in large trees, without checks.

Two modules find *rules*, configurations with a parameter and what a machine does with all of them:
`bouncer`, whose certificates are rules, and `counter`, which is no decider: other searches decide
simple counters, but their rules (`counter_check` checks them) say more.
"""

from __future__ import annotations

from bbsynth.busy_beaver.deciders.certificates import (
    FAR,
    Backward,
    Bouncer,
    Certificate,
    Cycler,
    Halts,
    NGramCPS,
    NoReachableHalt,
    RepWL,
    TranslatedCycler,
    certificate_from_dict,
)
from bbsynth.busy_beaver.deciders.checking import check
from bbsynth.busy_beaver.deciders.pipeline import (
    DEFAULT_MAX_STEPS,
    DEFAULT_SEARCH_STEPS,
    Decision,
    Fate,
    decide,
    decide_batch,
    decide_tree,
)
from bbsynth.busy_beaver.deciders.searches import DECIDERS, Budgets

__all__ = [
    "DECIDERS",
    "DEFAULT_MAX_STEPS",
    "DEFAULT_SEARCH_STEPS",
    "FAR",
    "Backward",
    "Bouncer",
    "Budgets",
    "Certificate",
    "Cycler",
    "Decision",
    "Fate",
    "Halts",
    "NGramCPS",
    "NoReachableHalt",
    "RepWL",
    "TranslatedCycler",
    "certificate_from_dict",
    "check",
    "decide",
    "decide_batch",
    "decide_tree",
]
