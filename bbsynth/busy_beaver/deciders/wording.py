"""The fate of a machine in words."""

from __future__ import annotations

from bbsynth.busy_beaver.certificate import Fate, quantity
from bbsynth.busy_beaver.deciders.pipeline import DEFAULT_SEARCH_STEPS, Decision
from bbsynth.busy_beaver.deciders.shown_rules import ShownRule
from bbsynth.busy_beaver.machines import PROVEN_STEPS, state_name

__all__ = ["fate_in_words", "marked_times"]

_ROUNDS = 10


def fate_in_words(decision: Decision) -> str:
    """Return what is known of a machine, in a few sentences."""
    machine, certificate = decision.machine, decision.certificate
    if certificate is not None and certificate.fate is Fate.NEVER_HALTS:
        return certificate.in_words()
    if certificate is not None:
        halts = certificate.in_words()
        if decision.undefined is not None:
            state, symbol = decision.undefined
            halts = (
                f"{halts.removesuffix('.')} (in state {state_name(state)} on symbol {symbol}, "
                "where its transition is undefined and counts as 1RZ)."
            )
        return (
            f"{halts} It has visited {_count(decision.cells_visited, 'cell')} and leaves "
            f"{decision.non_blank:,} that {'is' if decision.non_blank == 1 else 'are'} not blank."
        )
    proven = PROVEN_STEPS.get((machine.n_states, machine.n_symbols))
    searched = (
        f"no loop shows in its first {_count(DEFAULT_SEARCH_STEPS, 'step')}, and no other decider "
        "finds a reason within its budget"
    )
    if proven is not None and proven <= decision.steps:
        return (
            f"Never halts, but why was not found: {searched}. It has not halted within "
            f"{_count(decision.steps, 'step')}, and no machine of its size that halts takes more "
            f"than {_count(proven, 'step')}."
        )
    return f"Undecided: it has not halted within {_count(decision.steps, 'step')}; {searched}."


def marked_times(decision: Decision, rule: ShownRule | None = None) -> list[tuple[int, str]]:
    """Return times that show a certificate in a diagram, each with a word to put beside it.

    If the certificate has none, they are those of the configurations of a `rule`.
    """
    marks = [] if decision.certificate is None else decision.certificate.marked_times()
    if marks or rule is None:
        return marks
    return [(time, f"C({n})") for n, time in enumerate(rule.times(_ROUNDS))]


def _count(number: int, noun: str) -> str:
    return quantity(number, noun, ",")
