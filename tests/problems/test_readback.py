from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.busy_beaver.machines import Direction, Machine
from bbsynth.busy_beaver.readback import read_lean_machine, read_markdown_machine, read_notation
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.texts import HEADER
from bbsynth.problems.family import Claim
from bbsynth.problems.readback import ReadbackError, read_lean, read_markdown
from bbsynth.problems.registry import family
from bbsynth.problems.rendering import render_problem
from tests.busy_beaver.machines.strategies import machines


def expected_table(machine: Machine) -> Table:
    return tuple(
        tuple(
            (t.write, -1 if t.move is Direction.LEFT else 1, None if t.halts else t.next)
            for t in row
            if t is not None
        )
        for row in machine.completed().transitions
    )


@given(machines(max_states=7, max_symbols=4), st.integers(0, 10**30))
def test_what_is_written_is_read(machine: Machine, steps: int) -> None:
    problem = render_problem(
        Claim(
            family="halts-after",
            subject=machine,
            stratum="halts",
            parameters={"steps": steps},
            certificate={"kind": "halts", "steps": steps},
        ),
        seed=steps,
    )
    text = str(machine.completed())
    table = expected_table(machine)
    lean = read_lean(problem.formal_statement, HEADER, read_lean_machine)
    markdown = read_markdown(problem.informal_statement, read_markdown_machine)
    assert read_notation(text) == lean.subject.table == markdown.subject.table == table
    assert lean.subject.notation == markdown.subject.notation == problem.machine == text
    assert lean.theorem == problem.theorem
    assert lean.proposition == f"machine.HaltsAfter {steps}"
    kind = family("halts-after")
    matches = [kind.sentences[0].fullmatch(lean.sentence)]
    matches += [pattern.fullmatch(markdown.sentence) for pattern in kind.sentences]
    found = [int(match["steps"]) for match in matches if match is not None]
    assert found == [steps, steps]
    definition = problem.formal_statement.partition("/-- Started")[0]
    assert all(len(line) <= 100 for line in definition.splitlines() if text not in line)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "_",
        "1RB1LB_1LA",
        "1RB1LB_1LA1RZ_",
        "1RB1LB_1LA---",
        "1RB1LB_1LA1XZ",
        "1RB1LB_1LA1Rz",
        "2RB1LB_1LA1RZ",
        "1RC1LB_1LA1RZ",
        "1RB1LB_1LA1RY",
        "1RB1LB 1LA1RZ",
    ],
)
def test_notation_that_no_problem_has(text: str) -> None:
    with pytest.raises(ReadbackError):
        read_notation(text)


def test_errors_name_the_line() -> None:
    with pytest.raises(ReadbackError, match="line 1: expected 'import BBSynth"):
        read_lean("import Mathlib\n", HEADER, read_lean_machine)
    with pytest.raises(ReadbackError, match=r"line 2: expected .* found"):
        read_markdown("# A title\n\n## The wrong section\n", read_markdown_machine)
