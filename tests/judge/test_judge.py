"""The judge as everybody uses it: answers, memory, canaries. Lean is played by a script."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bbsynth._common.resources import cache_dir
from bbsynth.errors import JudgeError, ToolchainError, UsageError
from bbsynth.judge import Judge, Limits, Status, Task
from bbsynth.judge import judge as module
from bbsynth.judge.known_answers import Canary
from tests.judge.faking import OBEDIENT, PROGRAM, FakeToolchain, fake_toolchain


@dataclass(frozen=True)
class Problem:
    id: str = "two"
    theorem: str = "t"
    formal_statement: str = "theorem t : 1 + 1 = 2 := by\n  sorry\n"


# What is sent to the script begins with our statement, so what it is to do comes last.
SCRIPT = OBEDIENT.replace(
    'request["candidate"].split()', 'request["candidate"].split(":=")[-1].split()'
)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeToolchain:
    monkeypatch.setattr(module, "compiled_library", lambda *_, **__: tmp_path)
    monkeypatch.setattr(module, "judge_program", lambda *_, **__: PROGRAM)
    monkeypatch.setenv("BBSYNTH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BBSYNTH_CACHE", str(tmp_path))
    monkeypatch.setattr(
        module,
        "draw_pair",
        lambda: (Canary(task("ok"), proved=True), Canary(task("wrong"), proved=False)),
    )
    return fake_toolchain(tmp_path, SCRIPT)


@pytest.fixture
def make(fake: FakeToolchain) -> Iterator[Callable[..., Judge]]:
    judges: list[Judge] = []

    def build(**options: Any) -> Judge:
        judges.append(Judge(toolchain=fake, **{"jobs": 1, **options}))
        return judges[-1]

    yield build
    for judge in judges:
        judge.close()


def task(candidate: str, name: str = "n") -> Task:
    return Task(name=name, theorem="t", reference="r", candidate=candidate)


def test_an_answer_is_judged(make: Callable[..., Judge]) -> None:
    verdict = make().check(Problem(), "So:\n```lean\ntheorem t : 1 + 1 = 2 := wrong\n```\n")
    assert (verdict.name, verdict.status) == ("two", Status.WRONG)
    assert verdict.position is not None
    assert (verdict.position.line, verdict.messages[0].line) == (5, 5)  # of the answer


def test_lines_of_a_proof_alone_are_its_own(make: Callable[..., Judge]) -> None:
    verdict = make().check(Problem(), ":= wrong", name="x")
    assert verdict.name == "x"
    assert verdict.position is not None
    assert (verdict.position.line, verdict.position.column) == (2, 4)


def test_rewards(make: Callable[..., Judge]) -> None:
    judge = make()
    assert judge.reward(Problem(), ":= ok") == 1.0
    assert judge.reward(Problem(), ":= wrong") == 0.0
    assert judge.reward(Problem(), "no idea") == 0.0
    with pytest.raises(JudgeError, match="could not be judged"):
        judge.reward(Problem(), ":= nonsense")


def test_without_holding_up_the_event_loop(make: Callable[..., Judge]) -> None:
    judge = make(jobs=2)

    async def both() -> list[Status]:
        answers = [":= sleep 0.2", ":= wrong", ":= ok"]
        verdicts = await asyncio.gather(*(judge.acheck(Problem(), a) for a in answers))
        return [verdict.status for verdict in verdicts]

    assert asyncio.run(both()) == [Status.PROVED, Status.WRONG, Status.PROVED]


def test_many_come_in_order_and_at_once(make: Callable[..., Judge], tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    judge = make(jobs=2)
    verdicts = judge.check_all([task("ok", "0"), task(f"wait-for {gate}", "1"), task("ok", "2")])
    assert next(verdicts).name == "0"
    assert not gate.exists()
    gate.touch()
    assert [verdict.name for verdict in verdicts] == ["1", "2"]


def test_a_run_that_nobody_reads_to_its_end(make: Callable[..., Judge], tmp_path: Path) -> None:
    marks = [tmp_path / f"mark-{i}" for i in range(50)]
    judge = make()
    verdicts = judge.check_all([task("ok"), *(task(f"touch {mark}") for mark in marks)])
    next(verdicts)
    verdicts.close()  # type: ignore[attr-defined]
    assert judge.check_one(task("ok", "again")).proved
    assert sum(mark.exists() for mark in marks) < 10


@pytest.mark.parametrize("text", ["", " ", "\n\t \r\n", "\u2003"])
def test_an_empty_text_asks_no_process(
    make: Callable[..., Judge], fake: FakeToolchain, text: str
) -> None:
    verdict = make().check_one(task(text))
    assert (verdict.status, verdict.rule) == (Status.MALFORMED, "empty")
    assert fake.launched == []


def test_nothing_to_judge(make: Callable[..., Judge], fake: FakeToolchain) -> None:
    assert list(make().check_all([])) == []
    assert fake.launched == []


class TestMemory:
    def test_verdicts_are_found_again(
        self, make: Callable[..., Judge], fake: FakeToolchain
    ) -> None:
        first = make()
        verdict = first.check_one(task("wrong", "one"))
        assert not verdict.cached
        again = first.check_one(task("wrong", "two"))
        assert (again.name, again.status, again.cached) == ("two", Status.WRONG, True)
        first.close()
        launched = len(fake.launched)
        assert make().check_one(task("wrong")).cached
        assert len(fake.launched) == launched

    def test_other_limits_are_another_question(self, make: Callable[..., Judge]) -> None:
        assert make().check_one(task("ok")).proved
        assert not make(limits=Limits(heartbeats=1000)).check_one(task("ok")).cached

    def test_another_judge_is_another_question(
        self, make: Callable[..., Judge], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert make().check_one(task("ok")).proved
        monkeypatch.setattr(Judge, "identity", lambda _self: "another")
        assert not make().check_one(task("ok")).cached

    def test_it_can_be_left_alone(self, make: Callable[..., Judge], tmp_path: Path) -> None:
        judge = make(remember=False)
        for _ in range(2):
            assert not judge.check_one(task("ok")).cached
        assert not (tmp_path / "verdicts.sqlite").exists()

    def test_a_crash_is_not_kept(self, make: Callable[..., Judge]) -> None:
        judge = make()
        for _ in range(2):
            verdict = judge.check_one(task("die"))
            assert (verdict.status, verdict.cached) == (Status.CRASH, False)


class TestCanaries:
    """What the script is told about the canaries is what they expect, or it is not."""

    def test_are_in_every_run(
        self, make: Callable[..., Judge], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawn: list[int] = []
        original = module.draw_pair

        def count() -> tuple[Canary, Canary]:
            drawn.append(1)
            return original()

        monkeypatch.setattr(module, "draw_pair", count)
        assert len(list(make(remember=False).check_all([task("ok")] * 120))) == 120
        assert len(drawn) == 3
        make(remember=False).check_one(task("ok"))
        assert len(drawn) == 4

    def test_can_be_asked_for_where_nothing_else_is_judged(
        self, make: Callable[..., Judge], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make().check_one(task("ok"))
        judge = make()
        assert judge.check_one(task("ok")).cached
        assert judge.canary_pairs == 0
        judge.probe()
        assert judge.canary_pairs == 1
        wrong = Canary(task("wrong"), proved=True), Canary(task("wrong"), proved=False)
        monkeypatch.setattr(module, "draw_pair", lambda: wrong)
        with pytest.raises(JudgeError, match="broken"):
            judge.probe()

    @pytest.mark.parametrize(
        "pair",
        [
            (Canary(task("wrong"), proved=True), Canary(task("wrong"), proved=False)),
            (Canary(task("ok"), proved=True), Canary(task("ok"), proved=False)),
            (Canary(task("nonsense"), proved=True), Canary(task("wrong"), proved=False)),
            (Canary(task("ok"), proved=True), Canary(task("nonsense"), proved=False)),
        ],
        ids=["rejects", "accepts", "unjudged", "unjudged too"],
    )
    def test_a_wrong_verdict_voids_the_run(
        self,
        make: Callable[..., Judge],
        monkeypatch: pytest.MonkeyPatch,
        pair: tuple[Canary, Canary],
    ) -> None:
        with monkeypatch.context() as context:
            context.setattr(module, "draw_pair", lambda: pair)
            judge = make()
            with pytest.raises(JudgeError, match=r"broken(.|\n)*No verdict of this run counts"):
                list(judge.check_all([task("ok"), task("wrong")]))
            with pytest.raises(JudgeError, match="broken"):
                judge.check_one(task("wrong"))
            judge.close()
        # Nothing of it has been kept.
        assert not make().check_one(task("ok")).cached
        assert not make().check_one(task("wrong", "x")).cached


def test_it_can_be_used_from_several_threads(
    make: Callable[..., Judge], fake: FakeToolchain
) -> None:
    judge = make(jobs=2)
    found: dict[int, list[tuple[str, Status]]] = {}

    def use(number: int) -> None:
        names = [f"{number}-{i}" for i in range(8)]
        verdicts = [
            judge.check_one(task(f"sleep 0.0{number}1{i}", name)) for i, name in enumerate(names)
        ]
        found[number] = [(verdict.name, verdict.status) for verdict in verdicts]

    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == {n: [(f"{n}-{i}", Status.PROVED) for i in range(8)] for n in range(4)}
    assert len(fake.launched) == 2


def test_nothing_can_be_asked_after_the_end(make: Callable[..., Judge]) -> None:
    with make() as judge:
        assert judge.check_one(task("ok")).proved
    with pytest.raises(ToolchainError, match="closed"):
        judge.check_one(task("new"))
    judge.close()


@pytest.mark.parametrize(
    "limits",
    [
        Limits(heartbeats=0),
        Limits(rec_depth=-1),
        Limits(seconds=0.0),
        Limits(seconds=float("nan")),
        Limits(memory=1),
    ],
)
def test_limits_that_make_no_sense(make: Callable[..., Judge], limits: Limits) -> None:
    with pytest.raises(UsageError, match="the limit on"):
        make(limits=limits)


@pytest.mark.parametrize("jobs", [0, -1])
def test_there_has_to_be_a_process(make: Callable[..., Judge], jobs: int) -> None:
    with pytest.raises(UsageError, match="1 or more"):
        make(jobs=jobs)


def test_a_sandbox_that_is_not_there(
    make: Callable[..., Judge], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise ToolchainError("no landlock")

    monkeypatch.setattr(module.confinement, "require_sandbox", refuse)
    assert make().check_one(task("ok")).proved
    with pytest.raises(ToolchainError, match="no landlock"):
        make(require_sandbox=True)


def test_the_user_is_told_what_takes_long(make: Callable[..., Judge]) -> None:
    notes: list[str] = []
    judge = make(note=notes.append, remember=False)
    assert notes == []
    list(judge.check_all([task("ok")] * 2))
    assert notes == ["starting Lean (native)"]


def test_the_user_is_told_of_a_damaged_cache(
    make: Callable[..., Judge], caplog: pytest.LogCaptureFixture
) -> None:
    make().close()
    (cache,) = cache_dir().glob("*.sqlite")
    cache.write_bytes(b"damaged" * 500)
    make().close()
    (warning,) = caplog.messages
    assert warning.endswith(f"it is kept as {cache}.damaged-1")


def test_where_nothing_can_be_remembered_the_judge_goes_on(
    make: Callable[..., Judge],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("BBSYNTH_CACHE", str(tmp_path / "file" / "cache"))
    judge = make()
    (warning,) = caplog.messages
    assert "\n" not in warning
    assert f"cannot write {tmp_path / 'file' / 'cache' / 'verdicts.sqlite'}: " in warning
    assert "$BBSYNTH_CACHE" in warning
    assert "--afresh" in warning
    assert judge.check_one(task("ok")).proved
    again = judge.check_one(task("ok"))
    assert again.proved
    assert not again.cached
