from __future__ import annotations

from typing import Any

import msgspec
import pytest

from bbsynth.errors import DatasetError
from bbsynth.problems import Dataset, Problem
from bbsynth.problems.family import GeneralFamily, families
from bbsynth.problems.remaking import different_parts, remade
from bbsynth.problems.rendering import render_problem
from tests.problems.making import bare_examples, examples, problem

SEED = 3


def general_problems() -> list[Problem]:
    return [
        render_problem(claim, seed=SEED)
        for kind in families().values()
        if isinstance(kind, GeneralFamily)
        for claim in kind.claims()
    ]


def halting() -> Problem:
    return problem("halts-after", "1RB1LC_1RC1RB_1LA---", seed=SEED)


@pytest.mark.parametrize(("family", "machine"), examples())
def test_problems_are_made_again(family: str, machine: str) -> None:
    one = problem(family, machine, seed=SEED)
    assert remade(one, SEED) == one
    assert different_parts(one, SEED) == []


@pytest.mark.parametrize(("family", "machine"), bare_examples())
def test_bare_problems_are_made_again(family: str, machine: str) -> None:
    one = problem(family, machine, seed=SEED, track="bare")
    assert remade(one, SEED) == one


def test_facts_about_machines_in_general_are_made_again() -> None:
    made = general_problems()
    assert len(made) > 10
    for one in made:
        assert remade(one, SEED) == one


def test_a_whole_set_is_made_again(two_by_two: Dataset) -> None:
    for one in two_by_two:
        assert different_parts(one, one.metadata["seed"]) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("informal_proof", "It is obvious.\n"),
        ("difficulty", 1),
        ("tier", "hard"),
        ("machine", "1RB1LB_1LA1RZ"),
    ],
)
def test_parts_that_were_changed(name: str, value: object) -> None:
    one = halting()
    changed = msgspec.structs.replace(one, **{name: value})
    assert name in different_parts(changed, SEED)


@pytest.mark.parametrize("name", ["kernel_cost", "proof_lines", "frame", "bbsynth", "secret"])
def test_metadata_that_were_changed(name: str) -> None:
    one = halting()
    changed = msgspec.structs.replace(one, metadata={**one.metadata, name: 77})
    assert different_parts(changed, SEED) == [f"{name} in the metadata"]


def test_metadata_that_were_left_out() -> None:
    one = halting()
    fewer = {name: value for name, value in one.metadata.items() if name != "kernel_cost"}
    changed = msgspec.structs.replace(one, metadata=fewer)
    assert different_parts(changed, SEED) == ["kernel_cost in the metadata"]


def test_the_seed_need_not_be_named_but_must_not_be_another() -> None:
    one = halting()
    unnamed = {name: value for name, value in one.metadata.items() if name != "seed"}
    assert different_parts(msgspec.structs.replace(one, metadata=unnamed), SEED) == []
    assert "seed in the metadata" in different_parts(one, SEED + 1)


@pytest.mark.parametrize(
    "change",
    [
        {"family": "zzz"},
        {"parameters": {}},
        {"parameters": {"start": "here"}},
        {"metadata": {"schema": 2}},
        {"metadata": {"schema": 2, "machine_in_tree": "nothing"}},
        {"metadata": {"schema": 2, "machine_in_tree": 5}},
    ],
)
def test_what_cannot_be_made(change: dict[str, Any]) -> None:
    one = msgspec.structs.replace(problem("ends-with", "1RB1LC_1RC1RB_1LA---"), **change)
    with pytest.raises(DatasetError, match=f"problem {one.id} cannot be made again"):
        remade(one, SEED)


def test_a_certificate_that_says_too_little() -> None:
    one = msgspec.structs.replace(problem("counts", "1RB1LC_0LA0RB_1LA---"), certificate=None)
    with pytest.raises(DatasetError, match="cannot be made again"):
        remade(one, SEED)
