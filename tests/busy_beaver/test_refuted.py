"""What a run tells against a claim whose certificate is not shown."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.deciders.bouncer import find_bouncer
from bbsynth.busy_beaver.machines import Machine
from bbsynth.problems import Dataset, Problem
from bbsynth.problems.crosscheck import CrosscheckError, crosscheck_statements
from bbsynth.problems.family import Claim, families
from bbsynth.problems.readback import read_notation
from bbsynth.problems.rendering import render_problem, subject
from tests.problems.making import EXAMPLES, claim

SWEEPING = ("rule", "passes", "reaches", "visits-at-least")
MACHINES = {
    **dict(EXAMPLES),
    **{name: families()[name].example for name in SWEEPING},
    "leaves-every-interval": "0RB0LB---_1LA1RB---",
}


def made(family: str, machine: str) -> Claim:
    if family not in SWEEPING:
        return claim(family, machine)
    parsed = Machine.parse(machine)
    decision = dataclasses.replace(
        decide(parsed, max_steps=1_000), certificate=find_bouncer(parsed)
    )
    return next(one for seed in range(100) if (one := families()[family].claim(decision, seed)))


def hidden(one: Claim) -> Problem:
    """The problem as a split without proofs shows it."""
    problem = render_problem(one)
    return Problem(
        **{
            name: getattr(problem, name)
            for name in Problem.__struct_fields__
            if name not in ("certificate", "informal_proof", "reference_proof", "metadata")
        },
        certificate=None,
        reference_proof=problem.formal_statement,
        metadata={"schema": problem.metadata["schema"]},
    )


def changed(one: Claim, machine: str | None = None, **parameters: Any) -> Claim:
    new = {**one.parameters, **parameters}
    return dataclasses.replace(
        one,
        machine=one.machine if machine is None else Machine.parse(machine),
        parameters=new,
        label=families()[one.family].label(new),
    )


@pytest.mark.parametrize("family", MACHINES)
def test_what_is_true_is_not_refuted(family: str) -> None:
    crosscheck_statements(hidden(made(family, MACHINES[family])))


def test_nothing_of_a_whole_set_is_refuted(two_by_two: Dataset) -> None:
    for one in two_by_two:
        kind = families()[one.family]
        assert kind.refuted(read_notation(one.machine), one.parameters, 1_000) is None


@pytest.mark.parametrize(
    ("family", "change", "message"),
    [
        ("never-uses", {"state": 0, "symbol": 0}, "the transition is used after 0 steps"),
        ("never-uses", {"symbol": 9}, "no such transition"),
        ("repeats", {"period": 1}, "no configuration repeats in 1 steps"),
        ("repeats", {"start": 10}, "no configuration repeats|repeats from step"),
        ("repeats", {"machine": "1RB1LB_1LA1RZ"}, "no configuration repeats in 4 steps"),
        ("stays-within", {"least": 5, "most": 9}, "head is on cell 0 after 0 steps"),
        ("stays-within", {"machine": "1RB1LB_1LA1RZ", "least": -9, "most": 9}, "halts after 6"),
        ("leaves-every-interval", {"machine": "1RB0RB_0LA0LB"}, "comes back after"),
        ("leaves-every-interval", {"machine": "1RB1LB_1LA1RZ"}, "halts after 6 steps"),
        ("never-halts", {"machine": "1RB1LB_1LA1RZ"}, "halts after 6 steps"),
        ("halts-within", {"bound": 4}, "steps"),
        ("halts-within", {"machine": "1RB0RB_0LA0LB"}, "steps"),
        ("halts-after", {"steps": 5}, "steps"),
        ("runs-for", {"machine": "1RB1LB_1LA1RZ", "least": 9}, "steps"),
        ("rule", {"constant": 77}, "do not lead to"),
        ("rule", {"machine": "1RB1LB_1LA1RZ"}, "C\\(0\\)|state"),
        ("reaches", {"slope": 7}, "do not lead to"),
        ("counts", {"shift": 40}, "do not lead to"),
        ("counts", {"factor": 0, "shift": 0}, "1 or more"),
        ("passes", {"left": "1:1:1", "right": "1:2:20"}, "is not passed"),
        ("passes", {"machine": "1RB1LB_1LA1RZ_1RA1RA"}, "halts after"),
        ("visits-at-least", {"constant": 50}, "cells are visited"),
        ("completions", {"bound": 5}, "the longest run"),
        ("completions", {"bound": 10**6}, "larger than any"),
        ("started-elsewhere", {"says": "halts", "steps": 7}, "has not halted"),
        ("started-elsewhere", {"machine": "1RB1LB_1LA1RZ"}, "halts after"),
    ],
)
def test_what_is_false_is_refuted(family: str, change: dict[str, Any], message: str) -> None:
    one = changed(made(family, MACHINES[family]), **change)
    table = read_notation(str(subject(one)), partial=families()[family].about == "partial")
    assert re.search(message, families()[family].refuted(table, one.parameters, 20_000) or "")


@pytest.mark.parametrize(
    ("family", "change"),
    [("never-uses", {"state": 0, "symbol": 0}), ("stays-within", {"least": 5, "most": 9})],
)
def test_a_hidden_row_is_refused_for_it(family: str, change: dict[str, Any]) -> None:
    one = changed(made(family, MACHINES[family]), **change)
    with pytest.raises(CrosscheckError, match="by a run of 20,000 steps: the "):
        crosscheck_statements(hidden(one))


def test_numbers_that_take_too_long_are_refused_or_left() -> None:
    for family, name in (("started-elsewhere", "head"), ("repeats", "start"), ("counts", "shift")):
        one = changed(made(family, MACHINES[family]), **{name: 10**9})
        with pytest.raises(CrosscheckError, match="more than can be tested"):
            crosscheck_statements(hidden(one))
    for row in ("1:1:200000", "1:900000000:0"):
        one = changed(made("counts", MACHINES["counts"]), right=row)
        with pytest.raises(CrosscheckError, match="more than can be tested"):
            crosscheck_statements(hidden(one))
    for family, name in (("repeats", "start"), ("counts", "shift"), ("rule", "constant")):
        one = changed(made(family, MACHINES[family]), **{name: 10**7})
        table = read_notation(str(subject(one)))
        assert families()[family].refuted(table, one.parameters, 20_000) is None
