from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.busy_beaver.machines import HALT, Direction, Machine, Transition, state_name
from bbsynth.errors import MachineFormatError, UsageError
from tests.busy_beaver.machines.strategies import machines

R, L = Direction.RIGHT, Direction.LEFT


def test_parse_reads_write_move_next() -> None:
    machine = Machine.parse("1RB0LA_---1RZ")
    assert machine.transitions == (
        (Transition(1, R, 1), Transition(0, L, 0)),
        (None, Transition(1, R, HALT)),
    )
    assert (machine.n_states, machine.n_symbols) == (2, 2)
    assert machine.undefined == ((1, 0),)


@pytest.mark.parametrize("letter", ["C", "H", "Z"])
def test_letters_beyond_the_last_state_halt_and_print_as_z(letter: str) -> None:
    machine = Machine.parse(f"1RB1LB_1LA1R{letter}")
    transition = machine.transitions[1][1]
    assert transition is not None
    assert transition.halts
    assert str(machine) == "1RB1LB_1LA1RZ"


def test_the_largest_machine() -> None:
    text = "_".join(["9RA" * 10] * 24 + ["9LY" * 9 + "0RZ"])
    machine = Machine.parse(text)
    assert (machine.n_states, machine.n_symbols) == (25, 10)
    assert str(machine) == text


@given(machines(max_states=25, max_symbols=10))
def test_text_round_trip(machine: Machine) -> None:
    assert Machine.parse(str(machine)) == machine


@given(machines())
def test_array_round_trip(machine: Machine) -> None:
    table = machine.to_array()
    assert table.dtype == np.int8
    assert table.shape == (machine.n_states, machine.n_symbols, 3)
    assert Machine.from_array(table) == machine


def test_array_conventions() -> None:
    table = Machine.parse("0LB1RZ_---1RA").to_array()
    assert table.tolist() == [[[0, -1, 1], [1, 1, -1]], [[1, 1, -2], [1, 1, 0]]]


def test_completed_replaces_undefined_by_1rz() -> None:
    machine = Machine.parse("1RB---_---0LA")
    assert not machine.is_complete
    assert str(machine.completed()) == "1RB1RZ_1RZ0LA"
    assert machine.completed().is_complete


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("", 0, "empty"),
        ("1", 1, "ends"),
        ("1R", 2, "ends"),
        ("1RA", 3, "one symbol"),
        ("---", 3, "one symbol"),
        ("1RB1LB_", 7, "no transitions"),
        ("_1RB1LB", 0, "no transitions"),
        ("1RB1LB__1LA1RZ", 7, "no transitions"),
        ("1RB1LB_1LA", 10, "1 of the 2"),
        ("1RB1LB_1LA_1RZ1RZ", 10, "1 of the 2"),
        ("1RB1LB_1LA1RZ1RZ", 13, "more than the 2"),
        ("1RB1LB_1LA1RZ\n", 13, "more than the 2"),
        (" 1RB1LB_1LA1RZ", 0, "white space"),
        ("1RB 1LB_1LA1RZ", 3, "white space"),
        ("1RB1LB_1LA1R ", 12, "white space"),
        ("1rB1LB_1LA1RZ", 1, "lower case"),
        ("1RB1Lb_1LA1RZ", 5, "lower case"),
        ("1SB1LB_1LA1RZ", 1, "direction"),
        ("2RB1LB_1LA1RZ", 0, "out of range"),
        ("1RB1LB_1LA5RZ", 10, "out of range"),
        ("1RB1LB_1LA--Z", 12, "undefined"),
        ("1RB1LB_1LA--", 12, "ends"),
        ("1RB1LB_1LA1R-", 12, "letter of a state"),
        ("1RB1LB-1LA1RZ", 7, "undefined"),
        ("²RB1LB_1LA1RZ", 0, "a symbol 0-9"),
        ("1RB1LB_1LA1RÄ", 12, "letter of a state"),
        ("BRB1LB_1LA1RZ", 0, "a symbol 0-9"),
        ("_".join(["1RA1RA"] * 26), 25 * 7 - 1, "25 states"),
        ("0RA" * 11, 30, "10 symbols"),
        ("x" * 100_000, 0, "a symbol 0-9"),
    ],
)
def test_malformed_text_names_the_column(text: str, column: int, word: str) -> None:
    with pytest.raises(MachineFormatError, match=word) as caught:
        Machine.parse(text)
    assert caught.value.column == column


@given(st.text(alphabet="012LRABZ-_ lé", max_size=20))
def test_any_text_parses_or_is_refused(text: str) -> None:
    column = None
    try:
        machine = Machine.parse(text)
    except MachineFormatError as error:
        column = error.column
    if column is None:
        assert len(str(machine)) == len(text)
    else:
        assert 0 <= column <= len(text)


def test_parse_refuses_what_is_not_text() -> None:
    with pytest.raises(UsageError, match="bytes"):
        Machine.parse(b"1RB1LB_1LA1RZ")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "parts",
    [
        (-1, R, 0),
        (10, R, 0),
        (True, R, 0),
        ("1", R, 0),
        (1, "R", 0),
        (1, R, -2),
        (1, R, 25),
        (1, R, 0.0),
    ],
)
def test_ill_formed_transitions_do_not_exist(parts: tuple[object, ...]) -> None:
    with pytest.raises(UsageError):
        Transition(*parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "rows",
    [
        (),
        ((),),
        ((None,),),
        ((None, None), (None,)),
        [(None, None)],
        ([None, None],),
        ((None, "1RA"),),
        ((None, Transition(2, R, 0)),),
        ((None, Transition(1, R, 1)),),
        ((None,) * 11,),
        ((None, None),) * 26,
    ],
)
def test_ill_formed_machines_do_not_exist(rows: object) -> None:
    with pytest.raises(UsageError):
        Machine(rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "table",
    [
        np.zeros((2, 2), dtype=np.int8),
        np.zeros((2, 2, 2), dtype=np.int8),
        np.zeros((2, 2, 3), dtype=np.int8),  # a move of 0
        np.zeros((2, 2, 3)),
        np.full((1, 2, 3), (0, 1, -2), dtype=np.int8),
        np.full((1, 2, 3), (1, 1, -3), dtype=np.int8),
        np.full((1, 2, 3), (1, 1, 1), dtype=np.int8),
        [[[1, 1, 0], [1, 1, 0]]],
    ],
)
def test_from_array_refuses_what_is_no_table(table: object) -> None:
    with pytest.raises(UsageError):
        Machine.from_array(table)  # type: ignore[arg-type]


def test_values_are_frozen_and_hashable() -> None:
    machine = Machine.parse("1RB1LB_1LA1RZ")
    assert len({machine, Machine.parse("1RB1LB_1LA1RZ")}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        machine.transitions = ()  # type: ignore[misc]


def test_state_names() -> None:
    assert [state_name(state) for state in (0, 24, HALT)] == ["A", "Y", "Z"]
    with pytest.raises(UsageError, match="25"):
        state_name(25)


def test_directions() -> None:
    assert (L.offset, R.offset) == (-1, 1)
    assert L.opposite is R
    assert R.opposite is L
