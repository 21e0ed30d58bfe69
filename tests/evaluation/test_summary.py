from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import msgspec
import numpy as np
import pytest

from bbsynth.evaluation.metrics.comparison import compare_at_k
from bbsynth.evaluation.metrics.estimators import pass_curve
from bbsynth.evaluation.metrics.intervals import (
    FEW_MACHINES,
    draw_weights,
    mean_with_bounds,
    sampling_deviation,
    widened,
)
from bbsynth.evaluation.metrics.results import AUTOMATION, read_results
from bbsynth.evaluation.metrics.summary import Summary, summarize
from bbsynth.evaluation.reports.charts import save_curves
from bbsynth.evaluation.reports.export import as_csv, as_json, problems_csv
from bbsynth.evaluation.reports.page import render_page
from bbsynth.evaluation.reports.wording import (
    crossing_in_words,
    headline,
    per_cent,
    signed,
    table_ks,
)
from bbsynth.problems import Dataset
from tests.evaluation.fake_runs import write_fake_run

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
    assert [one.value for one in sharp.cover.values()] == [0.5] * 4
    assert [one.value for one in broad.cover.values()] == [0.0] * 4
    assert [one.value for one in sharp.g_pass.values()] == [0.5] * 4
    assert sharp.power.mean[-1] == 0.5
    assert broad.power.mean[3] == 0.0
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
        assert cell is not None
        assert (cell.one.value, cell.many.value, cell.k) == (1.0, 1.0, 1)
        assert 0.025 <= cell.one.low < 1.0


def test_tiers_where_there_are_any(tmp_path: Path, dataset: Dataset) -> None:
    problems = [
        msgspec.structs.replace(p, tier=f"t{i % 2}") for i, p in enumerate(dataset.problems[:6])
    ]
    path = write_fake_run(tmp_path, problems, {"m": rows([4, 0] * 3, 4)})
    found = {table.grouping: table for table in summarize(read_results([path]), draws=100).groups}
    assert "track" not in found  # there is only one
    assert found["tier"].groups == ("t0", "t1")
    cells = dict(found["tier"].rows)["m (both)"]
    assert [(cell.one.value, cell.many.value, cell.k) for cell in cells if cell] == [
        (1.0, 1.0, 4),
        (0.0, 0.0, 4),
    ]


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


def test_two_runs_whose_folders_have_the_same_name(tmp_path: Path, dataset: Dataset) -> None:
    paths = [
        write_fake_run(tmp_path / name / "2x2", dataset.problems[:20], {"m": [row] * 20})
        for name, row in (("a", "+++-"), ("b", "+---"))
    ]
    summary = summarize(read_results(paths), draws=100)
    (pair,) = summary.pairs
    assert pair.at_1.difference.value == 0.5
    # All draws say the same; what is left is the luck of four samples for each problem.
    luck = math.sqrt(2 * 0.25 * 0.75 / 4 / 20)
    assert pair.at_1.difference.low == pytest.approx(0.5 - 1.96 * luck)
    assert pair.at_1.first_ahead == 1.0
    counts = json.loads(as_json(summary))["problems"][0]["counts"]
    assert sorted(counts.values()) == [[4, 1], [4, 3]]


def test_few_machines_say_little_about_a_difference(tmp_path: Path, dataset: Dataset) -> None:
    """As single figures do: four of four against two of four on one machine prove nothing."""
    machine = dataset.problems[0].machine
    some = [problem for problem in dataset.problems if problem.machine == machine][:1]
    path = write_fake_run(tmp_path / "one", some, {"a": ["++++"], "b": ["++--"]})
    summary = summarize(read_results([path]), draws=100)
    (pair,) = summary.pairs
    sign = 1 if pair.first == "a (both)" else -1
    for interval in (pair.at_1.difference, pair.gap):
        assert interval.low < 0 < interval.high
    assert pair.at_1.difference.value == sign * 0.5
    assert pair.at_1.first_ahead is None
    assert math.isnan(pair.crossing.share)
    exported = json.loads(as_json(summary))["pairs"][0]
    assert exported["at_1"]["first_ahead"] is None
    assert exported["crossover"]["share"] is None
    broad = [problem for problem in dataset.problems if problem.machine != machine][:3]
    runs = {"sharp": ["++++", "----", "----"], "broad": ["+---", "+---", "+---"]}
    path = write_fake_run(tmp_path / "few", broad, runs)
    (pair,) = summarize(read_results([path]), draws=100).pairs
    assert crossing_in_words(pair).endswith("(too few machines for bounds)")


def test_intervals_of_differences_hold_what_they_promise() -> None:
    """Two models that are equally good: the interval of their difference has 0 in it."""
    generator = np.random.default_rng(5)
    for machines, samples in ((2, 8), (3, 8), (12, 8), (40, 8)):
        weights = draw_weights([str(i) for i in range(machines)], draws=400)
        missed = 0
        for _ in range(300):
            pair = []
            for _ in range(2):
                c = generator.binomial(samples, 0.5, machines)
                n = np.full(machines, samples)
                pair.append((pass_curve(n, c), sampling_deviation(n, c, samples)))
            (one, luck_one), (two, luck_two) = pair
            singles = [
                mean_with_bounds(table[:, :1], weights, machines, luck[:1]).at(0)
                for table, luck in pair
            ]
            found = widened(
                compare_at_k(one, two, weights, k=1).difference,
                *singles,
                luck=math.hypot(luck_one[0], luck_two[0]),
                scarce=machines < FEW_MACHINES,
            )
            missed += not found.low <= 0 <= found.high
        assert missed / 300 < 0.09, machines


