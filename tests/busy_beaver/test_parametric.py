from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bbsynth.busy_beaver.machines import Direction, Machine
from bbsynth.busy_beaver.parametric import (
    Family,
    Linear,
    advanced,
    canonical,
    same,
    written_out,
)
from tests.busy_beaver.machines.strategies import machines

R, L = Direction.RIGHT, Direction.LEFT

words = st.text("01", min_size=1, max_size=3)
blocks = st.tuples(words, st.integers(0, 2), st.integers(0, 3))
rows = st.lists(blocks, max_size=4).map(tuple)


def _configuration(
    family: Family, n: int, margin: int = 60
) -> tuple[int, Direction, tuple[str, str]]:
    """Return state, direction, and what is left and right of the edge, `margin` cells of each."""
    left, right = written_out(family.left, n), written_out(family.right, n)
    return family.state, family.direction, (left.rjust(margin, "0"), right.ljust(margin, "0"))


def _run(machine: Machine, family: Family, n: int, steps: int) -> tuple[object, ...] | None:
    """Return what C(n) is after some steps, in the form of `_configuration`."""
    state, way, (left, right) = _configuration(family, n)
    tape = list(left + right)
    head = len(left) if way is R else len(left) - 1
    for _ in range(steps):
        transition = machine.transitions[state][int(tape[head])]
        if transition is None or transition.halts:
            return None
        tape[head] = str(transition.write)
        head += transition.move.offset
        state, way = transition.next, transition.move
    edge = head if way is R else head + 1
    text = "".join(tape)
    return state, way, (text[:edge].lstrip("0"), text[edge:].rstrip("0"))


@settings(max_examples=400)
@given(machines(max_states=3, max_symbols=2), rows, rows, st.booleans(), st.integers(1, 12))
def test_macro_steps_are_what_the_machine_does(
    machine: Machine, left: tuple, right: tuple, rightwards: bool, macro_steps: int
) -> None:
    family = Family(0, R if rightwards else L, left, right)
    reached = advanced(machine, family, macro_steps)
    if reached is None:
        return
    after, steps = reached
    for n in range(4):
        if steps(n) > 40:
            return
        state, way, (near, far) = _configuration(after, n)
        expected = state, way, (near.lstrip("0"), far.rstrip("0"))
        assert _run(machine, family, n, steps(n)) == expected


@settings(max_examples=500)
@given(rows)
def test_the_canonical_form_is_the_same_row_after_blanks(row: tuple) -> None:
    form = canonical(row)
    for n in range(5):
        assert written_out(form, n).lstrip("0") == written_out(row, n).lstrip("0")
    assert canonical(form) == form


def test_forms() -> None:
    # 1 (01)^n after blanks is (01)^(n + 1) after blanks.
    assert canonical((("0", 1, 0), ("1", 0, 1), ("01", 1, 0))) == (("01", 1, 1),)
    assert canonical((("11", 0, 1), ("01", 1, 0), ("01", 0, 2))) == (
        ("1", 0, 1),
        ("10", 1, 2),
        ("1", 0, 1),
    )
    assert canonical((("11", 1, 1), ("1", 0, 1))) == (("1", 2, 3),)
    assert canonical((("1", 1, 0), ("1", 1, 2))) == (("1", 2, 2),)


def test_what_is_the_same() -> None:
    one = Family(0, R, (("0", 3, 1), ("1", 0, 1)), (("10", 1, 0), ("10", 0, 2), ("0", 0, 3)))
    assert same(one, Family(0, R, (("1", 0, 1),), (("10", 1, 2),)))
    assert not same(one, Family(1, R, (("1", 0, 1),), (("10", 1, 2),)))
    assert not same(one, Family(0, L, (("1", 0, 1),), (("10", 1, 2),)))
    assert not same(one, Family(0, R, (("1", 0, 1),), (("10", 1, 1),)))
    assert one.following() == Family(
        0, R, (("0", 3, 4), ("1", 0, 1)), (("10", 1, 1), ("10", 0, 2), ("0", 0, 3))
    )


def test_linear() -> None:
    assert [str(Linear(*pair)) for pair in ((2, 5), (1, 0), (0, 3), (4, -1))] == [
        "2n + 5",
        "n",
        "3",
        "4n - 1",
    ]
    assert (Linear(2, 5) + Linear(1, -2))(10) == 33
