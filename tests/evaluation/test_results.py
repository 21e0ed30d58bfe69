from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bbsynth.errors import DatasetError, UsageError
from bbsynth.evaluation.backends import parse_model
from bbsynth.evaluation.metrics.results import AUTOMATION, read_results
from bbsynth.evaluation.metrics.summary import summarize
from bbsynth.evaluation.reports.page import render_page
from bbsynth.evaluation.runs.folder import ANSWERS, VERDICTS
from bbsynth.problems import Dataset
from tests.evaluation.fake_runs import write_fake_run


def test_counts(tmp_path: Path, dataset: Dataset) -> None:
    path = write_fake_run(
        tmp_path, dataset.problems[:4], {"m": ["++-+", "----", "+?! ", "    "], "n": ["+"] * 4}
    )
    results = read_results([path])
    m, n = results.arms
    assert (m.name, n.name) == ("m (both)", "n (both)")
    assert (m.n.tolist(), m.c.tolist()) == ([4, 4, 1, 0], [3, 0, 1, 0])
    assert (m.missing, dict(m.failed), m.unjudged) == (6, {"server": 1}, 1)
    assert dict(m.kinds) == {"goals left": 5}
    assert dict(m.statuses) == {"proved": 4, "wrong": 5}
    assert (m.prompt_tokens, m.completion_tokens, m.cost) == (100, 10, 5.0)
    assert m.measured.tolist() == [True, True, True, False]
    assert (n.n.tolist(), n.missing) == ([1] * 4, 12)
    assert results.remarks == []


def test_a_proof_and_a_failure_are_kept_to_be_read(tmp_path: Path, dataset: Dataset) -> None:
    path = write_fake_run(tmp_path, dataset.problems[:2], {"m": ["--++", "++++"]})
    (arm,) = read_results([path]).arms
    assert [(one.number, one.status, one.text) for one in arm.samples[0]] == [
        (0, "wrong", "by -"),
        (2, "proved", "by +"),
    ]
    assert [one.number for one in arm.samples[1]] == [0]


def test_an_answer_counts_once(tmp_path: Path, dataset: Dataset) -> None:
    path = write_fake_run(tmp_path, dataset.problems[:2], {"m": ["!+++", "++++"]})
    lines = (path / ANSWERS).read_text().splitlines()
    again = json.loads(lines[1]) | {"sample": 0}
    with (path / ANSWERS).open("a") as stream:
        stream.write(json.dumps(again) + "\n" + lines[2] + "\n")
    with (path / VERDICTS).open("a") as stream:
        verdict = json.loads((path / VERDICTS).read_text().splitlines()[0]) | {"sample": 0}
        stream.write(json.dumps(verdict) + "\n" + json.dumps(verdict) + "\n")
        stream.write('{"model": "m", "half of a li')
    (arm,) = read_results([path]).arms
    assert (arm.n.tolist(), arm.missing, dict(arm.failed)) == ([4, 4], 0, {})


def test_verdicts_of_another_judge_do_not_count(tmp_path: Path, dataset: Dataset) -> None:
    path = write_fake_run(tmp_path, dataset.problems[:2], {"m": ["++++", "++++"]})
    text = (path / VERDICTS).read_text()
    (path / VERDICTS).write_text(text.replace('"judge":"judge"', '"judge":"older"', 3))
    results = read_results([path])
    assert results.arms[0].n.tolist() == [1, 4]
    assert results.arms[0].unjudged == 3
    assert "3 verdicts" in results.remarks[0]


def test_two_runs_side_by_side(tmp_path: Path, dataset: Dataset) -> None:
    one = write_fake_run(tmp_path / "one", dataset.problems[:4], {"m": ["+-"] * 4})
    two = write_fake_run(tmp_path / "two", dataset.problems[2:7], {"m": ["--"] * 5}, judge="other")
    results = read_results([one, two, one])
    assert [arm.name for arm in results.arms] == ["m (both) [one]", "m (both) [two]"]
    assert results.problems == dataset.problems[2:4]
    assert [arm.c.tolist() for arm in results.arms] == [[1, 1], [0, 0]]
    different, judges = results.remarks
    assert "Only the 2 that are in all of them are reported, of up to 5" in different
    assert "judged by different judges" in judges


