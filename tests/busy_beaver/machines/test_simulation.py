from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.busy_beaver.machines import HALT, RUN_DTYPE, Machine, run, run_batch, simulation, trace
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines

CHAMPIONS = [
    # machine, steps, ones left, cells visited
    ("1RB1LB_1LA1RZ", 6, 4, 4),
    ("1RB1RZ_1LB0RC_1LC1LA", 21, 5, None),
    ("1RB1RZ_0RC1RB_1LC1LA", 14, 6, None),
    ("1RB1LB_1LA0LC_1RZ1LD_1RD0RA", 107, 13, 14),
    ("1RB0RC_1LA1RA_1RZ1RD_1LD0LB", 96, 13, None),
    ("1RB2LB1RZ_2LA2RB1LB", 38, 9, None),
]


@pytest.mark.parametrize("backend", ["numba", "numpy"])
@pytest.mark.parametrize(("text", "steps", "ones", "cells"), CHAMPIONS)
def test_champions(backend: str, text: str, steps: int, ones: int, cells: int | None) -> None:
    result = run(Machine.parse(text), 200, backend=backend)  # type: ignore[arg-type]
    assert result.halted
    assert result.state == HALT
    assert result.steps == steps
    assert result.non_blank == ones == np.count_nonzero(result.tape)
    assert cells is None or result.cells_visited == cells


@pytest.mark.parametrize(
    ("text", "steps", "ones", "cells"),
    [
        ("1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA", 47_176_870, 4_098, 12_289),
        ("1RB1RA_1LC1LB_1RA1LD_1RA1LE_1RZ0LC", 11_798_826, 4_098, None),
        ("1RB2LA1RA1RA_1LB1LA3RB1RZ", 3_932_964, 2_050, None),
    ],
)
def test_long_champions(text: str, steps: int, ones: int, cells: int | None) -> None:
    result = run(Machine.parse(text), 50_000_000)
    assert (result.halted, result.steps, result.non_blank) == (True, steps, ones)
    assert cells is None or result.cells_visited == cells


def test_the_halting_step_is_counted_and_writes_and_moves() -> None:
    result = run(Machine.parse("1LZ---"), 10)
    assert (result.steps, result.head, result.state) == (1, -1, HALT)
    assert result.tape.tolist() == [1]
    assert (result.origin, result.cells_visited, result.undefined) == (0, 1, None)


def test_an_undefined_transition_halts_as_1rz() -> None:
    undefined = run(Machine.parse("1RB---_0LA---"), 10)
    completed = run(Machine.parse("1RB1RZ_0LA1RZ"), 10)
    assert undefined.undefined == (0, 1)
    assert completed.undefined is None
    assert (undefined.steps, undefined.head) == (completed.steps, completed.head) == (3, 1)
    assert undefined.tape.tolist() == completed.tape.tolist() == [1, 0]


def test_no_steps_at_all() -> None:
    result = run(Machine.parse("1RZ---"), 0)
    assert (result.halted, result.steps, result.state, result.head) == (False, 0, 0, 0)
    assert result.tape.tolist() == [0]


@pytest.mark.parametrize("text", ["1RA---", "1LA---"])
def test_the_tape_grows_on_either_side(text: str) -> None:
    result = run(Machine.parse(text), 10_000)
    assert result.cells_visited == 10_001
    assert abs(result.head) == result.non_blank == 10_000
    batch = run_batch(Machine.parse(text).to_array()[None], 10_000)[0]
    assert (batch["head"], batch["cells_visited"]) == (result.head, 10_001)


@given(machines(max_states=5), st.integers(0, 400))
def test_backends_batch_and_trace_agree(machine: Machine, max_steps: int) -> None:
    fast = run(machine, max_steps)
    slow = run(machine, max_steps, backend="numpy")
    for name in ("halted", "undefined", "steps", "state", "head", "origin", "cells_visited"):
        assert getattr(fast, name) == getattr(slow, name), name
    assert fast.tape.tolist() == slow.tape.tolist()
    assert fast.non_blank == slow.non_blank
    assert 0 <= fast.origin < fast.cells_visited == fast.tape.size

    row = run_batch(machine.to_array()[None], max_steps)[0]
    assert row.dtype == RUN_DTYPE
    for name in ("halted", "steps", "state", "head", "cells_visited", "non_blank"):
        assert row[name] == getattr(fast, name), name
    assert (row["undefined_state"], row["undefined_symbol"]) == (fast.undefined or (-1, -1))

    configurations = trace(machine, max_steps)
    assert configurations.steps == fast.steps
    assert configurations.halted == fast.halted
    assert configurations.states[-1] == fast.state
    assert configurations.heads[-1] == fast.head
    last = configurations.tapes[-1]
    first = configurations.origin - fast.origin
    # After a halting move the trace can be one cell wider, on either side.
    padded = np.pad(last, 1)
    assert padded[first + 1 : first + 1 + fast.tape.size].tolist() == fast.tape.tolist()
    assert np.count_nonzero(last) == fast.non_blank


