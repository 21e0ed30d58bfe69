from __future__ import annotations

import dataclasses

import pytest

from bbsynth.busy_beaver.certificates.bouncer import find_bouncer
from bbsynth.busy_beaver.counting import counting
from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.counts import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.problems.crosscheck import crosscheck
from tests.busy_beaver.families.checking import check_mutations
from tests.problems.making import problem

BINARY = "1RB1LC_0LA0RB_1LA---"
MACHINES = (BINARY, "2RB0RB1LA_0LA1RB---")
COUNTERS = (*MACHINES, "0RB0LA_1RC---_1LA1RC")
FALSE = (
    ({"shift": 40}, "do not lead to"),
    ({"factor": 0, "shift": 0}, "1 or more"),
)
STEPS = ["12 * 2 ^ m - 2", "9 * 3 ^ m", "6 * 2 ^ m - 1"]


@pytest.mark.parametrize(("machine", "steps"), list(zip(COUNTERS, STEPS, strict=True)))
def test_the_claim(machine: str, steps: str) -> None:
    one = problem("counts", machine)
    crosscheck(one)
    claim = f"∀ m, machine.Reaches (C m) (C (m + 1)) ({steps}) := by\n  sorry\n"
    assert claim in one.formal_statement
    assert f"exactly {steps} steps" in one.informal_statement
    assert "Machine.counter_of_check" in one.reference_proof
    assert f"The sum of the steps is {steps}." in one.informal_proof
    assert one.stratum == "counter"


@pytest.mark.parametrize("machine", COUNTERS)
def test_mutations(machine: str) -> None:
    one = problem("counts", machine)
    assert check_mutations(one) >= 6


def test_wrong_rules_are_noticed() -> None:
    one = problem("counts", BINARY)
    table = read_notation(one.machine)
    certificate = dict(one.certificate or {})
    for name in ("factor", "base", "shift", "state"):
        value = certificate[name]
        assert isinstance(value, int)
        wrong = {**certificate, name: 1 - value if name == "state" else value + 1}
        parameters = {**one.parameters, name: wrong[name]}
        assert FAMILY.verify(table, parameters, wrong) is not None
        assert "different rules" in str(FAMILY.verify(table, parameters, certificate))
    wrong = {**certificate, "shift": -12}
    assert FAMILY.verify(table, {**one.parameters, "shift": -12}, wrong) == (
        "a number of steps is 1 or more"
    )


@pytest.mark.parametrize(
    "machine", ["1RB1LB_1LA1RZ", "1RB---_1RA---", "1RB---_1LC0RB_1LC1LA", "1RB0RB_0LA0LB"]
)
def test_nothing_is_claimed_of_others(machine: str) -> None:
    assert FAMILY.claim(decide(Machine.parse(machine))) is None


def test_a_counter_with_another_certificate() -> None:
    machine = Machine.parse("1RB---_1LC0RB_1LC1LA")
    decision = dataclasses.replace(decide(machine), certificate=find_bouncer(machine))
    assert FAMILY.claim(decision) is None


@pytest.mark.parametrize("machine", COUNTERS)
def test_the_sum_of_the_movements(machine: str) -> None:
    """What the proof in words says of the movements adds up to what is claimed."""
    one = problem("counts", machine)
    how = counting(one.machine)
    base, copies = len(how.counter.digits), how.counter.copies
    turns = [steps for _, _, steps in how.turns]

    def carry(n: int, digit: int) -> int:
        return (how.out + how.back) * n + turns[digit] + how.home

    def count(n: int) -> int:
        return n and base * count(n - 1) + (how.out + how.back) * (base - 1) * (n - 1) + how.carries

    for m in range(6):
        n = m + copies
        steps = how.back * n + turns[-1] + how.home + count(n)
        for digit in range(how.counter.first, base - 1):
            steps += carry(n, digit) + count(n)
        steps += how.out * (n + 1)
        certificate = one.certificate or {}
        factor, shift = int(certificate["factor"]), int(certificate["shift"])
        assert steps == factor * base**m + shift
        if n:
            assert count(n) == base * count(n - 1) + sum(
                carry(n - 1, digit) for digit in range(base - 1)
            )


def test_a_machine_that_does_not_count() -> None:
    with pytest.raises(ValueError, match="is not a counter"):
        counting("1RB1LB_1LA1RZ")
