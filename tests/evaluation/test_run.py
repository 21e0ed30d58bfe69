from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bbsynth._common.jsonlines import read_lines
from bbsynth.errors import DatasetError, JudgeError, OutputError, UsageError
from bbsynth.evaluation.backends import parse_model
from bbsynth.evaluation.backends.endpoint import EndpointSettings
from bbsynth.evaluation.backends.endpoint.client import Endpoint
from bbsynth.evaluation.metrics.results import read_results
from bbsynth.evaluation.model import ModelSettings, Price
from bbsynth.evaluation.runs.folder import (
    ANSWERS,
    PROMPTS,
    VERDICTS,
    AnswerRecord,
    RunRecord,
    VerdictRecord,
    locked,
    read_run,
)
from bbsynth.evaluation.runs.run import Outcome, run_arms
from bbsynth.evaluation.runs.sampling import Budget
from bbsynth.evaluation.runs.study import plan_arms
from bbsynth.problems import Dataset, Problem
from tests.evaluation.fake_endpoint import Fault, Server
from tests.evaluation.fake_judge import WordJudge

pytestmark = pytest.mark.slow


def good_sometimes(body: dict[str, Any]) -> str:
    """Depends on what is asked and the seed, as a model's answers do."""
    return "by good" if body["seed"] % 3 == 0 else "by bad"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(good_sometimes) as server:
        yield server


@pytest.fixture
def few(dataset: Dataset) -> tuple[Problem, ...]:
    return dataset.problems[::10]


def model(server: Server, **fields: Any) -> EndpointSettings:
    fields = {"name": "m", "retries": 3} | fields
    return EndpointSettings(model="test-model", endpoint=server.url, **fields)


def run(
    path: Path,
    problems: Sequence[Problem],
    models: Sequence[ModelSettings],
    *,
    samples: int = 4,
    styles: Sequence[str] = ("both",),
    judge: Callable[[], Any] | None = WordJudge,
    seed: int = 0,
    **options: Any,
) -> Outcome:
    return run_arms(
        path,
        problems=problems,
        wanted=RunRecord(dataset="x", arms=plan_arms(models, styles, samples), seed=seed),
        make_judge=judge,
        backoff=0.001,
        **options,
    )


def answers(path: Path) -> list[AnswerRecord]:
    return list(read_lines(path / ANSWERS, AnswerRecord))


def verdicts(path: Path) -> dict[tuple[str, str, str, int], str]:
    found = {}
    for one in read_lines(path / VERDICTS, VerdictRecord):
        found[one.model, one.style, one.problem, one.sample] = one.status
    return found


def test_a_whole_run(tmp_path: Path, few: Sequence[Problem], server: Server) -> None:
    judge = WordJudge()
    outcome = run(
        tmp_path, few, [model(server)], styles=["both", "formal+sheet"], judge=lambda: judge
    )
    assert outcome.complete
    assert outcome.progress.answered == outcome.judged == len(few) * 2 * 4 == server.count
    assert judge.closed
    found = answers(tmp_path)
    assert {(a.style, a.problem, a.sample) for a in found} == {
        (style, p.id, s) for style in ("both", "formal+sheet") for p in few for s in range(4)
    }
    for record in found:
        assert record.answer is not None
        assert record.answer.text == ("by good" if record.seed % 3 == 0 else "by bad")
        assert (record.answer.prompt_tokens, record.answer.model) == (100, "test-model-0613")
        status = verdicts(tmp_path)["m", record.style, record.problem, record.sample]
        assert status == ("proved" if record.seed % 3 == 0 else "wrong")
    assert len({record.seed for record in found}) == len(found)
    prompts = [json.loads(line) for line in (tmp_path / PROMPTS).read_text().splitlines()]
    assert len(prompts) == 2 * len(few)
    sent = {body["messages"][1]["content"] for body in server.bodies}
    assert sent == {prompt["text"] for prompt in prompts}
    record = read_run(tmp_path)
    assert (record.problems, record.arms[0].samples) == (len(few), 4)
    assert record.judge["identity"]


def test_a_second_run_does_nothing(tmp_path: Path, few: Sequence[Problem], server: Server) -> None:
    run(tmp_path, few, [model(server)])
    count, judge = server.count, WordJudge()
    assert run(tmp_path, few, [model(server)], judge=lambda: judge).complete
    assert server.count == count
    assert judge.asked == []


