"""Lean accepts a reference proof of every family in every track, and none of a wrong claim."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import msgspec
import pytest

from bbsynth.busy_beaver.families import families
from bbsynth.judge import Judge, Status
from bbsynth.judge.completion import Code, assemble
from bbsynth.lean.toolchain import Toolchain
from bbsynth.problems.family import GeneralFamily
from bbsynth.problems.problem import Problem
from bbsynth.problems.rendering import render_problem
from tests.problems.making import bare_examples, examples, module, problem, sweeping


@pytest.fixture(scope="module")
def judge(toolchain: Toolchain) -> Iterator[Judge]:
    with Judge(toolchain=toolchain, jobs=1, remember=False) as judge:
        yield judge


LONG = 1_000
"""Lines of a proof that repeats much of the library: one for each certificate is enough."""


def made() -> list[Problem]:
    found = [problem(name, machine) for name, machine in examples()]
    long: dict[str, Problem] = {}
    for name, machine in bare_examples():
        one = problem(name, machine, track="bare")
        if one.metadata["proof_lines"] < LONG:
            found.append(one)
        else:
            long.setdefault(str((one.certificate or {})["kind"]), one)
    found += long.values()
    for kind in families().values():
        if isinstance(kind, GeneralFamily):
            claims = kind.claims()
            found += [render_problem(claim) for claim in claims]
            bare = [dataclasses.replace(one, track="bare") for one in claims if kind.has_bare(one)]
            found += [render_problem(claim) for claim in bare]
        elif kind.by_rules == "sometimes":
            claim = kind.claim(sweeping("1RB1LA_0LA1RB"))
            assert claim is not None
            found.append(render_problem(claim))
    return found


PROBLEMS = made()


@pytest.mark.parametrize("one", PROBLEMS, ids=lambda one: one.id)
def test_the_reference_proof_is_accepted(one: Problem, judge: Judge) -> None:
    verdict = judge.check_one(assemble(one, Code(one.reference_proof)))
    assert verdict.proved, (verdict.reason, verdict.messages[:2])


def wrong_claims() -> list[tuple[Problem, str, str]]:
    """Problems of each family with a number in the claim, that number, and another."""
    seen: set[tuple[str, str]] = set()
    found = []
    for one in PROBLEMS:
        statement = one.formal_statement.rpartition(f"theorem {one.theorem} : ")[2]
        numbers = re.findall(r"(?<![\w.])[0-9]+", statement)
        if numbers and one.machine and (one.family, one.track) not in seen:
            # From another tape, the machine may never halt either.
            loose = getattr(module(one.family), "OTHER_NUMBERS_MAY_HOLD", False)
            if loose or "NeverHaltsFrom" in statement:
                continue
            seen.add((one.family, one.track))
            found.append((one, numbers[-1], str(int(numbers[-1]) + 1)))
    return found


@pytest.mark.parametrize(("one", "old", "new"), wrong_claims(), ids=lambda value: str(value)[:9])
def test_a_wrong_claim_has_no_proof(one: Problem, old: str, new: str, judge: Judge) -> None:
    def changed(text: str) -> str:
        before, name, after = text.rpartition(f"theorem {one.theorem} : ")
        statement, by, proof = after.partition(" :=")
        # The last number of the statement, and nothing in the proof.
        head, _, tail = statement.rpartition(old)
        return before + name + head + new + tail + by + proof

    task = assemble(one, Code(changed(one.reference_proof)))
    task = msgspec.structs.replace(task, reference=changed(one.formal_statement))
    verdict = judge.check_one(task)
    assert verdict.status is Status.WRONG


def test_a_bare_proof_cannot_use_the_library(judge: Judge) -> None:
    one = problem("halts-after", "1RB1LB_1LA1RZ", track="bare")
    assert judge.check(one, one.reference_proof).proved
    for proof in (
        "BBSynth.Machine.haltsAfter_of_check (by decide +kernel)",
        "Machine.haltsAfter_of_check (by decide +kernel)",
    ):
        assert judge.check(one, proof).status is Status.WRONG
    text = one.reference_proof.replace("/-!", "import BBSynth\n\n/-!", 1)
    library = problem("halts-after", "1RB1LB_1LA1RZ").reference_proof
    assert judge.check(one, text).proved
    assert judge.check(one, library).status is not Status.PROVED


def test_a_definition_of_a_bare_problem_cannot_be_changed(judge: Judge) -> None:
    one = problem("halts-after", "1RB1LB_1LA1RZ", track="bare")
    for old, new in (
        ("  | .left => -1", "  | .left => 1"),
        ("  next : Option (Fin n)", "  next : Option (Fin n)\n  more : Nat"),
        ("  | left\n  | right\n", "  | right\n  | left\n"),
    ):
        changed = one.reference_proof.replace(old, new)
        assert changed != one.reference_proof
        assert not judge.check(one, changed).proved
    # A data type of one's own is as little allowed as elsewhere.
    more = one.reference_proof.replace(
        "/-- Started", "inductive Mine where\n  | mine\n\n/-- Started"
    )
    assert judge.check(one, more).status is Status.CHEATING


def test_both_sides_of_a_question_are_judged(judge: Judge) -> None:
    one = next(
        made
        for made in (problem("decide-it", "1RB1LB_1LA1RZ", seed=seed) for seed in range(50))
        if made.stratum == "after-false"
    )
    assert judge.check(one, one.reference_proof).proved
    assert judge.check(one, f"theorem {one.negation} : True := trivial").status is Status.WRONG
    assert judge.check(one, one.reference_proof.replace("theorem not_", "theorem ")).status in (
        Status.WRONG,
    )
