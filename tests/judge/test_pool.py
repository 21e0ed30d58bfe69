"""The pool of judge processes, played by a script that does what the candidate says."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from bbsynth.errors import OutputError, ToolchainError, UsageError
from bbsynth.judge import pool as pool_module
from bbsynth.judge.pool import Pool, default_jobs
from bbsynth.judge.verdict import Limits, Message, Position, Status, Task, Verdict
from tests.judge.faking import OBEDIENT, PROGRAM, FakeToolchain, fake_toolchain

LIMITS = Limits(seconds=20, memory=200_000_000)


class Checked(Pool):
    """A pool, and what the tests want of it."""

    def check(self, tasks: list[Task]) -> list[Verdict]:
        return [future.result(60) for future in [self.submit(task) for task in tasks]]

    def check_one(self, task: Task) -> Verdict:
        return self.submit(task).result(60)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeToolchain:
    monkeypatch.setenv("BBSYNTH_HOME", str(tmp_path / "home"))
    return fake_toolchain(tmp_path, OBEDIENT)


@pytest.fixture
def make(fake: FakeToolchain, tmp_path: Path) -> Iterator[Callable[..., Checked]]:
    pools: list[Checked] = []

    def build(*, jobs: int = 1, limits: Limits = LIMITS) -> Checked:
        pools.append(Checked(fake, tmp_path, PROGRAM, jobs=jobs, limits=limits))
        return pools[-1]

    yield build
    for pool in pools:
        pool.close()
    deadline = time.monotonic() + 10
    while _children() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _children() == []


def _children() -> list[int]:
    """The judge processes that run; those of other tests speak to a real Lean."""
    found = []
    for child in psutil.Process().children():
        try:
            if any(part.endswith("fake.py") for part in child.cmdline()):
                found.append(child.pid)
        except psutil.Error:
            pass
    return found


def _task(candidate: str, name: str = "n", reference: str = "") -> Task:
    return Task(name=name, theorem="t", reference=reference, candidate=candidate)


def _tasks(*candidates: str) -> list[Task]:
    return [_task(candidate, str(index)) for index, candidate in enumerate(candidates)]


def _statuses(verdicts: list[Verdict]) -> list[Status]:
    assert [verdict.name for verdict in verdicts] == [str(i) for i in range(len(verdicts))]
    return [verdict.status for verdict in verdicts]


def test_verdicts_come_in_the_order_of_the_tasks(make: Callable[..., Checked]) -> None:
    numbers = random.Random(1)
    times = [numbers.choice([0.0, 0.02, 0.1]) for _ in range(30)]
    verdicts = make(jobs=3).check(_tasks(*(f"sleep {t}" for t in times)))
    assert _statuses(verdicts) == [Status.PROVED] * 30
    assert len({verdict.rule for verdict in verdicts}) == 3  # so many processes took part


def test_a_verdict_does_not_wait_for_others(make: Callable[..., Checked], tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    pool = make(jobs=2)
    slow, quick, last = (pool.submit(task) for task in _tasks(f"wait-for {gate}", "ok", "ok"))
    assert quick.result(20).proved
    assert last.result(20).proved
    assert not slow.done()
    gate.touch()
    assert slow.result(20).proved


def test_what_a_reply_becomes(make: Callable[..., Checked]) -> None:
    pool = make()
    verdict = pool.check_one(_task("wrong", "mine"))
    total = verdict.milliseconds.pop("total")
    assert 0 <= total < 20_000
    assert verdict == Verdict(
        name="mine",
        status=Status.WRONG,
        rule="elaboration",
        reason="no",
        position=Position(3, 4),
        messages=[Message("error", 3, 4, "bad")],
        axioms=["a", "b"],
        milliseconds={"reference": 7},
        toolchain="Lean (fake)",
        judge="fake",
    )
    assert not verdict.proved


def test_a_reply_that_is_no_verdict_is_the_judges_fault(make: Callable[..., Checked]) -> None:
    verdicts = make().check(_tasks("ok", "nonsense", "ok"))
    assert _statuses(verdicts) == [Status.PROVED, Status.HARNESS_ERROR, Status.PROVED]
    assert verdicts[1].rule == "protocol"
    assert "splendid" in verdicts[1].reason


def test_a_proof_that_rests_on_other_axioms_is_not_believed(make: Callable[..., Checked]) -> None:
    verdict = make().check_one(_task("lie"))
    assert (verdict.status, verdict.rule) == (Status.HARNESS_ERROR, "protocol")
    assert "sorryAx" in verdict.reason


def test_processes_are_used_again(make: Callable[..., Checked], fake: FakeToolchain) -> None:
    pool = make(jobs=2)
    for _ in range(3):
        assert _statuses(pool.check(_tasks(*["sleep 0.02"] * 6))) == [Status.PROVED] * 6
    assert len(fake.launched) == 2
    assert pool.check_one(_task("ok")).proved
    assert len(fake.launched) == 2


class TestCrash:
    def test_costs_only_its_candidate(
        self, make: Callable[..., Checked], fake: FakeToolchain
    ) -> None:
        verdicts = make().check(_tasks("ok", "die", "ok"))
        assert _statuses(verdicts) == [Status.PROVED, Status.CRASH, Status.PROVED]
        assert verdicts[1].rule == "process"
        assert verdicts[1].milliseconds.keys() == {"total"}
        # One died that had been used, a second one when it was tried again.
        assert len(fake.launched) == 3

    def test_in_a_fresh_process_there_is_no_second_attempt(
        self, make: Callable[..., Checked], fake: FakeToolchain
    ) -> None:
        assert _statuses(make().check(_tasks("die", "ok"))) == [Status.CRASH, Status.PROVED]
        assert len(fake.launched) == 2

    def test_that_was_not_the_fault_of_the_candidate(
        self, make: Callable[..., Checked], fake: FakeToolchain
    ) -> None:
        verdicts = make().check(_tasks("ok", "die-unless-fresh", "ok"))
        assert _statuses(verdicts) == [Status.PROVED] * 3
        assert len({verdict.rule for verdict in verdicts}) == 2
        assert len(fake.launched) == 2

    def test_of_a_fresh_process_has_the_compiled_files_looked_at(
        self,
        make: Callable[..., Checked],
        fake: FakeToolchain,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        """It is tried again if they were mended, also by another worker, but only once."""
        whole = tmp_path / "whole"
        looked: list[bool] = []

        def mend(*_: object, **__: object) -> bool:
            begun = bool(list(tmp_path.glob("begun-*")))
            looked.append(begun and not whole.exists())
            if begun:
                whole.touch()
            return looked[-1]

        monkeypatch.setattr(pool_module, "mend", mend)
        verdicts = make(jobs=2).check(
            _tasks(*(f"die-without {whole} {tmp_path / name}" for name in ("begun-1", "begun-2")))
        )
        assert _statuses(verdicts) == [Status.PROVED] * 2
        assert looked.count(True) == 1
        assert make().check_one(_task("die")).status is Status.CRASH
        assert not looked[-1]
        monkeypatch.setattr(pool_module, "mend", lambda *_, **__: True)
        before = len(fake.launched)
        assert make().check_one(_task("die")).status is Status.CRASH
        assert len(fake.launched) == before + 2

    def test_a_process_that_takes_its_place_starts_with_whole_files(
        self,
        make: Callable[..., Checked],
        fake: FakeToolchain,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Lean may hang, and not die, of an altered one."""
        starts: list[int] = []
        monkeypatch.setattr(
            pool_module, "mend", lambda *_, **__: bool(starts.append(len(fake.launched)))
        )
        pool = make()
        assert pool.check_one(_task("ok")).proved
        assert starts == []
        assert pool.check_one(_task("die-unless-fresh")).proved
        assert starts == [1]

    def test_that_cannot_be_mended_is_said(
        self, fake: FakeToolchain, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        def fail(*_: object, **__: object) -> bool:
            raise OutputError("cannot write")

        notes: list[str] = []
        monkeypatch.setattr(pool_module, "mend", fail)
        pool = Pool(fake, tmp_path, PROGRAM, jobs=1, limits=LIMITS, note=notes.append)
        try:
            assert pool.submit(_task("die")).result(60).status is Status.CRASH
        finally:
            pool.close()
        assert notes == ["compiled files that were damaged cannot be made anew: cannot write"]

    def test_killed_by_somebody_else_changes_no_verdict(
        self, make: Callable[..., Checked], fake: FakeToolchain, tmp_path: Path
    ) -> None:
        verdicts = make().check(_tasks("ok", f"be-killed {tmp_path / 'log'} 3", "ok"))
        assert _statuses(verdicts) == [Status.PROVED] * 3
        assert len(fake.launched) == 4

    def test_killed_again_and_again(
        self, make: Callable[..., Checked], fake: FakeToolchain, tmp_path: Path
    ) -> None:
        verdicts = make().check(_tasks("ok", f"be-killed {tmp_path / 'log'} 1000", "ok"))
        assert _statuses(verdicts) == [Status.PROVED, Status.HARNESS_ERROR, Status.PROVED]
        assert verdicts[1].rule == "killed"
        assert "short of memory" in verdicts[1].reason
        assert len(fake.launched) == 5

    def test_of_many(self, make: Callable[..., Checked]) -> None:
        expected = [Status.CRASH if i % 4 == 1 else Status.PROVED for i in range(16)]
        candidates = ["die" if status is Status.CRASH else "sleep 0.01" for status in expected]
        assert _statuses(make(jobs=3).check(_tasks(*candidates))) == expected

    def test_between_two_tasks(self, make: Callable[..., Checked]) -> None:
        pool = make()
        first = pool.check_one(_task("ok"))
        os.kill(int(first.rule), signal.SIGKILL)
        second = pool.check_one(_task("ok"))
        assert second.proved
        assert second.rule != first.rule


class TestTime:
    def test_of_the_processor_is_what_counts(
        self, make: Callable[..., Checked], fake: FakeToolchain
    ) -> None:
        pool = make(limits=Limits(seconds=0.5))
        verdicts = pool.check(_tasks("ok", "work 600", "sleep 1", "ok"))
        assert _statuses(verdicts) == [
            Status.PROVED,
            Status.TIMEOUT,
            Status.PROVED,
            Status.PROVED,
        ]
        assert verdicts[1].rule == "seconds"
        assert verdicts[1].reason == "no answer within 0.5 seconds of processor time"
        assert verdicts[1].milliseconds["total"] >= 500
        assert verdicts[1].toolchain == "Lean (fake)"
        assert len(fake.launched) == 2

    def test_that_was_not_used_is_granted_once_more(
        self, make: Callable[..., Checked], fake: FakeToolchain, tmp_path: Path
    ) -> None:
        pool = make(jobs=2, limits=Limits(seconds=0.3))
        log = tmp_path / "log"
        verdicts = pool.check(_tasks(f"hang {log}", *[f"note {log}"] * 20, f"wait-for {log}"))
        assert _statuses(verdicts) == [Status.TIMEOUT] + [Status.PROVED] * 21
        assert verdicts[0].rule == "seconds"
        assert len(fake.launched) >= 3
        # The second time it was alone: between its two lines nobody else wrote one.
        lines = log.read_text().splitlines()
        assert lines.count("hang") == 2


def test_a_candidate_that_takes_too_much_memory(
    make: Callable[..., Checked], fake: FakeToolchain
) -> None:
    verdicts = make().check(_tasks("ok", "eat 400000000", "ok"))
    assert _statuses(verdicts) == [Status.PROVED, Status.OUT_OF_MEMORY, Status.PROVED]
    assert verdicts[1].rule == "memory"
    assert "0.2 GB" in verdicts[1].reason


def test_a_process_that_has_grown_is_replaced(
    make: Callable[..., Checked], fake: FakeToolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "_RECYCLE_MEMORY", 1000)
    verdicts = make().check(_tasks("ok", "ok", "ok"))
    assert _statuses(verdicts) == [Status.PROVED] * 3
    assert len({verdict.rule for verdict in verdicts}) == len(fake.launched) == 3
    assert _children() == []


def test_what_is_cancelled_is_not_begun(make: Callable[..., Checked], tmp_path: Path) -> None:
    pool = make()
    gate, mark = tmp_path / "gate", tmp_path / "mark"
    first = pool.submit(_task(f"wait-for {gate}"))
    second = pool.submit(_task(f"touch {mark}"))
    assert second.cancel()
    gate.touch()
    assert first.result(20).proved
    assert pool.check_one(_task("ok")).proved
    assert not mark.exists()


def test_equal_references_go_to_the_same_process(make: Callable[..., Checked]) -> None:
    pool = make(jobs=2)
    tasks = [_task("sleep 0.02", reference=name) for name in "abab" * 5]
    by_reference: dict[str, Counter[str]] = {"a": Counter(), "b": Counter()}
    for verdict in pool.check(tasks):
        by_reference[verdict.reason][verdict.rule] += 1
    # At the very end, who has nothing left helps the other.
    assert all(processes.most_common()[0][1] >= 8 for processes in by_reference.values())
    assert by_reference["a"].most_common()[0][0] != by_reference["b"].most_common()[0][0]


def test_references_that_begin_alike_go_to_the_same_process(make: Callable[..., Checked]) -> None:
    pool = make(jobs=2)
    tasks = [
        _task("sleep 0.02", reference=f"def {name}\n\n/-- {i} -/\ntheorem t{i}")
        for i, name in enumerate("abbabaab" * 3)
    ]
    by_beginning: dict[str, Counter[str]] = {"a": Counter(), "b": Counter()}
    for verdict in pool.check(tasks):
        by_beginning[verdict.reason[4]][verdict.rule] += 1
    assert all(processes.most_common()[0][1] >= 10 for processes in by_beginning.values())
    assert by_beginning["a"].most_common()[0][0] != by_beginning["b"].most_common()[0][0]


def test_one_reference_is_work_for_all(make: Callable[..., Checked]) -> None:
    verdicts = make(jobs=2).check(_tasks(*["sleep 0.05"] * 20))
    assert len({verdict.rule for verdict in verdicts}) == 2


def test_several_threads_each_get_their_own_verdicts(make: Callable[..., Checked]) -> None:
    pool = make(jobs=2)
    found: dict[int, list[tuple[str, Status, str]]] = {}

    def use(number: int) -> None:
        tasks = [_task("sleep 0.01", f"{number}-{i}", f"of {number}, {i}") for i in range(8)]
        found[number] = [(v.name, v.status, v.reason) for v in pool.check(tasks)]

    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == {
        number: [(f"{number}-{i}", Status.PROVED, f"of {number}, {i}") for i in range(8)]
        for number in range(4)
    }


class TestClosing:
    def test_ends_all_processes(self, make: Callable[..., Checked]) -> None:
        pool = make(jobs=2)
        (pool.check(_tasks(*["sleep 0.05"] * 4)))
        assert len(_children()) == 2
        pool.close()
        assert _children() == []
        pool.close()

    def test_nothing_can_be_asked_afterwards(self, make: Callable[..., Checked]) -> None:
        pool = make()
        pool.check_one(_task("ok"))
        pool.close()
        with pytest.raises(ToolchainError, match="closed"):
            pool.check_one(_task("ok"))

    def test_during_a_check(self, make: Callable[..., Checked]) -> None:
        pool = make(jobs=2)
        (pool.check(_tasks(*["sleep 0.05"] * 4)))
        closer = threading.Timer(0.5, pool.close)
        closer.start()
        begin = time.monotonic()
        with pytest.raises(ToolchainError, match="closed"):
            (pool.check(_tasks("hang", "hang", "hang")))
        assert time.monotonic() - begin < 10
        closer.join()


def test_closing_does_not_wait_for_a_lean_that_starts(
    make: Callable[..., Checked], fake: FakeToolchain
) -> None:
    fake.script.write_text("import time\ntime.sleep(600)")
    pool = make(jobs=2)
    futures = [pool.submit(task) for task in _tasks("ok", "ok", "ok")]
    while len(_children()) < 2:
        time.sleep(0.02)
    begin = time.monotonic()
    pool.close()
    assert time.monotonic() - begin < 5
    assert _children() == []
    for future in futures:
        with pytest.raises(ToolchainError, match="the judge has been closed"):
            future.result(10)


def test_a_lean_that_stops_starting(
    make: Callable[..., Checked], fake: FakeToolchain, tmp_path: Path
) -> None:
    pool = make()
    assert pool.check_one(_task("ok")).proved
    fake.script.write_text("print('broken now')")
    with pytest.raises(ToolchainError, match=r"did not start(.|\n)*broken now"):
        (pool.check(_tasks("ok", "die", "ok")))


def test_a_lean_that_is_killed_while_it_starts(
    make: Callable[..., Checked], fake: FakeToolchain, tmp_path: Path
) -> None:
    good = fake.script.read_text()
    log = tmp_path / "starts"
    fake.script.write_text(
        f"""
import os
with open({str(log)!r}, "a+") as log:
    log.write("start\\n")
    log.flush()
    log.seek(0)
    if len(log.readlines()) in (1, 2, 4, 5, 6, 7, 8):
        os.kill(os.getpid(), 9)
"""
        + good
    )
    pool = make()
    assert pool.check_one(_task("ok")).proved
    assert len(fake.launched) == 3
    with pytest.raises(ToolchainError, match="killed 4 times while it started"):
        pool.check(_tasks("die"))


@pytest.mark.parametrize("jobs", [0, -1])
def test_there_has_to_be_a_process(
    make: Callable[..., Checked], fake: FakeToolchain, jobs: int
) -> None:
    with pytest.raises(UsageError, match=f"has to be 1 or more, not {jobs}"):
        make(jobs=jobs)
    assert fake.launched == []


@pytest.mark.parametrize(("gigabytes", "most"), [(0.5, 1), (4, 1), (8, 2), (10_000, 10_000)])
def test_the_width_of_the_pool(
    monkeypatch: pytest.MonkeyPatch, gigabytes: float, most: int
) -> None:
    memory = SimpleNamespace(available=int(gigabytes * 1e9))
    monkeypatch.setattr(pool_module.psutil, "virtual_memory", lambda: memory)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert cores is not None
    assert default_jobs() == min(most, cores)


class TestProcesses:
    def test_no_more_than_tasks(self, make: Callable[..., Checked], fake: FakeToolchain) -> None:
        pool = make(jobs=4)
        shared = [pool.submit(_task("fine"), shares=True) for _ in range(4)]
        assert pool.check_one(_task("fine")).proved
        assert all(future.result(60).proved for future in shared)
        assert len(fake.launched) == 1

    def test_as_many_as_tasks(self, make: Callable[..., Checked], fake: FakeToolchain) -> None:
        pool = make(jobs=3)
        pool.check(_tasks(*["sleep 0.5"] * 2))
        assert len(fake.launched) == 2

    def test_started_beforehand(self, make: Callable[..., Checked], fake: FakeToolchain) -> None:
        pool = make(jobs=2)
        pool.warm()
        deadline = time.monotonic() + 20
        while len(_children()) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert pool.check_one(_task("fine")).proved
        assert len(fake.launched) == 2

    def test_a_spare_takes_the_place_of_a_dead_one(
        self, make: Callable[..., Checked], fake: FakeToolchain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pool_module, "_PROCESS_MEMORY", 0)
        pool = make(jobs=1)
        before = ["sleep 0.05"] * (pool_module._LONG_RUN + 5)
        after = ["fine"] * (pool_module._LONG_RUN + 20)
        verdicts = pool.check(_tasks(*before, "die-unless-fresh", *after))
        assert {verdict.status for verdict in verdicts} == {Status.PROVED}
        assert len({verdict.rule for verdict in verdicts}) == 2
        # The first, the spare, and the spare that took the place of the spare.
        assert len(fake.launched) in (2, 3)

    def test_no_spare_in_a_short_run(
        self, make: Callable[..., Checked], fake: FakeToolchain
    ) -> None:
        make(jobs=1).check(_tasks(*["fine"] * pool_module._LONG_RUN))
        assert len(fake.launched) == 1

    def test_a_spare_that_died_is_replaced(
        self, make: Callable[..., Checked], fake: FakeToolchain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pool_module, "_PROCESS_MEMORY", 0)
        pool = make(jobs=1)
        pool.check(_tasks(*["sleep 0.05"] * (2 * pool_module._LONG_RUN + 5)))
        spare = pool._spare
        assert spare is not None
        pid = spare.result(20).pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        verdicts = pool.check(_tasks(*["fine"] * (pool_module._LONG_RUN + 5), "die-unless-fresh"))
        assert {verdict.status for verdict in verdicts} == {Status.PROVED}
