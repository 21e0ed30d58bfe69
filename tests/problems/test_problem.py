from __future__ import annotations

import msgspec
import pytest

from bbsynth.errors import DatasetError
from bbsynth.problems import SCHEMA, Problem
from tests.problems.making import examples, problem

PLAIN = examples("halts-after", "halts-leaving", "never-halts")


@pytest.fixture
def right() -> Problem:
    return problem("halts-after", "1RB1LB_1LA1RZ")


def test_fields(right: Problem) -> None:
    assert right.id == "2x2-halts-after-1RB1LB_1LA1RZ"
    assert right.theorem == "halts_after_1RB1LB_1LA1RZ"
    assert (right.states, right.symbols, right.parameters) == (2, 2, {"steps": 6})
    assert right.metadata["schema"] == SCHEMA
    assert right.header == "import BBSynth\n\nopen BBSynth\n"


@pytest.mark.parametrize(
    ("family", "machine"), examples("halts-after", "halts-leaving", "never-halts")
)
def test_undefined_transitions_are_1rz(family: str, machine: str) -> None:
    one = problem(family, machine)
    assert one.machine == machine.replace("---", "1RZ")
    assert one.metadata["machine_in_tree"] == machine
    assert "---" not in one.formal_statement + one.informal_statement.replace("| :---", "|")


def test_it_cannot_be_changed(right: Problem) -> None:
    with pytest.raises(AttributeError):
        right.id = "another"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "../../etc/passwd"}, "id '../../etc/passwd' has characters"),
        ({"id": ""}, "id '' has characters"),
        ({"id": "a" * 201}, "has characters"),
        ({"id": "-x"}, "has characters"),
        ({"id": "a\n"}, "has characters"),
        ({"theorem": "x : False := by simp\n theorem y"}, "theorem 'x : False"),
        ({"theorem": "another_name"}, "does not contain the theorem another_name"),
        ({"family": "Halts"}, "family 'Halts'"),
        ({"stratum": "../x"}, "stratum"),
        ({"metadata": {}}, "has schema None; this version of bbsynth reads schema 2"),
        ({"metadata": {"schema": 1}}, "has schema 1"),
        ({"states": 0}, "has 0 states"),
        ({"symbols": -1}, "-1 symbols"),
        ({"header": "import Mathlib\n"}, "does not begin with the header"),
        ({"formal_statement": "import BBSynth\n\nopen BBSynth\n"}, "formal_statement does not"),
        ({"informal_statement": " \n"}, "informal_statement is empty"),
    ],
)
def test_what_is_not_a_problem(right: Problem, change: dict[str, object], message: str) -> None:
    with pytest.raises(DatasetError, match=message):
        msgspec.structs.replace(right, **change)


def test_the_formal_statement_ends_in_sorry(right: Problem) -> None:
    with pytest.raises(DatasetError, match="does not end in `sorry`"):
        msgspec.structs.replace(right, formal_statement=right.reference_proof)
