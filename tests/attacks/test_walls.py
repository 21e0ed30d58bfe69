"""The gate is one wall of three: without it, no false statement is proved either."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bbsynth._common.resources import lean_dir
from bbsynth.judge import Judge, process
from bbsynth.lean.toolchain import Toolchain
from tests.attacks.cases import Case, read_cases
from tests.attacks.conftest import LIMITS

_GATED = {"command", "declaration", "modifier", "attribute", "option", "name", "syntax"}

CASES = {
    case.name.removeprefix("refused/"): case
    for case in read_cases("refused")
    if case.rule in _GATED and case.name.split("/")[1].startswith(("axiom-", "environment-"))
}

#: What elaboration, the walk over axioms and the kernel say of them.
RULES = {
    "axiom-decide-native-true": "axiom",
    "axiom-lcproof": "axiom",
    "axiom-lcunreachable": "axiom",
    "axiom-native-decide-true": "axiom",
    "axiom-trust-compiler-true": "axiom",
    "axiom-unsafe-cast": "elaboration",
    # Before each command the judge itself sets the option.
    "environment-skip-kernel": "elaboration",
    "environment-skip-kernel-tactic": "kernel",
    "environment-skip-kernel-term": "kernel",
}


@pytest.fixture(scope="module")
def open_judge(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    """A judge whose table allows all that it knows, and every name."""
    folder = tmp_path_factory.mktemp("lean")
    table = (lean_dir() / "gate.tsv").read_text(encoding="utf-8")
    (folder / "gate.tsv").write_text(
        "".join(
            line.replace("\trefused\t", "\tallowed\t")
            for line in table.splitlines(keepends=True)
            if not line.startswith("name\t")
        ),
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(process, "lean_dir", lambda: folder)
        with Judge(toolchain=toolchain, jobs=1, limits=LIMITS, remember=False) as judge:
            yield judge


@pytest.mark.parametrize("name", list(CASES))
def test_without_the_gate(open_judge: Judge, name: str) -> None:
    case: Case = CASES[name]
    verdict = open_judge.check(case.reference, case.text, name=case.name)
    said = f"{verdict.status} {verdict.rule}: {verdict.reason}\n{verdict.messages[:3]}"
    if name in RULES:
        assert verdict.rule == RULES[name], said
    # The innocent theorem of some cases may be proved, for their attack is on the process.
    assert not (verdict.proved and case.reference.id == "false"), said


def test_the_rules_are_those_of_cases() -> None:
    assert RULES.keys() <= CASES.keys()
    assert len(CASES) > 50
