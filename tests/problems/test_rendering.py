from __future__ import annotations

import jinja2
import pytest

from bbsynth._common.resources import templates_dir
from bbsynth.busy_beaver.families import families
from bbsynth.problems.problem import Problem
from bbsynth.problems.registry import domain
from bbsynth.problems.rendering import problem_id, render_problem
from tests.problems.making import bare_examples, claim, examples, problem


@pytest.mark.parametrize(("family", "machine"), examples())
def test_the_three_texts_belong_together(family: str, machine: str) -> None:
    one = problem(family, machine)
    check_texts(one)


@pytest.mark.parametrize(("family", "machine"), bare_examples())
def test_bare_texts(family: str, machine: str) -> None:
    check_texts(problem(family, machine, track="bare"))


def check_texts(one: Problem) -> None:
    for text in (
        one.formal_statement,
        one.informal_statement,
        one.reference_proof,
        one.informal_proof,
    ):
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert "\n\n\n" not in text
        assert all(line == line.rstrip() for line in text.splitlines())
        assert "\r" not in text
        assert "\t" not in text


@pytest.mark.parametrize("machine", ["1RB0RB_0LA0LB", "0RB0LB---_1LA1RB---"])
def test_statements_do_not_give_the_proof_away(machine: str) -> None:
    one = problem("never-halts", machine)
    statements = (one.formal_statement + one.informal_statement).lower()
    for word in ("cycl", "loop", "period", "certificate", "width", "decide", "repeat", "---_"):
        assert word not in statements


def test_ids() -> None:
    assert problem_id(claim("halts-after", "1RB---_1LA---")) == "2x2-halts-after-1RB1RZ_1LA1RZ"


def test_equal_claims_give_equal_problems() -> None:
    one = claim("never-halts", "1RB0RB_0LA0LB")
    assert render_problem(one) == render_problem(one)


def test_a_misspelt_variable_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        domain("busy-beaver").environment.from_string("{{ mashine }}").render(machine="1RB")


def test_every_family_has_its_templates_and_no_template_is_left_over() -> None:
    folder = templates_dir() / "busy_beaver"
    for kind, ending in (("lean", ".lean.j2"), ("markdown", ".md.j2")):
        names = {path.name for path in (folder / kind).glob("[!_]*.j2")}
        assert names == {name + ending for name in families()}