@given(machines(), st.integers(0, 60))
def test_a_trace_follows_the_table(machine: Machine, steps: int) -> None:
    result = trace(machine, steps)
    table = machine.to_array()
    assert not result.tapes[0].any()
    assert result.heads[0] == result.states[0] == 0
    for time in range(result.steps):
        head = result.heads[time] + result.origin
        write, move, following = table[result.states[time], result.tapes[time, head]]
        expected = result.tapes[time].copy()
        expected[head] = write
        assert result.tapes[time + 1].tolist() == expected.tolist()
        assert result.heads[time + 1] - result.heads[time] == move
        assert result.states[time + 1] == max(following, HALT)


def test_a_batch_leaves_a_blank_tape_to_the_next_machine() -> None:
    texts = ["1RB1LA_1LA1RB", "1RA---_------", "1RB1LB_1LA1RZ", "0LB---_1LA---"]
    tables = np.stack([Machine.parse(text).to_array() for text in texts])
    together = run_batch(tables, 3_000)
    alone = [run_batch(table[None], 3_000)[0] for table in tables]
    assert together.tolist() == [row.item() for row in alone]


def test_results_are_read_only() -> None:
    with pytest.raises(ValueError, match="read-only"):
        run(Machine.parse("1RZ---"), 1).tape[0] = 0


@pytest.mark.parametrize("steps", [-1, 1.5, "10", None, True, 2**62 + 1])
def test_step_counts_are_checked(steps: object) -> None:
    machine = Machine.parse("1RZ---")
    for function in (run, trace):
        with pytest.raises(UsageError, match="number of steps"):
            function(machine, steps)  # type: ignore[operator]


def test_arguments_are_checked() -> None:
    machine = Machine.parse("1RZ---")
    with pytest.raises(UsageError, match="numba"):
        run(machine, 1, backend="cuda")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"Machine\.parse"):
        run("1RZ---", 1)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="too large"):
        trace(Machine.parse("1RA---"), 20_000)


@pytest.mark.parametrize(
    "tables",
    [
        np.zeros((1, 2, 2, 3), dtype=np.int8),
        np.zeros((2, 2, 3), dtype=np.int8),
        np.zeros((1, 2, 2, 3), dtype=np.int64),
        np.zeros((1, 2, 1, 3), dtype=np.int8),
        np.full((1, 1, 2, 3), (2, 1, 0), dtype=np.int8),
        np.full((1, 1, 2, 3), (1, 1, 1), dtype=np.int8),
        np.full((1, 1, 2, 3), (0, 1, -2), dtype=np.int8),
        "1RZ---",
    ],
)
def test_tables_are_checked(tables: object) -> None:
    with pytest.raises(UsageError):
        run_batch(tables, 5)  # type: ignore[arg-type]


@pytest.mark.parametrize("portion", [1, 20, 106, 107, 1_000, 1_000_000])
def test_portions_of_a_batch_change_nothing(portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for text, *_ in CHAMPIONS if text.count("_") == 3] * 3
    texts += [
        "1RB1LC_1LA1LB_0LC1RD_1RD1LB",
        "1RB1RC_1LC1RD_1LA1LB_0LA1RZ",
        "1RB---_1RA---_------_------",
    ]
    tables = np.stack([Machine.parse(text).to_array() for text in texts])
    wanted = run_batch(tables, 300)
    monkeypatch.setattr(simulation, "PORTION", portion)
    assert run_batch(tables, 300).tolist() == wanted.tolist()


def test_a_tape_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "_MAX_WIDTH", 2**14)
    monkeypatch.setattr(simulation, "PORTION", 1_000)
    machine = Machine.parse("1RB---_1RA---")
    assert run(machine, 8_000).cells_visited == 8_001
    with pytest.raises(UsageError, match="the run has left a tape of 16,384 cells after 8,1"):
        run(machine, 10_000)
    with pytest.raises(UsageError, match="ask for fewer steps"):
        run_batch(machine.to_array()[None], 10_000)
