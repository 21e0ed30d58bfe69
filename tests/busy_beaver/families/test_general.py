from __future__ import annotations

import dataclasses

import pytest

from bbsynth.busy_beaver.families.general import FAMILY
from bbsynth.problems.crosscheck import crosscheck
from bbsynth.problems.family import Claim
from bbsynth.problems.rendering import render_problem
from tests.busy_beaver.families.checking import refused

CLAIMS = FAMILY.claims()


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.label)
def test_every_fact(claim: Claim) -> None:
    one = render_problem(claim)
    crosscheck(one)
    assert one.id == f"any-general-{claim.label}"
    assert (one.machine, one.states, one.symbols) == ("", 0, 0)
    fact = FAMILY.fact(claim.label)
    assert one.informal_statement.endswith(f"\n\n{fact.sentence}\n")
    assert fact.proof in one.reference_proof
    assert fact.proof not in one.formal_statement
    size = next(
        (size for size in ("Two", "Three") if f"{size.lower()}_states" in one.theorem), None
    )
    needed = f"import BBSynth.BusyBeaver{size}\n" if size else ""
    assert one.header == f"import BBSynth\n{needed}\nopen BBSynth\n"
    # A statement speaks of definitions only.
    assert "_of_check" not in one.formal_statement


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.label)
def test_bare_facts(claim: Claim) -> None:
    assert FAMILY.has_bare(claim) is (claim.stratum != "classes")
    if FAMILY.has_bare(claim):
        one = render_problem(dataclasses.replace(claim, track="bare"))
        crosscheck(one)
        assert one.id == f"any-general-{claim.label}-bare"
        assert "import" not in one.reference_proof


def test_names_are_different() -> None:
    assert len({claim.label for claim in CLAIMS}) == len(CLAIMS) >= 15
    assert {claim.stratum for claim in CLAIMS} == set(FAMILY.strata)


def test_mutations() -> None:
    one = render_problem(next(claim for claim in CLAIMS if claim.label == "halting-time-unique"))
    for old, new in (("N = N'", "N ≠ N'"), ("M.HaltsAfter N)", "M.HaltsWithin N)")):
        changed = one.formal_statement.replace(old, new)
        assert changed != one.formal_statement
        assert refused(one, formal_statement=changed)
    changed = one.informal_statement.replace("are equal", "are different")
    assert refused(one, informal_statement=changed)


def test_a_header_that_says_too_little_or_too_much() -> None:
    """The modules that the fact needs, and no others, are imported."""
    for label, old, new in (
        ("most-steps-of-two-states", "import BBSynth.BusyBeaverTwo\n", ""),
        ("most-steps-of-two-states", "BusyBeaverTwo", "BusyBeaverThree"),
        ("halts-or-never", "import BBSynth\n", "import BBSynth\nimport BBSynth.BusyBeaverTwo\n"),
    ):
        one = render_problem(next(claim for claim in CLAIMS if claim.label == label))
        header = one.header.replace(old, new)
        statement = header + one.formal_statement.removeprefix(one.header)
        assert header != one.header
        assert refused(one, header=header, formal_statement=statement)
