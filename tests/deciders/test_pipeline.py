from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from bbsynth.deciders import (
    Certificate,
    Cycler,
    Decision,
    Fate,
    Halts,
    TranslatedCycler,
    check,
    decide,
    decide_batch,
    decide_tree,
    pipeline,
)
from bbsynth.errors import UsageError
from bbsynth.machines import Machine, enumerate_tnf


def _count(decisions: list[Decision]) -> dict[type[Certificate] | None, int]:
    return Counter(
        type(decision.certificate) if decision.certificate is not None else None
        for decision in decisions
    )


@pytest.mark.parametrize(
    ("n_states", "n_symbols", "halting", "cyclers", "translated", "undecided"),
    [
        (1, 2, 1, 0, 2, 0),
        (2, 2, 19, 6, 36, 0),
        (3, 2, 1_772, 526, 3_027, 92),
        (2, 3, 1_816, 431, 3_442, 330),
    ],
)
def test_trees(
    n_states: int, n_symbols: int, halting: int, cyclers: int, translated: int, undecided: int
) -> None:
    decisions = list(decide_tree(n_states, n_symbols))
    count = _count(decisions)
    assert count[Halts] == halting
    assert count[Cycler] == cyclers
    assert count[TranslatedCycler] == translated
    assert count[None] == undecided
    # Machine by machine, in the order of the tree, and with S of the class as the judge.
    for node, decision in zip(enumerate_tnf(n_states, n_symbols), decisions, strict=True):
        assert decision.machine == node.machine
        assert (decision.fate is Fate.HALTS) == node.halts
        assert (decision.fate is Fate.UNDECIDED) == (decision.certificate is None)
        assert (decision.steps, decision.undefined) == (node.steps, node.undefined)


def test_longer_searches_decide_no_more_with_three_states() -> None:
    left = [d.machine for d in decide_tree(3, 2) if d.fate is Fate.UNDECIDED]
    tables = np.stack([machine.to_array() for machine in left])
    again = decide_batch(tables, max_steps=10_000, search_steps=10_000)
    assert {decision.fate for decision in again} == {Fate.UNDECIDED}


def test_decide_one() -> None:
    halting = decide(Machine.parse("1RB1LB_1LA1RZ"))
    assert (halting.fate, halting.certificate) == (Fate.HALTS, Halts(6))
    assert (halting.steps, halting.cells_visited, halting.non_blank) == (6, 4, 4)
    assert halting.undefined is None
    assert decide(Machine.parse("1RB---_0LA---")).undefined == (0, 1)
    looping = decide(Machine.parse("0RB---_0LA---"))
    assert (looping.fate, looping.certificate) == (Fate.NEVER_HALTS, Cycler(0, 2, 0))
    bouncer = decide(Machine.parse("1RB1LA_1LA1RB"), max_steps=1_000)
    assert (bouncer.fate, bouncer.certificate, bouncer.steps) == (Fate.UNDECIDED, None, 1_000)


def test_a_halt_beyond_the_steps_is_not_a_decision() -> None:
    machine = Machine.parse("1RB1LB_1LA0LC_1RZ1LD_1RD0RA")
    assert decide(machine, max_steps=106).fate is Fate.UNDECIDED
    assert decide(machine, max_steps=107).certificate == Halts(107)
    assert check(machine, Halts(107))


def test_short_searches() -> None:
    assert decide(Machine.parse("0RB---_0LA---"), search_steps=1).fate is Fate.UNDECIDED
    assert decide(Machine.parse("0RB---_0LA---"), search_steps=0).fate is Fate.UNDECIDED


def test_progress() -> None:
    seen: list[int] = []
    total = sum(1 for _ in decide_tree(3, 2, progress=seen.append))
    assert seen == sorted(seen)
    assert seen[-1] == total == 5_417


def test_a_wrong_certificate_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def search(tables: np.ndarray, steps: int) -> list[Certificate | None]:
        return [Cycler(0, 1, 0)] * len(tables)

    monkeypatch.setattr(pipeline, "_find_loops", search)
    with pytest.raises(RuntimeError, match="1RB---_0RA---"):
        decide(Machine.parse("1RB---_0RA---"))


@pytest.mark.parametrize(
    "call",
    [
        lambda: decide("1RZ---"),  # type: ignore[arg-type]
        lambda: decide(Machine.parse("1RZ---"), max_steps=-1),
        lambda: decide(Machine.parse("1RZ---"), search_steps=-1),
        lambda: decide_tree(5, 2),
        lambda: decide_tree(0, 2),
        lambda: decide_tree(2, 2, search_steps=10**9),
        lambda: decide_batch(np.zeros((1, 2, 2, 3), dtype=np.int8)),
    ],
)
def test_arguments_are_checked_at_once(call: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        call()
