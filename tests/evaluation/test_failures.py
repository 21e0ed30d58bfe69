from __future__ import annotations

import pytest

from bbsynth.evaluation.metrics.failures import KINDS, failure_kind
from bbsynth.judge import Judge
from bbsynth.problems import Dataset

TEXTS = {
    "": "empty answer",
    "I cannot do this.\n```python\nprint()\n```": "not parsed",
    "by sorry": "gives up",
    "by exact Machine.haltsAfter_of_magic": "unknown name",
    "by frobnicate": "unknown name",
    "by (": "not parsed",
    "by exact (3 : Nat)": "type mismatch",
    "by constructor": "goals left",
    "by omega": "tactic fails",
    "by exact Machine.haltsAfter_of_magic (by decide)": "unknown name",
    "theorem other : 1 = 1 := rfl": "another theorem",
    "by native_decide": "breaks a rule",
    "by exact absurd (by decide +kernel : 1 = 2) (by decide)": "computes to false",
}


def test_real_verdicts(dataset: Dataset, judge: Judge) -> None:
    problem = dataset["2x2-halts-after-1RB1LB_1LA1RZ"]
    found = {}
    for text in TEXTS:
        verdict = judge.check(problem, text)
        assert not verdict.proved, text
        messages = [f"{m.line}:{m.column}: {m.severity}: {m.text}" for m in verdict.messages]
        found[text] = failure_kind(verdict.status, verdict.rule, messages)
    assert found == TEXTS


@pytest.mark.parametrize(
    ("status", "finish", "kind"),
    [
        ("timeout", "", "too slow"),
        ("crash", "", "too slow"),
        ("wrong", "length", "cut off"),
        ("wrong", "stop", "other error"),
        ("cheating", "", "breaks a rule"),
    ],
)
def test_without_messages(status: str, finish: str, kind: str) -> None:
    assert failure_kind(status, "", (), finish) == kind
    assert kind in KINDS
