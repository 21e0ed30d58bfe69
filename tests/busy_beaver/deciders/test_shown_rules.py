from __future__ import annotations

import pytest

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.deciders.shown_rules import shown_rule
from bbsynth.busy_beaver.machines import Machine


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "1RB---_0LC0RB_1RB1LC",
            "It is a counter. Let C(n) be the configuration in state C with the tape | (1)^(n + 1) "
            "between blanks, and the head on the first cell to the left of the bar: the machine is "
            "in C(0) after 3 steps, and goes from C(n) to C(n + 1) in 8·2^n - 1 steps, for every "
            "n.",
        ),
        (
            "1RB---_1LC0RB_1LC1LA",
            "It is a bouncer. Let C(n) be the configuration in state B with the tape 1 (0)^(2n) | "
            "between blanks, and the head on the first cell to the right of the bar: the machine "
            "is in C(0) after 1 step, and goes from C(n) to C(n + 1) in 4n + 5 steps, for every n.",
        ),
    ],
)
def test_rules_in_words(text: str, words: str) -> None:
    rule = shown_rule(decide(Machine.parse(text)))
    assert rule is not None
    assert rule.in_words() == words


def test_times() -> None:
    rule = shown_rule(decide(Machine.parse("1RB---_0LC0RB_1RB1LC")))
    assert rule is not None
    assert rule.times(4) == [3, 10, 25, 56]


def test_the_certificate_of_a_bouncer_is_used() -> None:
    decision = decide(Machine.parse("1RB---_1LC0RB_1LC1LA"), deciders=["bouncer"])
    rule = shown_rule(decision)
    assert rule is not None
    assert rule.name == "bouncer"


@pytest.mark.parametrize("text", ["1RB1LB_1LA1RZ", "1RB---_1RA---", "1RB0RB_0LA0LB"])
def test_others_have_none(text: str) -> None:
    assert shown_rule(decide(Machine.parse(text))) is None
