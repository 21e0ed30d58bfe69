from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import msgspec
import numpy as np
import pytest

from bbsynth.evaluation.arms import AUTOMATION
from bbsynth.evaluation.export import as_csv, as_json, problems_csv
from bbsynth.evaluation.results import read_results
from bbsynth.evaluation.summary import Summary, summarize
from bbsynth.evaluation.wording import crossing_in_words, headline, per_cent, signed, table_ks
from bbsynth.problems import Dataset
from tests.evaluation.making import write_fake_run

N = 16


def rows(counts: list[int], n: int = N) -> list[str]:
    return ["+" * c + "-" * (n - c) for c in counts]


@pytest.fixture(scope="module")
def summary(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """Sharp solves half of the problems always, broad all of them now and then."""
    path = write_fake_run(
        tmp_path_factory.mktemp("run"),
        dataset.problems[:20],
        {
            "sharp": rows([N] * 10 + [0] * 10),
            "broad": rows([3] * 20),
            "certificate": ["+"] * 20,
            "tactic:simp": ["+"] * 2 + ["-"] * 18,
            "tactic:rfl": ["-"] + ["+"] + ["-"] * 18,
        },
        samples=N,
    )
    return summarize(read_results([path]), draws=400)


def test_the_figures_are_those_of_the_formulas(summary: Summary) -> None:
    arms = {arm.name: arm for arm in summary.arms}
    broad, sharp = arms["broad (both)"], arms["sharp (both)"]
    for k in (1, 4, 16):
        value = broad.at(k)
        assert value is not None
        assert value.value == pytest.approx(1 - math.comb(13, k) / math.comb(16, k))
    assert broad.at(17) is None
    one = sharp.at(1)
    assert one is not None
    assert one.value == 0.5
    assert 0.1 < one.low < 0.5 < one.high < 0.9
    assert (broad.solved, sharp.solved, sharp.k_max) == (20, 10, 16)
    assert sharp.cover_half is not None
    assert sharp.cover_half.value == 0.5
    assert sharp.power[-1] == 0.5
    assert broad.power[3] == 0.0
    assert sharp.histogram.tolist() == [10] + [0] * 10 + [10]


def test_who_always_says_the_same_has_one_figure_for_all_k(summary: Summary) -> None:
    (arm,) = (arm for arm in summary.arms if arm.name == "certificate")
    assert arm.deterministic
    assert arm.k_max == N
    assert arm.curve.mean.tolist() == [1.0] * N


def test_bounds_where_everything_is_equal(summary: Summary) -> None:
    """20 of 20 say that the true share is 0.025^(1/machines) at least, and not 1."""
    (arm,) = (arm for arm in summary.arms if arm.name == "certificate")
    assert arm.curve.low[0] == pytest.approx(0.025 ** (1 / summary.machines))
    assert arm.curve.high[0] == 1.0


def test_automation(summary: Summary) -> None:
    assert summary.automatic is not None
    assert summary.automatic.tolist() == [True] * 2 + [False] * 18
    arms = {arm.name: arm for arm in summary.arms}
    assert arms[AUTOMATION].solved == 2
    assert arms["tactic:rfl"].solved == 1
    beyond = arms["sharp (both)"].beyond
    assert beyond is not None
    assert beyond.value == pytest.approx(8 / 18)
    assert arms[AUTOMATION].beyond is None
    assert "2 of the 20 problems" in headline(summary)


def test_tactics_that_were_not_tried_solve_nothing_and_say_nothing(
    tmp_path: Path, dataset: Dataset
) -> None:
    path = write_fake_run(tmp_path / "a", dataset.problems[:2], {"tactic:simp": ["?", "?"]})
    summary = summarize(read_results([path]), draws=100)
    assert summary.automatic is None
    assert headline(summary) == ""
    path = write_fake_run(tmp_path / "b", dataset.problems[:2], {"tactic:simp": ["+", "?"]})
    said = headline(summarize(read_results([path]), draws=100))
    assert "solve 1 of the 1 problems that they were tried on (of 2) without any model" in said


def test_pairs(summary: Summary) -> None:
    assert len(summary.pairs) == 3  # single tactics are not compared
    (pair,) = (p for p in summary.pairs if {p.first, p.second} == {"sharp (both)", "broad (both)"})
    k = next(k for k in range(1, 17) if 1 - math.comb(13, k) / math.comb(16, k) > 0.5)
    assert pair.crossing.k == k
    words = crossing_in_words(pair)
    assert words.startswith(f"broad (both) passes sharp (both) at k = {k} (95%: ")
    assert len(pair.sets.both) == 10
    assert pair.at_k.difference.value == pytest.approx(
        0.5 if pair.first == "broad (both)" else -0.5
    )


def test_groups(summary: Summary) -> None:
    table = summary.groups[0]
    assert table.grouping == "family"
    assert sum(table.sizes) == 20
    assert sum(one or 0 for one in table.automatic) == 2
    by_arm = dict(table.rows)
    for cell in by_arm["certificate"]:
        assert cell == (1.0, 1.0, 1)


def test_tiers_where_there_are_any(tmp_path: Path, dataset: Dataset) -> None:
    problems = [
        msgspec.structs.replace(p, tier=f"t{i % 2}") for i, p in enumerate(dataset.problems[:6])
    ]
    path = write_fake_run(tmp_path, problems, {"m": rows([4, 0] * 3, 4)})
    found = {table.grouping: table for table in summarize(read_results([path]), draws=100).groups}
    assert "track" not in found  # there is only one
    assert found["tier"].groups == ("t0", "t1")
    assert dict(found["tier"].rows)["m (both)"] == ((1.0, 1.0, 4), (0.0, 0.0, 4))


def test_remarks_say_what_is_missing(tmp_path: Path, dataset: Dataset) -> None:
    path = write_fake_run(
        tmp_path,
        dataset.problems[:3],
        {"m": ["++++", "+?! ", "    "], "nothing": ["    "] * 3},
    )
    summary = summarize(read_results([path]), draws=100)
    said = "\n".join(summary.remarks)
    assert "m (both): measured on 2 of 3 problems only" in said
    assert "m (both): 6 samples have no answer (failed requests: server 1)" in said
    assert "m (both): 1 answers have no verdict yet" in said
    assert "m (both): pass@k is known up to k = 1 only" in said
    assert "nothing (both): nothing was measured" in said
    arms = {arm.name: arm for arm in summary.arms}
    assert arms["m (both)"].at(1).value == 1.0  # type: ignore[union-attr]
    assert arms["nothing (both)"].at(1) is None
    assert summary.pairs == ()


def test_json_and_csv_hold_the_same_figures(summary: Summary) -> None:
    document = json.loads(as_json(summary))
    lines = list(csv.DictReader(io.StringIO(as_csv(summary))))
    by_arm = {arm["name"]: arm for arm in document["arms"]}
    assert {line["model"] for line in lines} == set(by_arm)
    for line in lines:
        value = by_arm[line["model"]]["pass_at_k"][int(line["k"]) - 1]
        assert float(line["pass_at_k"]) == pytest.approx(value["value"], abs=1e-6)
        assert float(line["low"]) == pytest.approx(value["low"], abs=1e-6)
    counts = list(csv.DictReader(io.StringIO(problems_csv(summary))))
    assert len(counts) == 20 * 5
    assert sum(int(line["c"]) for line in counts if line["model"] == "broad (both)") == 60
    assert document["bootstrap"] == {"draws": 400, "seed": 0, "machines": summary.machines}


def test_short_numbers() -> None:
    assert per_cent(1 / 3) == "33.3"
    assert (signed(0.1), signed(-0.1), signed(-0.0001)) == ("+10.0", "−10.0", "0.0")
    assert table_ks(1) == [1]
    assert table_ks(16) == [1, 4, 16]
    assert table_ks(100) == [1, 4, 16, 64, 100]


def test_draws_are_the_same_each_time(summary: Summary) -> None:
    again = summarize(summary.results, draws=400)
    for one, two in zip(summary.arms, again.arms, strict=True):
        assert np.array_equal(one.curve.low, two.curve.low)
