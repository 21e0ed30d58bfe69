from __future__ import annotations

from collections import Counter

import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.backends import parse_model
from bbsynth.evaluation.backends.scripts import RandomScripts
from bbsynth.judge import Judge
from bbsynth.problems import Dataset
from bbsynth.problems.registry import domain
from tests.evaluation.asking import ask

MACHINES = domain("busy-beaver")


def test_a_tactic(dataset: Dataset) -> None:
    model = parse_model("tactic:decide +kernel").open()
    assert ask(model, dataset.problems[0]).text == "by decide +kernel"
    with pytest.raises(UsageError, match="one line"):
        parse_model("tactic:simp\ndecide")


def test_the_reference_proof(dataset: Dataset) -> None:
    problem = dataset.problems[3]
    assert ask(parse_model("certificate").open(), problem).text == problem.reference_proof


def scripts(temperature: str, draws: int = 3_000) -> Counter[str]:
    model = RandomScripts(float(temperature))
    return Counter(model.draw(seed, MACHINES) for seed in range(draws))


def test_scripts_depend_on_the_seed_alone(dataset: Dataset) -> None:
    model = RandomScripts(1.0)
    assert ask(model, dataset.problems[0], seed=5).text == model.draw(5, MACHINES)
    assert ask(model, dataset.problems[9], seed=5, sample=3).text == model.draw(5, MACHINES)


def test_a_high_temperature_says_more_things() -> None:
    cold, warm, hot = scripts("0.3"), scripts("1"), scripts("3")
    assert len(cold) < len(warm) < len(hot)
    likeliest = "by exact Machine.haltsAfter_of_check (by decide +kernel)"
    assert cold[likeliest] > warm[likeliest] > hot[likeliest] > 0
    assert cold.most_common(1)[0][0] == likeliest


def test_numbers_have_the_mean_that_they_should_have() -> None:
    for temperature in (0.5, 2.0):
        model = RandomScripts(float(temperature))
        found = [
            int(text.split("(N := ")[1].split(")")[0])
            for text in (model.draw(seed, MACHINES) for seed in range(20_000))
            if "(N := " in text
        ]
        assert sum(found) / len(found) == pytest.approx(6.0 * temperature, rel=0.15)


def test_lean_understands_every_script(dataset: Dataset, judge: Judge) -> None:
    """What fails, fails as a proof and not as a text; and some succeed."""
    model = RandomScripts(100.0)
    problem = dataset["2x2-halts-after-1RZ1RZ_1RZ1RZ"]
    texts = {
        model.draw(seed, MACHINES).split("(start")[0]: model.draw(seed, MACHINES)
        for seed in range(60)
    }
    for text in texts.values():
        verdict = judge.check(problem, text)
        # The kernel is asked again even about what elaboration has left half done.
        assert verdict.status in ("proved", "wrong") or verdict.rule == "kernel", verdict.reason
        said = " ".join(message.text for message in verdict.messages)
        assert "unknown" not in said.lower(), (text, said)
        assert verdict.proved or "haltsAfter_of_check" not in text
