from __future__ import annotations

import dataclasses

import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.prompts.prompt import candidate_text, examples_for, make_prompt
from bbsynth.evaluation.prompts.styles import FORMS, Style
from bbsynth.judge import assemble, extract
from bbsynth.problems import Dataset
from tests.evaluation.conftest import ROOT

CHAMPION = "2x2-halts-after-1RB1LB_1LA1RZ"
GENERAL = ("formal", "informal", "both")


def text(dataset: Dataset, style: str, problem: str = CHAMPION) -> str:
    prompt = make_prompt(dataset[problem], Style.parse(style), pool=dataset.problems)
    return prompt.text


@pytest.mark.parametrize("style", [*GENERAL, *FORMS])
@pytest.mark.parametrize("additions", ["", "+sheet", "+shots2", "+sheet+shots1"])
def test_no_prompt_gives_the_proof_away(dataset: Dataset, style: str, additions: str) -> None:
    for problem in list(dataset)[::7]:
        prompt = make_prompt(problem, Style.parse(style + additions), pool=dataset.problems)
        assert problem.reference_proof.strip() not in prompt.text
        if "shots" not in additions:
            _, _, proof = problem.reference_proof.rpartition(":=\n")
            assert proof.strip() not in prompt.text
        assert ("neverHalts_of_loopRight {start period width" in prompt.text) == (
            "sheet" in additions
        )
        assert prompt.style == style + additions
        assert "\n\n\n" not in prompt.text
        assert "{{" not in prompt.text


@pytest.fixture(scope="module")
def small() -> Dataset:
    """Problems of every kind: bare ones, and some that may be refuted."""
    return Dataset.open(ROOT / "generated" / "small")


@pytest.mark.parametrize("style", ["both+sheet", "informal", "deepseek-prover+sheet", "goedel"])
def test_problems_of_every_kind(small: Dataset, style: str) -> None:
    for problem in small:
        prompt = make_prompt(problem, Style.parse(style))
        bare, two_sided = problem.track == "bare", bool(problem.negation_statement)
        assert ("import BBSynth" not in prompt.text) or not bare
        assert ("neverHalts_of_loopRight {start" in prompt.text) == ("sheet" in style and not bare)
        if style in ("both+sheet", "informal"):
            assert (f"theorem {problem.negation} : ¬" in prompt.text) >= two_sided
            assert ("The statement may be false." in prompt.text) == two_sided
        if bare and style == "informal":
            assert problem.header.strip() in prompt.text
        if style == "goedel":
            assert prompt.prefix.startswith(problem.header)
            assert prompt.text.endswith("-/\n" if two_sided else ":= by\n")


def test_a_continuation_may_refute(small: Dataset) -> None:
    problem = next(problem for problem in small if problem.negation_statement)
    prompt = make_prompt(problem, Style.parse("goedel"))
    theorem = problem.negation_statement[problem.negation_statement.rindex("theorem not_") :]
    for name, statement in (
        (problem.negation, theorem),
        (
            problem.theorem,
            problem.formal_statement[problem.formal_statement.rindex("theorem ") :],
        ),
    ):
        answer = candidate_text(prompt, statement.replace("sorry", "simp") + "```")
        task = assemble(problem, extract(answer, problem.theorem))
        assert task.theorem == name
        assert not task.fault


def test_examples_are_of_the_same_track(small: Dataset) -> None:
    for problem in small:
        for example in examples_for(problem, small.problems, 2):
            assert example.track == problem.track


def test_which_statement_is_shown(dataset: Dataset) -> None:
    problem = dataset[CHAMPION]
    words, lean = problem.informal_statement.strip(), problem.formal_statement.strip()
    assert lean in text(dataset, "formal")
    assert words not in text(dataset, "formal")
    assert lean not in text(dataset, "informal")
    assert f"theorem {problem.theorem} :" not in text(dataset, "informal")
    assert f"`{problem.theorem}`" in text(dataset, "informal")
    assert words in text(dataset, "informal")
    assert "def HaltsAfter" in text(dataset, "informal")
    assert lean in text(dataset, "both")
    assert words in text(dataset, "both")


def test_what_is_asked_for(dataset: Dataset) -> None:
    assert "Answer with the whole file" in text(dataset, "both")
    assert "Answer with what stands after `:=`" in text(dataset, "both+body")
    assert "plan of the proof" not in text(dataset, "both")
    assert "plan of the proof" in text(dataset, "both+plan")
    assert "provide a detailed proof plan" in text(dataset, "deepseek-prover+plan")


def test_a_chat_has_a_system_and_a_user(dataset: Dataset) -> None:
    prompt = make_prompt(dataset[CHAMPION], Style.parse("both"))
    assert [message.role for message in prompt.messages] == ["system", "user"]
    assert prompt.messages[1].content == prompt.text
    assert (prompt.prefix, prompt.stop) == ("", ())


@pytest.mark.parametrize("style", ["continuation+shots1", "goedel+sheet+plan"])
def test_a_continuation(dataset: Dataset, style: str) -> None:
    problem = dataset[CHAMPION]
    prompt = make_prompt(problem, Style.parse(style), pool=dataset.problems)
    assert prompt.text.endswith(": machine.HaltsAfter 6 := by\n")
    assert prompt.prefix + "  sorry\n" == problem.formal_statement
    answer = candidate_text(prompt, "  decide\n```\nThat was it.\n```lean\nexample := 1\n```\n")
    task = assemble(problem, extract(answer, problem.theorem))
    assert task.candidate == problem.formal_statement.replace("sorry", "decide").rstrip("\n")
    assert candidate_text(prompt, "simp").endswith("by\n  simp\n```\n")
    assert candidate_text(prompt, " \n") == " \n"


def test_an_answer_that_stands_for_itself(dataset: Dataset) -> None:
    prompt = make_prompt(dataset[CHAMPION], Style.parse("both"))
    assert candidate_text(prompt, "as it is ```lean\n```") == "as it is ```lean\n```"


def test_a_digest_is_that_of_the_text(dataset: Dataset) -> None:
    one, two = (make_prompt(dataset[CHAMPION], Style.parse(s)) for s in ("both", "formal"))
    assert one.digest == make_prompt(dataset[CHAMPION], Style.parse("both")).digest
    assert one.digest != two.digest
    assert len(one.digest) == 16


def test_examples_are_of_other_machines(dataset: Dataset) -> None:
    for problem in dataset:
        chosen = examples_for(problem, dataset.problems, 3)
        assert len({one.id for one in chosen}) == 3
        assert problem.machine not in {one.machine for one in chosen}
        assert chosen[0].family == problem.family
        assert chosen == examples_for(problem, dataset.problems[::-1], 3)
    assert examples_for(dataset[CHAMPION], (), 0) == ()


def test_examples_are_of_many_kinds(dataset: Dataset) -> None:
    chosen = examples_for(dataset[CHAMPION], dataset.problems, 4)
    assert len({(one.family, one.stratum) for one in chosen}) == 4


def test_too_few_examples(dataset: Dataset) -> None:
    problem = dataset[CHAMPION]
    style = dataclasses.replace(Style.parse("both"), shots=3)
    with pytest.raises(UsageError, match="shows 3 examples, but there are only 1"):
        make_prompt(problem, style, pool=[problem, dataset.problems[0]])
