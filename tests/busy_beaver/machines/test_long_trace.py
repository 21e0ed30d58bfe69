from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bbsynth.busy_beaver.machines import Machine, long_trace, render_terminal, sampled_trace, trace
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines

CHAMPION = Machine.parse("1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA")


@settings(max_examples=200)
@given(machines(), st.integers(0, 80), st.integers(2, 100))
def test_its_rows_are_rows_of_the_trace(machine: Machine, steps: int, rows: int) -> None:
    whole, some = trace(machine, steps), sampled_trace(machine, steps, rows=rows)
    assert some.steps == whole.steps
    assert some.halted == whole.halted
    assert len(some.heads) <= rows
    if steps < rows:
        assert some.row_times.tolist() == list(range(whole.steps + 1))
    assert some.row_times[0] == 0
    gaps = np.diff(some.row_times).tolist()
    assert len(set(gaps[:-1])) <= 1
    for row, time in enumerate(some.row_times.tolist()):
        assert some.states[row] == whole.states[time]
        assert some.heads[row] == whole.heads[time]
        for cell in range(-82, 83):
            columns = cell + some.origin, cell + whole.origin
            found = some.tapes[row, columns[0]] if 0 <= columns[0] < some.tapes.shape[1] else 0
            wanted = whole.tapes[time, columns[1]] if 0 <= columns[1] < whole.tapes.shape[1] else 0
            assert found == wanted


def test_a_long_run() -> None:
    shown = sampled_trace(CHAMPION, 10**8, rows=50)
    assert (shown.steps, shown.halted) == (47_176_870, True)
    assert int(shown.tapes[-1].sum()) == 4_098
    lines = render_terminal(shown, max_rows=100).plain.splitlines()
    assert lines[-1].split()[0] == "47176870"


@pytest.mark.parametrize(
    "call",
    [
        lambda: sampled_trace(CHAMPION, -1, rows=5),
        lambda: sampled_trace(CHAMPION, 5, rows=1),
        lambda: sampled_trace(CHAMPION, 5, rows=True),
        lambda: sampled_trace(CHAMPION, 5, rows=10**6),
        lambda: sampled_trace("1RZ---", 5, rows=5),  # type: ignore[arg-type]
        lambda: sampled_trace(CHAMPION, 10**8, rows=50_000),
    ],
)
def test_arguments_are_checked(call: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        call()


def test_a_run_that_fills_the_memory_is_refused() -> None:
    with pytest.raises(UsageError, match="a trace of 5 rows is too large"):
        sampled_trace(Machine.parse("1RB---_1RA---"), 10**12, rows=5)


@settings(max_examples=50)
@given(machines(), st.integers(0, 3_000), st.integers(2, 20), st.integers(1, 50))
def test_portions_change_nothing(machine: Machine, steps: int, rows: int, portion: int) -> None:
    whole = sampled_trace(machine, steps, rows=rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_trace, "PORTION", portion)
        pieces = sampled_trace(machine, steps, rows=rows)
    assert pieces.row_times.tolist() == whole.row_times.tolist()
    assert pieces.heads.tolist() == whole.heads.tolist()
    assert pieces.states.tolist() == whole.states.tolist()
    assert np.array_equal(pieces.tapes, whole.tapes)
