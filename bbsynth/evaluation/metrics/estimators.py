"""What n samples, of which c are correct, say about a model: pass@k and its relatives.

Every function takes, for each problem, the number of samples `n` and the number of correct ones
`c`, and returns one number for each problem; the mean over problems is the figure that is
published. All are exact up to rounding; no sampling is involved.

Sources: pass@k: Chen et al., arXiv 2107.03374. G-Pass@k and mG-Pass@k: Liu et al., arXiv
2412.13147. Bayes@N: the posterior mean of a success rate under a uniform prior, and the variance of
its average over problems.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from bbsynth.errors import UsageError

__all__ = [
    "HISTOGRAM_LABELS",
    "bayes_at_n",
    "counts",
    "cover",
    "g_pass_at_k",
    "histogram",
    "mg_pass_at_k",
    "pass_at_k",
    "pass_curve",
    "pass_power_curve",
    "pass_power_k",
]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

HISTOGRAM_LABELS = (
    "0",
    *(f"{low}–{low + 10}%" for low in range(0, 100, 10)),
    "100%",
)
"""The bins of `histogram`: never, ten equal parts of what lies between, always."""


def counts(n: npt.ArrayLike, c: npt.ArrayLike) -> tuple[Ints, Ints]:
    """Return samples and correct samples as arrays of equal length.

    Raises
    ------
    UsageError
        If they are not whole numbers with 0 ≤ c ≤ n and 1 ≤ n, one pair for each problem.
    """
    n_raw, c_raw = np.asarray(n), np.asarray(c)
    for name, raw in (("n", n_raw), ("c", c_raw)):
        if raw.dtype.kind not in "iu" and raw.size:
            raise UsageError(f"{name} has to be whole numbers, not {raw.dtype}")
    if n_raw.ndim > 1 or c_raw.ndim > 1:
        raise UsageError("n and c have one number for each problem, and no further dimension")
    try:
        n_all, c_all = np.broadcast_arrays(np.atleast_1d(n_raw), np.atleast_1d(c_raw))
    except ValueError as error:
        raise UsageError(f"{n_raw.size} values of n, but {c_raw.size} of c") from error
    if not n_all.size:
        raise UsageError("there is no problem to average over")
    n_all, c_all = n_all.astype(np.int64), c_all.astype(np.int64)
    wrong = np.flatnonzero((c_all < 0) | (c_all > n_all) | (n_all < 1))
    if wrong.size:
        i = int(wrong[0])
        raise UsageError(
            f"problem number {i} has n = {n_all[i]} samples, of which c = {c_all[i]} are correct; "
            "it has to be 0 ≤ c ≤ n and n ≥ 1"
        )
    return n_all, c_all


def _check_k(n: Ints, k: int) -> None:
    if k < 1:
        raise UsageError(f"k is {k}; it has to be 1 or more")
    least = int(n.min())
    if k > least:
        raise UsageError(
            f"k is {k}, but a problem has only {least} samples: what {k} samples would show can "
            "not be estimated without bias from fewer; take more samples, or a smaller k"
        )


def pass_curve(n: npt.ArrayLike, c: npt.ArrayLike, k_max: int | None = None) -> Floats:
    """Return pass@k for k = 1, …, `k_max`: shape (problems, k_max).

    pass@k = 1 − C(n−c, k) / C(n, k) = 1 − ∏_{j<k} (n−c−j) / (n−j).

    Parameters
    ----------
    n, c : array of int, shape (problems,)
        Samples, and correct ones.
    k_max : int, optional
        The largest k; by default the smallest n.

    Raises
    ------
    UsageError
        If the counts are not valid, or k_max is larger than some n.
    """
    n_all, c_all = counts(n, c)
    return 1.0 - _falling_ratio(n_all - c_all, n_all, k_max)


def pass_power_curve(n: npt.ArrayLike, c: npt.ArrayLike, k_max: int | None = None) -> Floats:
    """Return pass^k, that all of k samples are correct, for k = 1, …, `k_max`.

    pass^k = C(c, k) / C(n, k). Parameters, shape and errors as for `pass_curve`.
    """
    n_all, c_all = counts(n, c)
    return _falling_ratio(c_all, n_all, k_max)


def _falling_ratio(a: Ints, n: Ints, k_max: int | None) -> Floats:
    """Return C(a, k) / C(n, k) for k = 1, …, k_max."""
    k_max = int(n.min()) if k_max is None else k_max
    _check_k(n, k_max)
    j = np.arange(k_max)
    factors = np.maximum(a[:, None] - j, 0) / (n[:, None] - j)
    result: Floats = np.cumprod(factors, axis=1)
    return result


def pass_at_k(n: npt.ArrayLike, c: npt.ArrayLike, k: int) -> Floats:
    """Return pass@k for each problem; see `pass_curve`."""
    return pass_curve(n, c, k)[:, -1]


def pass_power_k(n: npt.ArrayLike, c: npt.ArrayLike, k: int) -> Floats:
    """Return pass^k for each problem; see `pass_power_curve`."""
    return pass_power_curve(n, c, k)[:, -1]


def _at_least(n: Ints, c: Ints, k: int) -> Floats:
    """Return the chance that at least i of k samples are correct: shape (problems, k + 1)."""
    _check_k(n, k)
    top = int(n.max())
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, top + 1)))])

    def log_choose(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> Floats:
        possible = (b >= 0) & (b <= a)
        a_safe, b_safe = np.where(possible, a, 0), np.where(possible, b, 0)
        value = log_factorial[a_safe] - log_factorial[b_safe] - log_factorial[a_safe - b_safe]
        return np.where(possible, value, -np.inf)

    j = np.arange(k + 1)[None, :]
    n_column, c_column = n[:, None], c[:, None]
    wide = np.broadcast_to
    shape = (len(n), k + 1)
    log_mass = (
        log_choose(wide(c_column, shape), wide(j, shape))
        + log_choose(wide(n_column - c_column, shape), wide(k - j, shape))
        - log_choose(wide(n_column, shape), wide(np.int64(k), shape))
    )
    tail = np.cumsum(np.exp(log_mass)[:, ::-1], axis=1)[:, ::-1]
    result: Floats = np.clip(tail, 0.0, 1.0)
    return result


def g_pass_at_k(n: npt.ArrayLike, c: npt.ArrayLike, k: int, tau: float) -> Floats:
    """Return G-Pass@k_τ for each problem: that at least ⌈τk⌉ of k samples are correct.

    G-Pass@k_τ = Σ_{j=⌈τk⌉..c} C(c, j) C(n−c, k−j) / C(n, k). With τ = 1 it is pass^k, and with
    τ ≤ 1/k it is pass@k.

    Raises
    ------
    UsageError
        If the counts are not valid, k is larger than some n, or τ is not in (0, 1].
    """
    n_all, c_all = counts(n, c)
    if not 0 < tau <= 1:
        raise UsageError(f"τ is {tau}; it has to be more than 0 and at most 1")
    # Without the allowance 0.7 × 10 would be more than 7.
    needed = max(1, math.ceil(tau * k - 1e-9))
    return _at_least(n_all, c_all, k)[:, needed]


def mg_pass_at_k(n: npt.ArrayLike, c: npt.ArrayLike, k: int) -> Floats:
    """Return mG-Pass@k for each problem: G-Pass@k_τ, averaged over τ from 1/2 to 1.

    mG-Pass@k = (2/k) Σ_{i=⌈k/2⌉+1..k} G-Pass@k_{i/k}. It is 0 for k = 1, where the sum is empty.
    """
    n_all, c_all = counts(n, c)
    tail = _at_least(n_all, c_all, k)
    result: Floats = 2.0 / k * tail[:, math.ceil(k / 2) + 1 :].sum(axis=1)
    return result


def cover(n: npt.ArrayLike, c: npt.ArrayLike, tau: float) -> Floats:
    """Return, for each problem, 1 if the share of correct samples is τ or more, else 0.

    The mean is Cover@τ. For known success rates, pass@k is the average of Cover@τ over τ drawn
    from Beta(1, k).

    Raises
    ------
    UsageError
        If the counts are not valid, or τ is not in (0, 1].
    """
    n_all, c_all = counts(n, c)
    if not 0 < tau <= 1:
        raise UsageError(f"τ is {tau}; it has to be more than 0 and at most 1")
    return (c_all >= tau * n_all - 1e-9).astype(np.float64)


def bayes_at_n(n: npt.ArrayLike, c: npt.ArrayLike) -> tuple[float, float]:
    """Return Bayes@N and its standard deviation, over all problems.

    p̂_i = (c_i + 1) / (n_i + 2); the mean is their average over the M problems, and the variance is
    Σ p̂_i (1 − p̂_i) / (n_i + 3) / M². The deviation is that of sampling alone: the choice of the
    problems is not in it.
    """
    n_all, c_all = counts(n, c)
    rates = (c_all + 1) / (n_all + 2)
    variance = float(np.sum(rates * (1 - rates) / (n_all + 3))) / len(n_all) ** 2
    return float(rates.mean()), math.sqrt(variance)


def histogram(n: npt.ArrayLike, c: npt.ArrayLike) -> Ints:
    """Return how many problems have which share of correct samples; see `HISTOGRAM_LABELS`.

    The first bin is for problems without any correct sample, the last for those without any that
    is not; the ten between have their upper bound in them, but not their lower.
    """
    n_all, c_all = counts(n, c)
    bins = -(-10 * c_all // n_all)
    bins[(c_all > 0) & (c_all == n_all)] = 11
    return np.bincount(bins, minlength=len(HISTOGRAM_LABELS)).astype(np.int64)
