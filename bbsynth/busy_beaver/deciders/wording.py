"""The fate of a machine in words."""

from __future__ import annotations

from bbsynth.busy_beaver.deciders.certificates import (
    FAR,
    Backward,
    Bouncer,
    Cycler,
    Halts,
    NGramCPS,
    NoReachableHalt,
    RepWL,
    TranslatedCycler,
)
from bbsynth.busy_beaver.deciders.pipeline import DEFAULT_SEARCH_STEPS, Decision
from bbsynth.busy_beaver.deciders.shown_rules import ShownRule
from bbsynth.busy_beaver.machines import PROVEN_STEPS, Direction, state_name

__all__ = ["fate_in_words", "marked_times"]

_ROUNDS = 10


def fate_in_words(decision: Decision) -> str:
    """Return what is known of a machine, in a few sentences."""
    match decision.certificate:
        case Halts(steps):
            where = ""
            if decision.undefined is not None:
                state, symbol = decision.undefined
                where = (
                    f" (in state {state_name(state)} on symbol {symbol}, where its transition is "
                    "undefined and counts as 1RZ)"
                )
            return (
                f"Halts after {_count(steps, 'step')}{where}. It has visited "
                f"{_count(decision.cells_visited, 'cell')} and leaves {decision.non_blank:,} that "
                f"{'is' if decision.non_blank == 1 else 'are'} not blank."
            )
        case Cycler(start, period, _):
            return (
                f"Never halts: it is a cycler. The configuration after {_count(start, 'step')} "
                f"comes back every {_count(period, 'step')}."
            )
        case TranslatedCycler(start, period, direction, width, shift):
            side = "left" if direction is Direction.LEFT else "right"
            return (
                f"Never halts: it is a translated cycler. From step {start:,} on it repeats itself "
                f"every {_count(period, 'step')}, {_count(shift, 'cell')} further to the {side} "
                f"each time; in between, its head goes back at most {_count(width, 'cell')}."
            )
        case NoReachableHalt(states):
            names = ", ".join(map(state_name, states))
            return (
                f"Never halts: the states {names} lead to each other only, and none of them halts."
            )
        case NGramCPS(left, right, history):
            remembering = (
                f", each remembering how the head left it the last {_count(history, 'time')},"
                if history
                else ""
            )
            return (
                f"Never halts, by n-gram contexts: what {_count(left, 'cell')} on the left of the "
                f"head and {right:,} on the right{remembering} can hold is closed under steps, and "
                "no step in it halts."
            )
        case Backward(depth):
            return (
                f"Never halts, by backward reasoning: nothing that halts can have a past of "
                f"{_count(depth, 'step')}, or one that begins with the blank tape."
            )
        case FAR(direction, automaton):
            side = "left" if direction is Direction.LEFT else "right"
            return (
                f"Never halts, by finite automata: one of {_count(len(automaton), 'state')}, which "
                f"reads the cells on the {side} of the head, makes a regular language of all "
                "configurations that halt, and of others, but not of the first one."
            )
        case Bouncer():
            return (
                "Never halts: it goes to and fro over repeated words, of which there are more each "
                "time."
            )
        case RepWL(length, threshold):
            return (
                f"Never halts, by repeated word lists: with the tape cut into words of "
                f"{_count(length, 'symbol')}, and {threshold:,} or more copies of a word in a row "
                "not told apart, what can occur is closed under steps, and no step in it halts."
            )
    machine = decision.machine
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

    Those of the configurations of a `rule` are among them, if there is one.
    """
    match decision.certificate:
        case Cycler(start, period, _) | TranslatedCycler(start, period, _, _, _):
            return [(start, "start"), (start + period, "again")]
    if rule is None:
        return []
    return [(time, f"C({n})") for n, time in enumerate(rule.times(_ROUNDS))]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
