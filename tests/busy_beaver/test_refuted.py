"""What a run tells against a claim whose certificate is not shown."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from bbsynth.busy_beaver.families import families
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.problems import Dataset, Problem
from bbsynth.problems.crosscheck import CrosscheckError, crosscheck_statements
from bbsynth.problems.family import Claim
from bbsynth.problems.registry import domain
from bbsynth.problems.rendering import render_problem
from tests.problems.making import claim, examples, module

EXAMPLES = dict(examples())


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
        subject=one.subject if machine is None else Machine.parse(machine),
        parameters=new,
        label=families()[one.family].label(new),
    )


@pytest.mark.parametrize("family", EXAMPLES)
def test_what_is_true_is_not_refuted(family: str) -> None:
    crosscheck_statements(hidden(claim(family, EXAMPLES[family])))


def test_nothing_of_a_whole_set_is_refuted(two_by_two: Dataset) -> None:
    for one in two_by_two:
        kind = families()[one.family]
        assert kind.refuted(read_notation(one.machine), one.parameters, 1_000) is None


def falsehoods() -> list[tuple[str, dict[str, Any], str]]:
    return [
        (family, change, message)
        for family in EXAMPLES
        for change, message in getattr(module(family), "FALSE", ())
    ]


@pytest.mark.parametrize(("family", "change", "message"), falsehoods())
def test_what_is_false_is_refuted(family: str, change: dict[str, Any], message: str) -> None:
    one = changed(claim(family, EXAMPLES[family]), **change)
    table = read_notation(
        str(domain("busy-beaver").stated(one)), partial=families()[family].about == "partial"
    )
    assert re.search(message, families()[family].refuted(table, one.parameters, 20_000) or "")


@pytest.mark.parametrize(
    ("family", "change"),
    [("never-uses", {"state": 0, "symbol": 0}), ("stays-within", {"least": 5, "most": 9})],
)
def test_a_hidden_row_is_refused_for_it(family: str, change: dict[str, Any]) -> None:
    one = changed(claim(family, EXAMPLES[family]), **change)
    with pytest.raises(CrosscheckError, match="by a run of 20,000 steps: the "):
        crosscheck_statements(hidden(one))


def test_numbers_that_take_too_long_are_refused_or_left() -> None:
    for family, name in (("started-elsewhere", "head"), ("repeats", "start"), ("counts", "shift")):
        one = changed(claim(family, EXAMPLES[family]), **{name: 10**9})
        with pytest.raises(CrosscheckError, match="more than can be tested"):
            crosscheck_statements(hidden(one))
    for row in ("1:1:200000", "1:900000000:0"):
        one = changed(claim("counts", EXAMPLES["counts"]), right=row)
        with pytest.raises(CrosscheckError, match="more than can be tested"):
            crosscheck_statements(hidden(one))
    for family, name in (("repeats", "start"), ("counts", "shift"), ("rule", "constant")):
        one = changed(claim(family, EXAMPLES[family]), **{name: 10**7})
        table = read_notation(str(domain("busy-beaver").stated(one)))
        assert families()[family].refuted(table, one.parameters, 20_000) is None