def test_models_with_different_numbers_of_samples(tmp_path: Path, dataset: Dataset) -> None:
    """What is known for fewer samples does not stand as if it were for more."""
    few = write_fake_run(tmp_path / "few", dataset.problems[:12], {"few": ["+---"] * 12})
    many = write_fake_run(
        tmp_path / "many", dataset.problems[:12], {"many": ["+" + "-" * 15] * 12}, samples=16
    )
    summary = summarize(read_results([few, many]), draws=100)
    (pair,) = summary.pairs
    assert pair.at_k.k == 4
    # One of 16 is one of 4 in a quarter of the cases: nothing that only the other solves.
    solved = {pair.first: pair.sets.only_first, pair.second: pair.sets.only_second}
    assert len(solved["few (both)"]) == 12
    assert solved["many (both)"] == ()
    page = render_page(summary)
    row = next(row for row in page.split("<tr") if "few (both)" in row and "of 12" in row)
    assert row.count("(k = 4)") == 2  # pass^k, mG-Pass
    assert 'class="range">k = 4<' in page


def test_the_luck_of_sampling_is_in_every_interval(tmp_path: Path, dataset: Dataset) -> None:
    """Also where the machines do not differ, or there is only one."""
    one = [p for p in dataset.problems if p.machine == dataset.problems[0].machine][:1]
    path = write_fake_run(tmp_path / "one", one, {"m": rows([8], 16)}, samples=16)
    summary = summarize(read_results([path]), draws=100)
    first = summary.arms[0].at(1)
    assert first is not None
    assert first.low < 0.26
    assert first.high > 0.74
    assert "about 1 machine only" in summary.remarks[0]
    machines = {p.machine: p for p in dataset.problems}
    some = list(machines.values())[:20]
    path = write_fake_run(tmp_path / "some", some, {"m": rows([4] * 20, 16)}, samples=16)
    (arm,) = summarize(read_results([path]), draws=100).arms
    deviation = math.sqrt(0.25 * 0.75 / 16 / 20)
    at_1 = arm.at(1)
    assert at_1 is not None
    assert (at_1.low, at_1.high) == pytest.approx(
        (0.25 - 1.96 * deviation, 0.25 + 1.96 * deviation)
    )
    widths = arm.curve.high - arm.curve.low
    assert widths.min() > 0.02
    # Nearly everything is bounded about as everything is.
    assert abs(arm.curve.low[-2] - arm.curve.low[-1]) < 0.1


@pytest.mark.parametrize(("n", "c"), [(8, 2), (16, 5), (5, 5), (5, 0)])
def test_the_deviation_from_sampling_is_that_of_draws(n: int, c: int) -> None:
    generator = np.random.default_rng(1)
    drawn = generator.binomial(n, c / n, size=(20_000, 3))
    table = pass_curve(np.full(drawn.size, n), drawn.ravel()).reshape(*drawn.shape, n)
    found = sampling_deviation(np.array([n] * 3), np.array([c] * 3), n)
    assert found == pytest.approx(table.mean(axis=1).std(axis=0), rel=0.03, abs=1e-12)


def test_automation_counts_where_all_tactics_were_tried(tmp_path: Path, dataset: Dataset) -> None:
    path = write_fake_run(
        tmp_path,
        dataset.problems[:10],
        {"tactic:rfl": ["+"] * 2 + ["-"] * 8, "tactic:decide": [" ", "-"] + [" "] * 7 + ["-"]},
        samples=1,
    )
    summary = summarize(read_results([path]), draws=100)
    arms = {arm.name: arm for arm in summary.arms}
    assert (arms[AUTOMATION].solved, arms[AUTOMATION].problems) == (1, 2)
    assert any(AUTOMATION in remark and "2 of 10" in remark for remark in summary.remarks)


def test_models_that_are_not_compared(tmp_path: Path, dataset: Dataset) -> None:
    path = write_fake_run(
        tmp_path, dataset.problems[:2], {f"m{i}": ["+", "-"] for i in range(14)}, samples=1
    )
    summary = summarize(read_results([path]), draws=100)
    assert len(summary.pairs) == 66
    assert any("Of 14 models the first 12" in remark for remark in summary.remarks)


@pytest.mark.parametrize("name", [r"$\foo$", "_m", "a_b^c", "{", "<b>&"])
def test_any_name_may_stand_in_a_figure(tmp_path: Path, dataset: Dataset, name: str) -> None:
    path = write_fake_run(tmp_path / "run", dataset.problems[:2], {name: ["+-+-", "----"]})
    summary = summarize(read_results([path]), draws=100)
    for suffix in (".svg", ".png"):
        save_curves(summary, tmp_path / f"figure{suffix}")
    assert len((tmp_path / "figure.png").read_bytes()) > 10_000
