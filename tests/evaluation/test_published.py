"""The study of the published table, up to the requests: the models themselves are not here."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bbsynth.evaluation.metrics.results import read_results
from bbsynth.evaluation.metrics.summary import summarize
from bbsynth.evaluation.prompts.prompt import make_prompt
from bbsynth.evaluation.prompts.styles import Style
from bbsynth.evaluation.reports.page import render_page
from bbsynth.evaluation.runs.folder import ANSWERS, RunRecord
from bbsynth.evaluation.runs.run import run_arms
from bbsynth.evaluation.runs.study import plan_study
from bbsynth.problems import Dataset
from tests.evaluation.fake_endpoint import Server
from tests.evaluation.fake_judge import WordJudge

STUDY = Path(__file__).parents[2] / "evaluations" / "published.toml"


def test_every_model_is_asked_as_it_has_to_be(
    tmp_path: Path, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("DEEPSEEK_API_KEY", "sk-secret")
    wanted = plan_study([], config=STUDY)
    problems = dataset.problems[:2]
    with Server(lambda body: "by good", model="") as server:
        arms = [
            msgspec.structs.replace(
                arm, model=msgspec.structs.replace(arm.model, endpoint=server.url)
            )
            for arm in wanted.arms
        ]
        outcome = run_arms(
            tmp_path,
            problems=problems,
            wanted=RunRecord(dataset="x", arms=arms),
            make_judge=WordJudge,
        )
    assert outcome.complete
    assert server.count == 9 * 2 * 16
    by_model = {body["model"]: body for body in server.bodies}
    assert len(by_model) == 9
    for body in server.bodies:
        assert ("prompt" in body) == ("Goedel" in body["model"] or "Leanabell" in body["model"])
        if body["model"] in ("o3", "o4-mini"):
            assert not {"temperature", "top_p", "max_tokens", "seed"} & body.keys()
    seeds = [body["seed"] for body in server.bodies if "QwQ" in body["model"]]
    assert len(set(seeds)) == 32
    prover = by_model["deepseek-ai/DeepSeek-Prover-V2-7B"]["messages"][1]["content"]
    assert prover.startswith("Complete the following Lean 4 code:")
    assert by_model["deepseek-reasoner"]["stream"] is True
    assert b"sk-secret" not in (tmp_path / ANSWERS).read_bytes()
    page = render_page(summarize(read_results([tmp_path]), draws=100))
    rows = [row for row in page.split("<tr") if row.startswith(' class="published"')]
    assert len(rows) == 6
    (half,) = (row for row in rows if "57.5" in row)
    assert "DeepSeek-Prover-V2-671B" in half
    assert "published, arXiv 2508.15878" in half


def test_provers_with_a_short_context_have_room_for_an_answer() -> None:
    """4,096 tokens, of which 2,048 are for the answer; a token is more than 2.7 characters."""
    problems = Dataset.open(Path(__file__).parents[2] / "generated" / "small").problems
    arms = plan_study([], config=STUDY).arms
    short = [arm for arm in arms if arm.model.api == "completion"]
    assert len(short) == 2
    for arm in short:
        assert arm.model.sampling["max_tokens"] == 2_048
        style = Style.parse(arm.style)
        assert max(len(make_prompt(one, style).text) for one in problems) < 2.7 * 2_048
