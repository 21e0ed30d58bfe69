from __future__ import annotations

import math
from pathlib import Path

import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.runs.study import plan_study

ROOT = Path(__file__).parents[2]

STUDY = """
samples = 8
styles = ["formal"]
seed = 5
budget = 1.5
[[model]]
name = "one"
kind = "tactic"
model = "simp"
[[model]]
name = "two"
model = "m"
endpoint = "http://localhost/v1"
styles = ["kimina"]
samples = 2
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    file = tmp_path / "study.toml"
    file.write_text(STUDY)
    return file


def test_a_study(study: Path) -> None:
    asked = plan_study([], config=study)
    assert [(arm.key, arm.samples) for arm in asked.arms] == [
        (("one", ""), 1),
        (("two", "kimina"), 2),
    ]
    assert (asked.seed, asked.budget, asked.budget_tokens) == (5, 1.5, None)


def test_options_take_precedence(study: Path) -> None:
    asked = plan_study(
        ["two", "scripts:1"],
        config=study,
        styles=["both"],
        samples=3,
        seed=0,
        budget=9.0,
        budget_tokens=10,
    )
    assert [(arm.key, arm.samples) for arm in asked.arms] == [
        (("two", "both"), 3),
        (("scripts:1", ""), 3),
    ]
    assert (asked.seed, asked.budget, asked.budget_tokens) == (0, 9.0, 10)


def test_without_a_study() -> None:
    (arm,) = plan_study(["m@http://localhost/v1"]).arms
    assert (arm.style, arm.samples) == ("both+sheet", 16)
    with pytest.raises(UsageError, match="name a model"):
        plan_study([])
    with pytest.raises(UsageError, match="0 samples: there have to be 1"):
        plan_study(["certificate"], samples=0)


@pytest.mark.parametrize("name", ["baselines", "published"])
def test_the_studies_that_come_with_it(name: str) -> None:
    asked = plan_study([], config=ROOT / "evaluations" / f"{name}.toml")
    assert asked.arms


def test_the_published_table() -> None:
    arms = plan_study([], config=ROOT / "evaluations" / "published.toml").arms
    assert {arm.samples for arm in arms} == {16}
    figures = {
        arm.model.name: [(one.k, one.value, one.benchmark) for one in arm.model.published]
        for arm in arms
    }
    bb, mba = "Busy Beaver", "Mixed Boolean Arithmetic"
    assert figures == {
        "DeepSeek-Prover-V2-671B": [(16, 57.5, bb), (16, 12.0, mba)],
        "DeepSeek-Prover-V2-7B": [],
        "DeepSeek-R1": [],
        "QwQ-32B": [(16, 49.0, bb)],
        "o3": [],
        "o4-mini": [],
        "Goedel-Prover": [(16, 0.0, bb)],
        "Leanabell-Prover": [(16, 0.0, bb)],
        "Kimina-Prover": [(16, 0.0, bb)],
    }


def test_options_that_nothing_is_done_with(study: Path) -> None:
    with pytest.raises(UsageError, match="those of a file have an endpoint of their own"):
        plan_study(["two"], config=study, endpoint="http://x/v1")
    with pytest.raises(UsageError, match="--key is for models"):
        plan_study(["scripts:1"], key="A_KEY", endpoint="")
    with pytest.raises(UsageError, match="the budget is nan"):
        plan_study(["two"], config=study, budget=math.nan)


def test_mistakes_in_several_models_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "study.toml"
    file.write_text(
        "sample = 3\n"
        '[[model]]\nname = "one"\nkind = "tactics"\n'
        '[[model]]\nname = "two"\nmodel = "m"\nendpoint = "nowhere"\nkey = "sk-abc"\n'
        '[[model]]\nname = "good"\nkind = "certificate"\n'
        '[[model]]\nname = "three"\nkind = "tactic"\nmodel = "simp"\nstream = true\n'
    )
    with pytest.raises(UsageError) as caught:
        plan_study([], config=file)
    where, study, one, two, key, url, three = str(caught.value).splitlines()
    assert where == f"{file}:"
    assert study.startswith("  - there is no key 'sample'; the keys are model, styles")
    assert one.startswith("  - model 'one': there is no kind 'tactics'; there are certificate")
    assert two == "  - model 'two':"
    assert key.startswith("    - key has to be the name of an environment variable")
    assert url.startswith("    - endpoint has to be a URL")
    assert three.startswith("  - model 'three': there is no key 'stream'")