def test_nothing_in_common(tmp_path: Path, dataset: Dataset) -> None:
    one = write_fake_run(tmp_path / "one", dataset.problems[:2], {"m": ["+"] * 2})
    two = write_fake_run(tmp_path / "two", dataset.problems[2:4], {"m": ["+"] * 2})
    with pytest.raises(UsageError, match="have no problem in common"):
        read_results([one, two])


def test_what_is_no_run(tmp_path: Path, dataset: Dataset) -> None:
    with pytest.raises(UsageError, match="at least one run"):
        read_results([])
    with pytest.raises(DatasetError, match="is not a run"):
        read_results([tmp_path])
    path = write_fake_run(tmp_path / "run", dataset.problems[:2], {"tactic:simp": "++"})
    (path / ANSWERS).write_text("{}\n" + (path / ANSWERS).read_text())
    with pytest.raises(DatasetError, match=r"answers\.jsonl, line 1"):
        read_results([path])


def test_runs_whose_folders_have_the_same_name(tmp_path: Path, dataset: Dataset) -> None:
    paths = [
        write_fake_run(tmp_path / name / "2x2", dataset.problems[:2], {"m": [row] * 2})
        for name, row in (("a", "++++"), ("b", "----"))
    ]
    arms = read_results([*paths, tmp_path / "a" / ".." / "a" / "2x2"]).arms
    assert [arm.name for arm in arms] == [f"m (both) [{path}]" for path in paths]
    assert [arm.c.tolist() for arm in arms] == [[4, 4], [0, 0]]


def test_no_model_is_called_as_another(tmp_path: Path, dataset: Dataset) -> None:
    names = [AUTOMATION, "scripts:1", "m (both)"]
    specs = [
        msgspec.structs.replace(parse_model("scripts:1"), name=name)
        for name in (AUTOMATION, "m (both)")
    ]
    first = write_fake_run(
        tmp_path / "1",
        dataset.problems[:1],
        {name: ["+"] for name in [*names, "m"]},
        samples=1,
        specs=specs,
    )
    found = [arm.name for arm in read_results([first]).arms]
    assert len(set(found)) == 4
    assert AUTOMATION not in found


def test_a_status_that_is_none(tmp_path: Path, dataset: Dataset) -> None:
    path = write_fake_run(tmp_path, dataset.problems[:2], {"m": ["++++", "++++"]})
    text = (path / VERDICTS).read_text()
    (path / VERDICTS).write_text(text.replace('"proved"', '"foo"', 1))
    with pytest.raises(DatasetError, match=r"verdicts.jsonl, line 1: .*foo"):
        read_results([path])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda run: run["arms"][0].update(samples=-1), "is damaged"),
        (lambda run: run["arms"][0].update(samples=10**12), "is damaged"),
        (lambda run: run["arms"].append(run["arms"][0]), "one of them twice"),
        (lambda run: run["arms"].clear(), "it has no models"),
    ],
    ids=range(4),
)
def test_a_run_that_was_edited(
    tmp_path: Path, dataset: Dataset, change: Callable[[Any], None], message: str
) -> None:
    path = write_fake_run(tmp_path, dataset.problems[:2], {"m": ["++++", "++++"]})
    run = json.loads((path / "run.json").read_text())
    change(run)
    (path / "run.json").write_text(json.dumps(run))
    with pytest.raises(DatasetError, match=message):
        read_results([path])


def test_a_judge_of_whom_little_is_known(tmp_path: Path, dataset: Dataset) -> None:
    path = write_fake_run(tmp_path, dataset.problems[:2], {"m": ["++++", "++++"]})
    run = json.loads((path / "run.json").read_text())
    (path / "run.json").write_text(json.dumps(run | {"judge": {"limits": ""}}))
    results = read_results([path])
    assert results.arms[0].n.tolist() == [0, 0]
    assert "8 verdicts" in results.remarks[0]
    assert "Made by bbsynth" in render_page(summarize(results, draws=100))
