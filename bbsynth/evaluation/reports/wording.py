"""Figures in words and short numbers, the same in the terminal and on the page."""

from __future__ import annotations

import math

from bbsynth.evaluation.metrics.comparison import Pair
from bbsynth.evaluation.metrics.intervals import Interval
from bbsynth.evaluation.metrics.summary import Summary

__all__ = ["crossing_in_words", "per_cent", "range_of", "signed", "table_ks"]


def per_cent(share: float) -> str:
    """Return a share in per cent, with as many digits as one may look at."""
    return f"{100 * share:.1f}"


def range_of(interval: Interval, *, sign: bool = False) -> str:
    """Return the bounds of an interval in per cent."""
    shown = signed if sign else per_cent
    return f"{shown(interval.low)} to {shown(interval.high)}"


def signed(share: float) -> str:
    """Return a difference in percentage points, with its sign."""
    text = f"{100 * share:+.1f}"
    return text.replace("-", "−") if float(text) else "0.0"


def table_ks(k_max: int) -> list[int]:
    """Return the k that a table has columns for: 1, 4, 16, … and the largest."""
    ks = [4**i for i in range(10) if 4**i < k_max]
    return [*ks, max(1, k_max)] if k_max > 1 else [1]


def crossing_in_words(pair: Pair) -> str:
    """Say who is ahead at first, and whether and where the other passes."""
    crossing = pair.crossing
    if crossing.leader is None:
        return "equal at k = 1"
    names = (pair.first, pair.second)
    leader, other = names[crossing.leader], names[1 - crossing.leader]
    known = math.isfinite(crossing.share)
    share = f"in {100 * crossing.share:.0f}% of the draws" if known else ""
    if crossing.k is None:
        never = f"{leader} leads at k = 1, and is not passed by k = {crossing.k_max}"
        return never + (f" (passed {share})" if crossing.share >= 0.005 else "")
    if not known:
        return f"{other} passes {leader} at k = {crossing.k} (too few machines for bounds)"
    high = f"{crossing.high:.0f}" if math.isfinite(crossing.high) else f"> {crossing.k_max}"
    low = f"{crossing.low:.0f}" if math.isfinite(crossing.low) else f"> {crossing.k_max}"
    return f"{other} passes {leader} at k = {crossing.k} (95%: {low} to {high}; {share})"


def headline(summary: Summary) -> str:
    """Return the one thing to know: what automation solves, and how much is left."""
    if summary.automatic is None:
        return ""
    solved, total = int(summary.automatic.sum()), len(summary.automatic)
    tried = f"the {total} problems"
    if summary.tried < total:
        tried = f"the {summary.tried} problems that they were tried on (of {total})"
    return (
        f"Single tactics of Lean solve {solved} of {tried} without any model; "
        "a model shows what it can do on the others."
    )
