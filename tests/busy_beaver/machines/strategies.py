"""Hypothesis strategies for machines."""

from __future__ import annotations

from hypothesis import strategies as st

from bbsynth.busy_beaver.machines import HALT, Direction, Machine, Transition


@st.composite
def machines(
    draw: st.DrawFn, *, max_states: int = 4, max_symbols: int = 3, undefined: bool = True
) -> Machine:
    n_states = draw(st.integers(1, max_states))
    n_symbols = draw(st.integers(2, max_symbols))
    transition = st.builds(
        Transition,
        write=st.integers(0, n_symbols - 1),
        move=st.sampled_from(Direction),
        next=st.integers(HALT, n_states - 1),
    )
    cell = st.one_of(st.none(), transition, transition, transition) if undefined else transition
    row = st.tuples(*[cell] * n_symbols)
    return Machine(draw(st.tuples(*[row] * n_states)))
