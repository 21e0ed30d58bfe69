"""Random machines of a tree that is too large to enumerate.

Every machine of the tree, and at every depth, is drawn with the same probability. For a node with m
transitions undefined in which the states up to u are used, let W(u, m) be the size that its
subtree would have if every run met an undefined transition:

    W(u, 1) = 1,
    W(u, m) = 1 + 2k ((u + 1) W(u, m - 1) + W(u + 1, m - 1))

for k symbols, without the last term if u is the last state, and with k in place of 2k at the root,
where no move goes to the left. A walk starts at the root. At a node of weight W it stops, and the
node is drawn, with probability 1/W, and goes on to a child of weight W' with probability W'/W. A
walk that would go on from a node without children draws nothing, and a new one is started. So
each node is drawn by a walk with the probability 1/W(root), whatever its place. (Probabilities are
floating-point numbers of 53 bits; that is the only bias.)

The price is that most walks draw nothing: for 5x2, all but one in 66.

References
----------
.. [1] D. E. Knuth, "Estimating the efficiency of backtrack programs", Mathematics of Computation
   29 (1975), on random walks in trees of unknown size.
"""

from __future__ import annotations

import operator

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.enumeration import tree_steps
from bbsynth.errors import UsageError

__all__ = ["estimated_tree_size", "sample_tnf", "tree_weights"]

_MAX_SAMPLE = 10_000_000


def tree_weights(n_states: int, n_symbols: int) -> npt.NDArray[np.float64]:
    """Return W(u, m) as an array of shape (n_states, n_states * n_symbols + 1); see above.

    The root is the last entry of row 0.

    Raises
    ------
    UsageError
        If they are too large for floating-point numbers.
    """
    size = n_states * n_symbols
    weights = [[1] * (size + 1) for _ in range(n_states)]
    for missing in range(2, size + 1):
        for used in range(n_states):
            below = (used + 1) * weights[used][missing - 1]
            if used + 1 < n_states:
                below += weights[used + 1][missing - 1]
            ways = n_symbols if missing == size else 2 * n_symbols
            weights[used][missing] = 1 + ways * below
    if weights[0][size] > 10**300:
        raise UsageError(
            f"the tree of {n_states} states and {n_symbols} symbols is too large to be sampled"
        )
    return np.array(weights, dtype=np.float64)


def sample_tnf(
    n_states: int, n_symbols: int, count: int, *, seed: int, max_steps: int | None = None
) -> npt.NDArray[np.int8]:
    """Return machines drawn from a tree, independently and with equal probabilities.

    A machine can come up twice. The tree is the one whose machines are run to `max_steps`; so
    descendants of a machine that meets an undefined transition later than that are missing.

    Parameters
    ----------
    n_states, n_symbols : int
        The class.
    count : int
        How many machines.
    seed : int
        0 to 2^64 - 1. Equal seeds give equal samples, and the first machines of a larger sample
        are those of a smaller one.
    max_steps : int, optional
        Steps to run each machine; S of the class where that is proven and at most 1,000.

    Returns
    -------
    ndarray of int8, shape (count, n_states, n_symbols, 3)

    Raises
    ------
    UsageError
        If an argument is out of range, or walks draw machines too seldom.
    """
    tables, _ = _sample(n_states, n_symbols, count, seed, max_steps)
    return tables


def estimated_tree_size(
    n_states: int, n_symbols: int, *, walks_drawn: int, seed: int, max_steps: int | None = None
) -> float:
    """Return an estimate of the machines in a tree, from the share of walks that draw one.

    The relative standard error is one over the square root of `walks_drawn`. The arguments are
    those of `sample_tnf`.
    """
    _, walks = _sample(n_states, n_symbols, walks_drawn, seed, max_steps)
    return float(tree_weights(n_states, n_symbols)[0, -1]) * walks_drawn / walks


def _sample(
    n_states: int, n_symbols: int, count: int, seed: int, max_steps: int | None
) -> tuple[npt.NDArray[np.int8], int]:
    limit = tree_steps(n_states, n_symbols, max_steps)
    for name, value, least, most in (
        ("machines in a sample", count, 1, _MAX_SAMPLE),
        ("seed", seed, 0, 2**64 - 1),
    ):
        try:
            good = not isinstance(value, bool) and least <= operator.index(value) <= most
        except TypeError:
            good = False
        if not good:
            raise UsageError(f"{name}: an integer from {least} to {most}, not {value!r}")
    weights = tree_weights(n_states, n_symbols)
    # numba takes a noticeable part of a second to import; see simulation.
    from bbsynth.busy_beaver.machines import sampling_kernel

    tables = np.zeros((count, n_states, n_symbols, 3), dtype=np.int8)
    drawn = walks = 0
    generator = np.array([seed], dtype=np.uint64)
    while drawn < count:
        # In portions, so that an interrupt from the keyboard is noticed.
        before = drawn
        drawn, more = sampling_kernel.draw(weights, limit, generator, tables, drawn, 100_000)
        walks += more
        if walks >= 1_000_000 and drawn < walks // 1_000_000 and drawn == before:
            raise UsageError(
                f"of {walks:,} walks in the tree of {n_states} states and {n_symbols} symbols, "
                f"{drawn} drew a machine; run them for more than {limit:,} steps"
            )
    return tables, walks
