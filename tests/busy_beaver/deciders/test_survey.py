from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from bbsynth.busy_beaver.deciders import decide_batch, decide_tree
from bbsynth.busy_beaver.deciders.survey import survey_part, survey_tree
from bbsynth.busy_beaver.machines import Machine, TreePart, split_tnf
from bbsynth.errors import UsageError

pytestmark = pytest.mark.slow

LOOPS = ["cycler", "translated_cycler"]


@pytest.mark.parametrize(("n_states", "n_symbols"), [(2, 2), (3, 2), (2, 3)])
@pytest.mark.parametrize("parts", [1, 40])
def test_the_same_as_deciding_the_tree(n_states: int, n_symbols: int, parts: int) -> None:
    surveys = [
        survey
        for part in split_tnf(n_states, n_symbols, parts=parts)
        for survey in survey_part(part, search_steps=1_000)
    ]
    decisions = list(decide_tree(n_states, n_symbols, deciders=LOOPS))
    deciders = [decision.decider for decision in decisions]
    assert sum(survey.machines for survey in surveys) == len(decisions)
    assert sum(survey.halting for survey in surveys) == deciders.count("halts")
    assert sum(survey.cyclers for survey in surveys) == deciders.count("cycler")
    assert sum(survey.translated_cyclers for survey in surveys) == deciders.count(
        "translated_cycler"
    )
    undecided = [Machine.from_array(table) for survey in surveys for table in survey.undecided]
    assert undecided == [d.machine for d in decisions if d.certificate is None]


def test_four_states_as_in_the_literature() -> None:
    (part,) = split_tnf(4, 2, parts=1)
    surveys = list(survey_part(part, search_steps=107))
    assert sum(survey.machines for survey in surveys) == 858_909
    assert sum(survey.halting for survey in surveys) == 249_693
    # Loops of 107 steps: 838,066 machines halt or loop in the Coq proof of S(4), whose search
    # is not quite the same.
    left = np.concatenate([survey.undecided for survey in surveys])
    assert len(left) == 20_684
    # Nothing of it stays undecided, and every one of these certificates is checked.
    decisions = decide_batch(left, max_steps=107)
    assert Counter(decision.decider for decision in decisions) == {
        "translated_cycler": 124,
        "no_reachable_halt": 849,
        "ngram_cps": 19_701,
        "far": 10,
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_trees_in_processes(jobs: int) -> None:
    surveys = list(survey_tree(3, 2, search_steps=1_000, jobs=jobs))
    assert sum(survey.machines for survey in surveys) == 5_417
    assert sum(survey.halting for survey in surveys) == 1_772
    assert sum(len(survey.undecided) for survey in surveys) == 92


@pytest.mark.parametrize(
    "call",
    [
        lambda: survey_part("------"),  # type: ignore[arg-type]
        lambda: survey_tree(6, 2),
        lambda: survey_tree(2, 2, search_steps=-1),
        lambda: survey_tree(2, 2, jobs=0),
        lambda: survey_part(TreePart("------", False, 5), search_steps=-1),
    ],
)
def test_arguments_are_checked(call: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        call()
