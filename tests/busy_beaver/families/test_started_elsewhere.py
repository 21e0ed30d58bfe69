from __future__ import annotations

import pytest

from bbsynth.busy_beaver.explaining import history, history_from
from bbsynth.busy_beaver.families.started_elsewhere import FAMILY
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.problems.crosscheck import crosscheck
from tests.busy_beaver.families.checking import check_mutations, refused
from tests.problems.making import claim, problem

MACHINES = HALTS, NEVER = "0RB0LB---_1LA1RB---", "1RB0RB_0LA0LB"
FALSE = (
    ({"says": "halts", "steps": 7}, "has not halted"),
    ({"machine": "1RB1LB_1LA1RZ"}, "halts after"),
)


def test_it_halts() -> None:
    one = problem("started-elsewhere", HALTS)
    crosscheck(one)
    assert one.stratum == "halts"
    where = "(.written 1 3 0 [2, 1, 2, 1, 1, 1])"
    assert f": machine.HaltsAfterFrom {where} 12 := by\n" in one.formal_statement
    assert one.informal_statement.endswith(
        "Started in state B with the head on cell 3 of the tape on which cells 0 to 5 hold, from "
        "left to right, 2 1 2 1 1 1 and all others are blank, the machine halts after exactly 12 "
        "steps.\n"
    )


def test_it_never_halts() -> None:
    one = problem("started-elsewhere", NEVER)
    crosscheck(one)
    assert one.stratum == "never-halts"
    where = "(.written 0 (-2) (-3) [1, 0, 1, 1])"
    assert f": machine.NeverHaltsFrom {where} := by\n" in one.formal_statement
    assert "steps" not in one.parameters


@pytest.mark.parametrize("machine", [HALTS, NEVER])
def test_mutations(machine: str) -> None:
    assert check_mutations(problem("started-elsewhere", machine)) >= 12


def test_another_claim_is_not_read() -> None:
    one = problem("started-elsewhere", NEVER)
    for old, new in (
        ("NeverHaltsFrom", "HaltsAfterFrom"),
        ("NeverHaltsFrom (.written 0 (-2) (-3) [1, 0, 1, 1])", "NeverHalts"),
    ):
        changed = one.formal_statement.replace(old, new)
        assert changed != one.formal_statement
        assert refused(one, formal_statement=changed)


def test_another_number_of_steps_is_noticed() -> None:
    one = problem("started-elsewhere", HALTS)
    table = read_notation(one.machine)
    assert FAMILY.verify(table, one.parameters, one.certificate or {}) is None
    for steps in (11, 13):
        wrong = {**one.parameters, "steps": steps}
        assert FAMILY.verify(table, wrong, one.certificate or {}) is not None
    for name, value in (("state", 2), ("symbols", [2, 1, 3])):
        wrong = {**one.parameters, name: value}
        assert "no such" in str(FAMILY.verify(table, wrong, one.certificate or {}))


def test_another_loop_is_noticed() -> None:
    one = problem("started-elsewhere", NEVER)
    table = read_notation(one.machine)
    assert FAMILY.verify(table, one.parameters, one.certificate or {}) is None
    for name in ("period", "shift"):
        certificate = dict(one.certificate or {})
        certificate[name] = int(certificate[name]) + 1
        assert FAMILY.verify(table, one.parameters, certificate) is not None


def test_the_start_depends_on_the_seed() -> None:
    labels = {claim("started-elsewhere", NEVER, seed=seed).label for seed in (0, 1, 2)}
    assert len(labels) == 3


@pytest.mark.parametrize("notation", ["1RB1LC_1RC1RB_1RZ0LA", "1RB1RZ_1LB0RC_1LC1LA"])
def test_a_run_that_is_shown_is_the_run(notation: str) -> None:
    """From the blank tape it is what is shown of such runs elsewhere."""
    blank = {"state": 0, "head": 0, "start": 0, "symbols": [0]}
    for steps in (0, 1, 9, 21):
        assert history_from(notation, blank, steps) == history(notation, steps)
    shown = history_from(notation, {"state": 1, "head": 2, "start": -1, "symbols": [1, 1, 0]}, 0)
    assert shown == ["after 0 steps, state B: 110[0]"]


def test_of_a_long_run_both_ends_are_shown() -> None:
    notation, blank = "1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA", [0]
    start = {"state": 0, "head": 0, "start": 0, "symbols": blank}
    shown = history_from(notation, start, 100)
    assert shown == history(notation, 100)
    assert len(shown) == 27
    assert shown[13] == "… (75 times are left out)"
    assert history_from(notation, start, 10_000) == []
    assert history_from(notation, start, 4_000) == []  # too wide


def test_the_proof_shows_the_run() -> None:
    one = problem("started-elsewhere", "1RB---_1LB0RC_1LC1LA", seed=0)
    steps = one.parameters["steps"]
    assert f"\nafter {steps} steps, halted: " in one.informal_proof
    loops = problem("started-elsewhere", "1RB0RB_0LA0LB", seed=0)
    first = int(loops.certificate["start"])
    last = first + int(loops.certificate["period"])
    assert f"\nafter {first} steps, state " in loops.informal_proof
    assert f"\nafter {last} steps, state " in loops.informal_proof
