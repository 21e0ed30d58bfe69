from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from bbsynth._common.workers import Workers, in_processes, spread
from bbsynth.busy_beaver.deciders import Budgets, decide_tree
from bbsynth.busy_beaver.deciders.parallel import (
    Settings,
    Unit,
    decide_unit,
    decide_units,
    machine_units,
    tree_units,
)
from bbsynth.busy_beaver.deciders.records import record_line
from bbsynth.busy_beaver.machines import Machine, enumerate_tnf
from bbsynth.errors import BBSynthError, UsageError

pytestmark = pytest.mark.slow

SETTINGS = Settings()


def _lines(results: object) -> str:
    return "".join(result.lines for result in results)  # type: ignore[attr-defined]


@pytest.mark.parametrize("jobs", [1, 2])
def test_units_of_a_tree_are_the_tree_in_its_order(jobs: int) -> None:
    results = list(decide_units(tree_units(3, 2, SETTINGS), jobs=jobs))
    decisions = list(decide_tree(3, 2))
    assert _lines(results) == "".join(map(record_line, decisions))
    total: Counter[str] = Counter()
    for result in results:
        total.update(result.counts)
    assert total == Counter(decision.decider for decision in decisions)


def test_lists_may_mix_classes() -> None:
    machines = [node.machine for node in enumerate_tnf(2, 2)]
    mixed = [*machines, Machine.parse("1RA---"), *machines]
    units = list(machine_units(mixed, Settings(max_steps=100)))
    assert [len(unit.machines) for unit in units] == [61, 1, 61]
    lines = _lines(decide_units(iter(units))).splitlines()
    assert [line.split('"')[3] for line in lines] == [str(machine) for machine in mixed]


def test_units_are_values() -> None:
    unit = Unit(SETTINGS, machines=("1RB1LB_1LA1RZ",))
    again = pickle.loads(pickle.dumps(unit))
    assert again == unit
    assert decide_unit(again) == decide_unit(unit)
    assert decide_unit(unit).counts == {"halts": 1}


def test_settings_are_kept() -> None:
    nothing = Settings(
        max_steps=3,
        search_steps=0,
        budgets=Budgets(contexts=0, descriptions=0, automata=0),
        deciders=(),
    )
    unit = Unit(nothing, machines=("1RB1LB_1LA1RZ", "1RB1LA_1LA1RB"))
    assert decide_unit(unit).counts == {"undecided": 2}


@pytest.mark.parametrize(
    "call",
    [
        lambda: decide_units([], jobs=0),
        lambda: decide_units([], jobs=True),
        lambda: tree_units(6, 2, SETTINGS),
        lambda: Settings(max_steps=-1),
        lambda: Settings(deciders=("oracle",)),
    ],
)
def test_arguments_are_checked(call: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        call()


def _sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def test_nobody_waits_for_work_that_is_given_up() -> None:
    results = in_processes(_sleep, iter([0.0, 60.0, 60.0]), jobs=2)
    assert next(results) == 0.0
    start = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 30


def _end_itself(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _squared(number: int) -> int:
    if number < 0:
        raise ValueError(f"{number} is negative")
    return number**2


def _process(_: int) -> int:
    time.sleep(0.2)
    return os.getpid()


def test_the_same_processes_do_one_thing_after_another() -> None:
    with Workers(2) as workers:
        first = set(workers.map(_process, range(8)))
        second = set(workers.map(_process, range(8)))
        given_up = workers.map(_sleep, iter([0.0, 60.0, 60.0]))
        next(given_up)
        given_up.close()  # type: ignore[attr-defined]
        third = list(workers.map(_squared, range(50)))
    assert len(first) == 2
    assert first == second
    assert os.getpid() not in first
    assert third == [number**2 for number in range(50)]


def test_one_job_needs_no_process() -> None:
    with Workers(1) as workers:
        assert set(workers.map(_process, range(2))) == {os.getpid()}
    assert set(spread(_process, range(2), None)) == {os.getpid()}


def test_a_process_that_is_killed() -> None:
    with Workers(2) as workers, pytest.raises(BBSynthError, match="was killed"):
        list(workers.map(_end_itself, range(3)))


def _large(number: int) -> bytes:
    return bytes(10_000_000 * number)


def test_a_process_that_is_killed_in_the_middle_of_a_result() -> None:
    with Workers(2) as workers:
        results = workers.map(_large, range(10))
        assert next(results) == b""
        time.sleep(2)  # results do not go through a pipe at once
        for process in multiprocessing.active_children():
            process.kill()
        with pytest.raises(BBSynthError, match="was killed"):
            list(results)


def test_an_error_in_a_process_says_where_it_was() -> None:
    with Workers(2) as workers:
        with pytest.raises(ValueError, match="-1 is negative") as caught:
            list(workers.map(_squared, range(3, -4, -1)))
        assert any("in _squared" in note for note in caught.value.__notes__)
        assert list(workers.map(_squared, range(3))) == [0, 1, 4]


def test_processes_are_ended_if_something_goes_wrong() -> None:
    def interrupted() -> None:
        with Workers(2) as workers:
            next(workers.map(_sleep, iter([0.0, 60.0, 60.0])))
            raise ZeroDivisionError

    start = time.monotonic()
    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert time.monotonic() - start < 30


_KILLED = """
import os, signal
from bbsynth._common.workers import Workers
from tests.busy_beaver.deciders.test_parallel import _process

if __name__ == "__main__":
    with Workers(2) as workers:
        print(*set(workers.map(_process, range(8))), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_no_process_is_left_of_one_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(_KILLED)
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    left = [psutil.Process(int(pid)) for pid in done.stdout.split() if psutil.pid_exists(int(pid))]
    _, alive = psutil.wait_procs(left, timeout=20)
    assert len(done.stdout.split()) == 2
    assert alive == []
