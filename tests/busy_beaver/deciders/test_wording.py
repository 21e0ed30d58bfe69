from __future__ import annotations

import pytest

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.deciders.shown_rules import shown_rule
from bbsynth.busy_beaver.deciders.wording import fate_in_words, marked_times
from bbsynth.busy_beaver.machines import Machine

BOUNCER = Machine.parse("0RB---_0LC1RB_1LA1LC")


@pytest.mark.parametrize(
    ("decider", "words"),
    [
        (
            "ngram_cps",
            "Never halts, by n-gram contexts: what 2 cells on the left of the head and",
        ),
        (
            "repwl",
            "Never halts, by repeated word lists: with the tape cut into words of 2 symbols,",
        ),
        ("far", "Never halts, by finite automata: one of 3 states, which reads the cells on the "),
        (
            "bouncer",
            "Never halts: it goes to and fro over repeated words, of which there are more each ",
        ),
        ("cycler", "Never halts, but why was not found: no loop shows in its first 1,000 steps,"),
    ],
)
def test_a_bouncer_as_each_decider_sees_it(decider: str, words: str) -> None:
    text = fate_in_words(decide(BOUNCER, max_steps=100, deciders=[decider]))
    assert text.startswith(words)


def test_backward_reasoning() -> None:
    decision = decide(Machine.parse("1RB---_1RB1RB"), max_steps=100, deciders=["backward"])
    assert fate_in_words(decision) == (
        "Never halts, by backward reasoning: nothing that halts can have a past of 1 step, or one "
        "that begins with the blank tape."
    )


def test_marks() -> None:
    bouncer = decide(BOUNCER, max_steps=100, deciders=["bouncer"])
    assert marked_times(bouncer) == []
    marks = marked_times(bouncer, shown_rule(bouncer))
    assert marks[:4] == [(3, "C(0)"), (8, "C(1)"), (15, "C(2)"), (24, "C(3)")]
    cycler = decide(Machine.parse("0RB---_0LA---"))
    assert marked_times(cycler) == [(0, "start"), (2, "again")]
    assert marked_times(decide(Machine.parse("1RB1LB_1LA1RZ"))) == []
