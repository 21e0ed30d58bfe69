from __future__ import annotations

import pickle
import time
from collections import Counter
from collections.abc import Callable

import pytest

from bbsynth.deciders import Budgets, decide_tree
from bbsynth.deciders.parallel import (
    Settings,
    Unit,
    decide_unit,
    decide_units,
    in_processes,
    machine_units,
    tree_units,
)
from bbsynth.deciders.records import record_line
from bbsynth.errors import UsageError
from bbsynth.machines import Machine, enumerate_tnf

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