def test_more_samples_models_and_styles(
    tmp_path: Path, few: Sequence[Problem], server: Server
) -> None:
    run(tmp_path, few, [model(server)], samples=2)
    run(tmp_path, few, [model(server)], samples=3)
    assert server.count == 3 * len(few)
    run(tmp_path, few, [model(server, name="n")], samples=1, styles=["formal"])
    run(tmp_path, few, [model(server)], samples=1)  # fewer than there are
    assert server.count == 4 * len(few)
    assert [(arm.key, arm.samples) for arm in read_run(tmp_path).arms] == [
        (("m", "both"), 3),
        (("n", "formal"), 1),
    ]


def test_how_many_at_a_time(tmp_path: Path, few: Sequence[Problem], server: Server) -> None:
    server.faults = [Fault(delay=0.05)] * 24
    run(tmp_path, few, [model(server, concurrency=3)], samples=3)
    assert server.most_at_once == 3


def test_a_failed_request_is_asked_again(
    tmp_path: Path, few: Sequence[Problem], server: Server
) -> None:
    server.faults = [Fault(500), Fault(body="nonsense"), None, Fault(cut=5)]
    outcome = run(tmp_path, few, [model(server, concurrency=1)], samples=1)
    assert outcome.complete
    assert outcome.progress.failed == 0
    first, second, *_ = answers(tmp_path)
    assert [failure.split(":")[0] for failure in first.failures] == ["server", "nonsense"]
    assert [failure.split(":")[0] for failure in second.failures] == ["cut-off"]


def test_a_failed_request_is_not_a_failed_proof(
    tmp_path: Path, few: Sequence[Problem], server: Server
) -> None:
    server.faults = [Fault(400, "too long")]
    outcome = run(tmp_path, few, [model(server, concurrency=1)], samples=1)
    assert not outcome.complete
    assert (outcome.progress.failed, outcome.judged) == (1, len(few) - 1)
    failed = answers(tmp_path)[0]
    assert (failed.answer, failed.error_kind) == (None, "refused")
    assert len(verdicts(tmp_path)) == len(few) - 1
    again = run(tmp_path, few, [model(server, concurrency=1)], samples=1)
    assert again.complete
    assert server.count == len(few) + 1


def test_an_endpoint_that_is_down(tmp_path: Path, few: Sequence[Problem]) -> None:
    spec = EndpointSettings(name="m", model="m", endpoint="http://127.0.0.1:9/v1", retries=1)
    outcome = run(tmp_path, few, [spec, parse_model("tactic:good")], samples=16)
    assert outcome.progress.answered == len(few)  # the other model is not held up
    assert "cannot connect" in outcome.progress.stopped["m"]
    assert 8 <= outcome.progress.failed < 20


