from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bbsynth.busy_beaver.certificates.ngram_cps import (
    Cell,
    ClosedSets,
    Context,
    NGramCPS,
    Window,
    closed_sets,
    find_ngram_cpss,
    is_closed,
)
from bbsynth.busy_beaver.deciders import check, decide_tree
from bbsynth.busy_beaver.machines import Machine, mirror, rename, run, trace
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines

# Runs to the right end and back, one cell further each time.
BOUNCER = Machine.parse("1RB1LA_1LA1RB")

HALTING = Machine.parse("1RB1LB_1LA1RZ")

parameters = st.builds(
    NGramCPS, left=st.integers(1, 3), right=st.integers(1, 3), history=st.integers(0, 2)
)


def find_ngram_cps(
    machine: Machine, left: int, right: int, history: int, **most: int
) -> NGramCPS | None:
    return find_ngram_cpss(machine.to_array()[None], left, right, history, **most)[0]


def _found(machine: Machine, wanted: NGramCPS) -> NGramCPS | None:
    return find_ngram_cps(machine, wanted.left, wanted.right, wanted.history)


@settings(max_examples=300)
@given(machines(max_states=3), parameters)
def test_search_and_check_agree(machine: Machine, wanted: NGramCPS) -> None:
    found = _found(machine, wanted)
    assert found in (None, wanted)
    assert check(machine, wanted) == (found is not None)


@settings(max_examples=200)
@given(machines(max_states=3, undefined=False), parameters)
def test_what_closes_never_halts(machine: Machine, wanted: NGramCPS) -> None:
    if _found(machine, wanted) is not None:
        assert not run(machine, 20_000).halted


def _configurations(machine: Machine, steps: int, wanted: NGramCPS) -> list[Context]:
    """Return the context of each time, followed by all windows away from the head."""
    shown = trace(machine, steps)
    past: dict[int, tuple[tuple[int, int], ...]] = {}
    contexts = []
    far = 30

    def cell(time: int, place: int) -> Cell:
        column = place + shown.origin
        inside = 0 <= column < shown.tapes.shape[1]
        return (int(shown.tapes[time, column]) if inside else 0, past.get(place, ()))

    for time in range(shown.steps + 1):
        head, state = int(shown.heads[time]), int(shown.states[time])
        left: Window = tuple(cell(time, head - distance) for distance in range(1, far))
        right: Window = tuple(cell(time, head + distance) for distance in range(1, far))
        contexts.append((state, cell(time, head), left, right))
        pair = (state, cell(time, head)[0])
        past[head] = (pair, *past.get(head, ()))[: wanted.history]
    return contexts


def _windows(cells: Window, length: int) -> set[Window]:
    return {cells[start : start + length] for start in range(1, len(cells) - length + 1)}


@settings(max_examples=100)
@given(machines(max_states=3, undefined=False), parameters)
def test_closed_sets_describe_the_run(machine: Machine, wanted: NGramCPS) -> None:
    sets = closed_sets(machine, wanted)
    if sets is None:
        return
    for state, cell, left, right in _configurations(machine, 40, wanted):
        assert (state, cell, left[: wanted.left], right[: wanted.right]) in sets.contexts
        assert _windows(left, wanted.left) <= sets.left
        assert _windows(right, wanted.right) <= sets.right


def test_the_least_sets_of_a_bouncer_by_hand() -> None:
    sets = closed_sets(Machine.parse("0RB---_0LA---"), NGramCPS(1, 1, 0))
    blank: Cell = (0, ())
    assert sets == ClosedSets(
        contexts=frozenset({(0, blank, (blank,), (blank,)), (1, blank, (blank,), (blank,))}),
        left=frozenset({(blank,)}),
        right=frozenset({(blank,)}),
    )


