"""Evaluating in one call."""

from __future__ import annotations

from pathlib import Path

import pytest

import bbsynth.evaluation
from bbsynth.errors import UsageError
from bbsynth.evaluation import Study, evaluate, figures, parse_model, render_page
from bbsynth.problems import Dataset
from tests.evaluation.fake_judge import WordJudge


def test_what_is_public() -> None:
    for name in bbsynth.evaluation.__all__:
        assert getattr(bbsynth.evaluation, name).__doc__
    assert set(bbsynth.evaluation.__all__) <= set(dir(bbsynth.evaluation))
    with pytest.raises(AttributeError, match="no attribute 'evaluat'"):
        bbsynth.evaluation.evaluat  # noqa: B018


def test_from_a_folder_to_figures(tmp_path: Path, dataset: Dataset) -> None:
    judge = WordJudge()
    outcome = evaluate(
        dataset.path.parent, ["tactic:good", "scripts:1"], out=tmp_path, judge=judge, samples=2
    )
    assert outcome.complete
    assert outcome.record.dataset == str(dataset.path.parent)
    assert not judge.closed  # it is not ours
    assert len(judge.asked) == 3 * len(dataset)
    summary = figures(outcome)
    (tactic,) = (arm for arm in summary.arms if arm.name == "tactic:good")
    assert tactic.solved == len(dataset)
    assert "tactic:good" in render_page(summary)


def test_settings_a_study_and_no_judge(tmp_path: Path, dataset: Dataset) -> None:
    settings = parse_model("scripts:1")
    for models in (settings, "scripts:1", Study(model=[settings], samples=3)):
        outcome = evaluate(dataset.problems[:2], models, out=tmp_path, judge=None, samples=3)
        assert (outcome.progress.answered, outcome.judged) == (6, 0)
    with pytest.raises(UsageError, match="0 samples"):
        evaluate(dataset, "certificate", out=tmp_path, samples=0)