def test_a_wrong_key_is_tried_once(
    tmp_path: Path, few: Sequence[Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_KEY", "sk-not-this-one")
    with Server(key="sk-another") as server:
        spec = model(server, key="TEST_KEY", concurrency=1)
        outcome = run(tmp_path, few, [spec])
        assert server.count == 1
    assert "does not accept the key in TEST_KEY" in outcome.progress.stopped["m"]
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"sk-not" not in file.read_bytes(), file.name


def test_empty_answers_are_judged(tmp_path: Path, few: Sequence[Problem]) -> None:
    with Server(lambda body: "") as server:
        assert run(tmp_path, few, [model(server)], samples=1).complete
    assert set(verdicts(tmp_path).values()) == {"malformed"}


def test_a_budget_ends_a_run(tmp_path: Path, few: Sequence[Problem], server: Server) -> None:
    price = Price(prompt=1_000, completion=10_000)  # 0.2 for each answer
    spec = model(server, price=price, concurrency=2)
    outcome = run(tmp_path, few, [spec], budget=Budget(cost=2.0))
    assert not outcome.complete
    assert outcome.progress.stopped == {"m": "the budget is used up"}
    assert 10 <= outcome.progress.answered <= 11
    assert outcome.spent == pytest.approx(0.2 * outcome.progress.answered)
    # What was spent before counts.
    assert run(tmp_path, few, [spec], budget=Budget(cost=2.0)).progress.answered <= 11
    assert run(tmp_path, few, [spec], budget=Budget(cost=100.0)).complete


def test_a_budget_of_tokens(tmp_path: Path, few: Sequence[Problem], server: Server) -> None:
    outcome = run(tmp_path, few, [model(server, concurrency=1)], budget=Budget(tokens=1_000))
    assert outcome.progress.answered == 10
    assert outcome.tokens == 1_100


def test_a_stopped_run_has_as_many_samples_of_each_problem(
    tmp_path: Path, few: Sequence[Problem], server: Server
) -> None:
    run(tmp_path, few, [model(server, concurrency=1)], budget=Budget(tokens=110 * 17))
    counts = Counter(record.problem for record in answers(tmp_path))
    assert max(counts.values()) - min(counts.values()) <= 1


@pytest.mark.parametrize("budget", [Budget(tokens=1_000), Budget(cost=1.0)])
def test_a_budget_that_cannot_be_kept_to(
    tmp_path: Path, few: Sequence[Problem], budget: Budget
) -> None:
    """An endpoint that does not count is not asked any further."""
    with Server() as server:
        server.faults = [Fault(body='{"choices": [{"message": {"content": "by good"}}]}')] * 100
        spec = model(server, concurrency=1, price=Price(completion=1.0))
        outcome = run(tmp_path, few, [spec], budget=budget)
    assert outcome.progress.answered == 1
    assert "does not say how many tokens" in outcome.progress.stopped["m"]


def test_an_answer_that_nobody_thought_of(
    tmp_path: Path, few: Sequence[Problem], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a failed request, and takes no other with it."""
    monkeypatch.setattr(Endpoint, "_read", lambda self, reply: reply["no such"])
    outcome = run(tmp_path, few, [model(server, retries=0), parse_model("certificate")])
    assert outcome.progress.failed >= 8
    assert "could not be read (KeyError" in outcome.progress.errors["m"]
    assert sum(record.answer is not None for record in answers(tmp_path)) == len(few)


def test_what_was_tried_in_vain_is_kept_when_a_run_ends(
    tmp_path: Path, few: Sequence[Problem], server: Server
) -> None:
    class Ends:
        """A judge that ends the run when requests have begun to wait."""

        def __init__(self) -> None:
            deadline = time.monotonic() + 20
            while server.count < 8 and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(0.2)
            raise KeyboardInterrupt

    server.faults = [Fault(429, headers={"Retry-After": "3600"})] * 100
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, few, [model(server)], judge=Ends)
    kept = answers(tmp_path)
    assert kept
    assert all(record.error_kind == "interrupted" and record.failures for record in kept)
    server.faults = []
    assert run(tmp_path, few, [model(server)]).complete


def test_a_budget_without_prices(tmp_path: Path, few: Sequence[Problem], server: Server) -> None:
    with pytest.raises(UsageError, match="a budget needs prices"):
        run(tmp_path, few, [model(server)], budget=Budget(cost=1.0))


def test_answers_first_verdicts_later(
    tmp_path: Path, few: Sequence[Problem], server: Server
) -> None:
    outcome = run(tmp_path, few, [model(server)], judge=None)
    assert outcome.complete
    assert not (tmp_path / VERDICTS).exists()
    count = server.count
    assert run(tmp_path, few, [model(server)]).judged == 4 * len(few)
    assert server.count == count


def test_another_judge_judges_all_anew(
    tmp_path: Path, few: Sequence[Problem], server: Server
) -> None:
    run(tmp_path, few, [model(server)])
    other = WordJudge(name="others")
    run(tmp_path, few, [model(server)], judge=lambda: other)
    assert len(other.asked) == 4 * len(few)


def test_what_could_not_be_judged_is_judged_again(tmp_path: Path, few: Sequence[Problem]) -> None:
    with Server(lambda body: "by harness") as server:
        outcome = run(tmp_path, few, [model(server)], samples=1)
        assert not outcome.complete
        assert (outcome.judged, outcome.unjudged) == (0, len(few))
        judge = WordJudge()
        run(tmp_path, few, [model(server)], samples=1, judge=lambda: judge)
        assert len(judge.asked) == len(few)


def test_a_broken_judge_leaves_no_verdicts(
    tmp_path: Path, few: Sequence[Problem], server: Server
) -> None:
    run(tmp_path, few, [model(server)], samples=1)
    with pytest.raises(JudgeError, match="broken"):
        run(tmp_path, few, [model(server)], judge=lambda: WordJudge(broken=True))
    assert verdicts(tmp_path) == {}
    assert (tmp_path / f"{VERDICTS}.void").exists()
    assert run(tmp_path, few, [model(server)]).judged == 4 * len(few)


def test_a_judge_that_cannot_be_started(tmp_path: Path, few: Sequence[Problem]) -> None:
    def none() -> WordJudge:
        raise JudgeError("there is none")

    with pytest.raises(JudgeError, match="there is none"):
        run(tmp_path, few, [parse_model("certificate")], judge=none)


def test_sampling_does_not_wait_for_the_judge(
    tmp_path: Path, few: Sequence[Problem], server: Server
) -> None:
    """400 verdicts of 50 ms each, 100 at a time, would take 0.2 s after all answers at least."""
    seen: list[tuple[str, int, str]] = []
    run(
        tmp_path,
        few,
        [model(server)],
        samples=20,
        judge=lambda: WordJudge(delay=0.05),
        note=lambda what, done, total, detail: seen.append((what, done, detail)),
    )
    assert seen[0][0] == "sampling"
    assert seen[-1][:2] == ("judging", 160)


def test_other_problems(tmp_path: Path, dataset: Dataset, server: Server) -> None:
    run(tmp_path, dataset.problems[:2], [model(server)])
    with pytest.raises(UsageError, match="is a run on other problems"):
        run(tmp_path, dataset.problems[:3], [model(server)])
    with pytest.raises(UsageError, match="with seed 0, not 1"):
        run(tmp_path, dataset.problems[:2], [model(server)], seed=1)


def test_the_same_name_for_something_else(
    tmp_path: Path, few: Sequence[Problem], server: Server
) -> None:
    run(tmp_path, few, [model(server)])
    with pytest.raises(UsageError, match=r"with other settings \(sampling\)"):
        run(tmp_path, few, [model(server, sampling={"temperature": 1})])
    with pytest.raises(UsageError, match="two models called 'm'"):
        run(tmp_path, few, [model(server), model(server)])
    with pytest.raises(UsageError, match="no model"):
        run(tmp_path, few, [])


@pytest.mark.parametrize("left", [["problems.jsonl"], [".problems.jsonl.x1"], [".run.json.abc"]])
def test_a_run_that_was_killed_at_once(
    tmp_path: Path, few: Sequence[Problem], left: list[str]
) -> None:
    for name in [".lock", *left]:
        (tmp_path / name).write_text("half of a li")
    assert run(tmp_path, few, [parse_model("certificate")]).complete
    assert len(read_results([tmp_path]).problems) == len(few)


def test_problems_that_were_changed(tmp_path: Path, few: Sequence[Problem]) -> None:
    run(tmp_path, few, [parse_model("certificate")])
    file = tmp_path / "problems.jsonl"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))
    with pytest.raises(DatasetError, match="is not the file that the run was made with"):
        read_results([tmp_path])
    with pytest.raises(DatasetError, match="is not the file that the run was made with"):
        run(tmp_path, few, [parse_model("certificate")])


def test_recorded_answers_that_are_not_used(tmp_path: Path, few: Sequence[Problem]) -> None:
    file = tmp_path / "answers.jsonl"
    ids = [few[0].id] * 3 + ["no-such-problem"] * 2 + [p.id for p in few[1:]]
    file.write_text("".join(json.dumps({"problem_id": i, "completion": "x"}) + "\n" for i in ids))
    spec = parse_model(f"recorded:{file}")
    outcome = run(tmp_path / "run", few, [spec], samples=1)
    assert outcome.complete
    first, second = outcome.remarks
    assert "2 recorded answers are to problems that are not asked" in first
    assert "2 recorded answers are more than the 1 samples" in second


def test_a_recorded_file_may_grow_and_not_change(tmp_path: Path, few: Sequence[Problem]) -> None:
    file = tmp_path / "answers.jsonl"
    spec = parse_model(f"recorded:{file}")

    def write(*completions: str) -> None:
        lines = [{"problem_id": few[0].id, "completion": text} for text in completions]
        file.write_text("".join(json.dumps(line) + "\n" for line in lines))

    write("by good", "by bad")
    assert run(tmp_path / "run", few[:1], [spec], samples=2).complete
    write("by good", "by bad", "by bad")
    assert run(tmp_path / "run", few[:1], [spec], samples=3).complete
    before = (tmp_path / "run" / "answers.jsonl").read_bytes()
    write("by bad", "by bad", "by bad", "by bad")
    with pytest.raises(UsageError, match=r"answer 0 to .* begin a new run"):
        run(tmp_path / "run", few[:1], [spec], samples=4)
    write("by good")
    with pytest.raises(UsageError, match="answer 1 to"):
        run(tmp_path / "run", few[:1], [spec], samples=4)
    assert (tmp_path / "run" / "answers.jsonl").read_bytes() == before


def test_models_whose_verdicts_are_of_another_judge(tmp_path: Path, few: Sequence[Problem]) -> None:
    class Stricter(WordJudge):
        def identity(self) -> str:
            return "stricter"

    assert run(tmp_path, few, [parse_model("certificate")]).remarks == ()
    outcome = run(tmp_path, few, [parse_model("scripts:1")], samples=1, judge=Stricter)
    (remark,) = outcome.remarks
    assert "The judge, its library or its limits have changed" in remark


def test_a_folder_of_something_else(tmp_path: Path, few: Sequence[Problem]) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(OutputError, match="neither empty nor a run"):
        run(tmp_path, few, [parse_model("certificate")])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"format": "bbsynth-run", "version": 0, "bbsynth": "0.0.1"}', "version 0, written by"),
        ('{"format": "bbsynth-dataset"}', "was not written by bbsynth eval"),
        ("{", "is damaged"),
        ('{"format": "bbsynth-run", "version": 1, "arms": 3}', "is damaged"),
    ],
)
def test_runs_of_other_versions(
    tmp_path: Path, few: Sequence[Problem], content: str, message: str
) -> None:
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(DatasetError, match=message):
        run(tmp_path, few, [parse_model("certificate")])


def test_two_at_once(tmp_path: Path, few: Sequence[Problem]) -> None:
    with locked(tmp_path), pytest.raises(UsageError, match="another bbsynth eval is at work"):
        run(tmp_path, few, [parse_model("certificate")])


SCRIPT = """
import sys
from pathlib import Path
from bbsynth.evaluation.runs.folder import RunRecord
from bbsynth.evaluation.runs.run import run_arms
from bbsynth.evaluation.runs.study import plan_arms
from bbsynth.evaluation.backends.endpoint import EndpointSettings
from bbsynth.problems import Dataset
from tests.evaluation.fake_judge import WordJudge
folder, url, dataset = sys.argv[1:]
spec = EndpointSettings(name="m", model="test-model", endpoint=url, concurrency=4)
run_arms(
    Path(folder),
    problems=Dataset.open(dataset).problems[::10],
    wanted=RunRecord(dataset="x", arms=plan_arms([spec], ["both"], 40)),
    make_judge=lambda: WordJudge(delay=0.002),
    backoff=0.001,
)
"""


@pytest.mark.parametrize(
    ("how", "times"), [(signal.SIGKILL, 4), (signal.SIGINT, 2), (signal.SIGTERM, 1)]
)
def test_killed_again_and_again(
    tmp_path: Path, dataset: Dataset, server: Server, how: signal.Signals, times: int
) -> None:
    """The verdicts are in the end those of a run that nobody disturbed."""
    few = dataset.problems[::10]
    spec = model(server, concurrency=4)
    undisturbed = tmp_path / "undisturbed"
    run(undisturbed, few, [spec], samples=40)
    generator = random.Random(how)
    folder = tmp_path / "killed"
    command = [sys.executable, "-c", SCRIPT, str(folder), server.url, str(dataset.path.parent)]
    kills = 0
    while True:
        before = (folder / ANSWERS).stat().st_size if (folder / ANSWERS).exists() else 0
        process = subprocess.Popen(
            command, cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL
        )
        if kills == times:
            assert process.wait(60) == 0
            break
        wanted = before + generator.randrange(1_000, 25_000)
        end = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < end:
            if (folder / ANSWERS).exists() and (folder / ANSWERS).stat().st_size >= wanted:
                break
            time.sleep(0.001)
        os.kill(process.pid, how)
        process.wait(60)
        kills += 1
        if how == signal.SIGKILL:
            with (folder / ANSWERS).open("ab") as stream:  # what a write may leave behind
                stream.write(b'{"model": "m", "sty')
    assert verdicts(folder) == verdicts(undisturbed)
    texts = [
        {(a.problem, a.sample): a.answer.text for a in answers(path) if a.answer is not None}
        for path in (folder, undisturbed)
    ]
    assert texts[0] == texts[1]


def test_a_seed_decides(tmp_path: Path, few: Sequence[Problem]) -> None:
    spec = parse_model("scripts:1")
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        run(tmp_path / name, few, [spec], seed=seed)
    texts = {
        name: {
            (a.problem, a.sample): a.answer.text
            for a in answers(tmp_path / name)
            if a.answer is not None
        }
        for name in "abc"
    }
    assert texts["a"] == texts["b"]
    assert texts["a"] != texts["c"]
    assert len(set(texts["a"].values())) > 5


def test_models_that_see_no_prompt_have_no_style(tmp_path: Path) -> None:
    specs = [parse_model("tactic:simp"), parse_model("scripts:1")]
    arms = plan_arms(specs, ["both", "formal", "both"], 16)
    assert [(arm.style, arm.samples) for arm in arms] == [("", 1), ("", 16)]
    spec = msgspec.structs.replace(parse_model("m@http://x/v1"), styles=["plan+both"])
    with pytest.raises(UsageError, match="is not a prompt style"):
        plan_arms([spec], ["both"], 1)


def test_nothing_is_left_running(tmp_path: Path, few: Sequence[Problem], server: Server) -> None:
    run(tmp_path, few, [model(server)])
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()