@pytest.mark.parametrize(
    ("machine", "certificate"),
    [(BOUNCER, NGramCPS(2, 1, 0)), (BOUNCER, NGramCPS(2, 2, 1)), (BOUNCER, NGramCPS(1, 2, 2))],
)
def test_no_part_of_closed_sets_can_be_left_out(machine: Machine, certificate: NGramCPS) -> None:
    sets = closed_sets(machine, certificate)
    assert sets is not None
    assert is_closed(machine, certificate, sets)
    for context in sets.contexts:
        less = ClosedSets(sets.contexts - {context}, sets.left, sets.right)
        assert not is_closed(machine, certificate, less)
    for window in sets.left:
        less = ClosedSets(sets.contexts, sets.left - {window}, sets.right)
        assert not is_closed(machine, certificate, less)
    for window in sets.right:
        less = ClosedSets(sets.contexts, sets.left, sets.right - {window})
        assert not is_closed(machine, certificate, less)


@settings(max_examples=100)
@given(machines(max_states=3, undefined=False), parameters)
def test_mirror_images_have_mirrored_sets(machine: Machine, wanted: NGramCPS) -> None:
    mirrored = NGramCPS(wanted.right, wanted.left, wanted.history)
    sets, images = closed_sets(machine, wanted), closed_sets(mirror(machine), mirrored)
    assert (sets is None) == (images is None)
    if sets is not None and images is not None:
        assert (sets.left, sets.right) == (images.right, images.left)
        assert images.contexts == {(q, cell, r, left) for q, cell, left, r in sets.contexts}


@settings(max_examples=100)
@given(machines(max_states=3), parameters, st.booleans())
def test_names_do_not_matter(machine: Machine, wanted: NGramCPS, swap: bool) -> None:
    order = list(range(machine.n_states))
    if swap and machine.n_states > 2:
        order[1], order[2] = 2, 1
    assert _found(rename(machine, order), wanted) == _found(machine, wanted)


def test_what_loops_leave_of_three_states() -> None:
    left = [d.machine for d in decide_tree(3, 2, deciders=["cycler", "translated_cycler"])]
    tables = np.stack([m.to_array() for m in left if not run(m, 21).halted])
    assert len(tables) == 3_645
    loops = decide_tree(3, 2, deciders=["cycler", "translated_cycler"])
    tables = np.stack([d.machine.to_array() for d in loops if d.certificate is None])
    closed = []
    for rung in ((1, 1, 0), (2, 2, 0), (3, 3, 0), (3, 3, 2)):
        found = find_ngram_cpss(tables, *rung)
        closed.append(sum(certificate is not None for certificate in found))
        tables = tables[[certificate is None for certificate in found]]
    assert closed == [55, 15, 9, 13]


def test_histories_decide_more() -> None:
    machine = Machine.parse("1RB---_1LC0RB_1LC1LA")
    assert [find_ngram_cps(machine, length, length, 0) for length in range(1, 6)] == [None] * 5
    assert find_ngram_cps(machine, 2, 2, 1) == NGramCPS(2, 2, 1)


def test_halting_machines_never_close() -> None:
    for left in range(1, 8):
        assert find_ngram_cps(HALTING, left, left, left) is None
        assert not check(HALTING, NGramCPS(left, left, left))


def test_the_budget_is_kept() -> None:
    sets = closed_sets(BOUNCER, NGramCPS(3, 3, 2))
    assert sets is not None
    size = len(sets.contexts)
    assert find_ngram_cps(BOUNCER, 3, 3, 2, max_contexts=size) is not None
    assert find_ngram_cps(BOUNCER, 3, 3, 2, max_contexts=size - 1) is None
    assert closed_sets(BOUNCER, NGramCPS(3, 3, 2), max_contexts=size - 1) is None


def test_machines_of_a_batch_do_not_mix() -> None:
    batch = [BOUNCER, Machine.parse("1RB1LB_1LA1RA"), BOUNCER, Machine.parse("0RB0RA_0LA1RB")]
    tables = np.stack([machine.to_array() for machine in batch])
    together = find_ngram_cpss(tables, 2, 2, 1)
    assert together == [find_ngram_cps(machine, 2, 2, 1) for machine in batch]


@pytest.mark.parametrize(
    "arguments",
    [
        {"left": 0},
        {"right": 65},
        {"history": -1},
        {"history": 40},
        {"left": 1.0},
        {"max_contexts": 0},
        {"max_contexts": True},
        {"max_contexts": 10**9},
    ],
)
def test_arguments_are_checked(arguments: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        find_ngram_cps(BOUNCER, **{"left": 1, "right": 1, "history": 0, **arguments})
