"""Every attack is refused for the right reason, and every honest look-alike passes."""

from __future__ import annotations

import pytest

from bbsynth.judge import Judge
from tests.attacks.cases import Case, read_cases

CASES = read_cases("refused", "honest", "unfinished")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_verdict(judge: Judge, case: Case) -> None:
    verdict = judge.check(case.reference, case.text, name=case.name)
    said = f"{verdict.status} {verdict.rule}: {verdict.reason}\n{verdict.messages[:3]}"
    assert verdict.status == case.status, said
    if case.rule or verdict.proved:
        assert verdict.rule == case.rule, said


def test_every_file_is_a_case() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    assert sum(case.name.startswith("refused/") for case in CASES) >= 100
    for case in CASES:
        assert case.summary.endswith("."), case.name
        assert (case.status == "proved") == case.name.startswith("honest/"), case.name
