from __future__ import annotations

import pytest

from bbsynth.busy_beaver.machines import run_key
from bbsynth.busy_beaver.spellings import machines_in
from bbsynth.problems import Dataset
from tests.release.making import TINY

CLASSES = [(2, 2), (3, 2), (2, 3)]
CHAMPION = "1RB1LB_1LA1RZ"


def keys(text: str) -> set[str]:
    return {key for _, _, key in machines_in(text, CLASSES)}


@pytest.mark.parametrize(
    "text",
    [
        CHAMPION,
        "1rb1lb_1la1rh",
        "the machine `1LB1RB_1RA1LH`, mirrored",
        "1RB1LB_1LA---, undefined",
        "1RB1LB_1LA1R-",
        "1RB 1LB 1LA 1RZ",
        "1RB 1LB; 1LA 1RH",
        "1RB, 1LB\n1LA, 1RH",
        "A: 1RB1LB, 1LA1RZ",
        "1RB1LB1LA1RZ",
        "first\n1RB 1LB 1LA 1RZ\n1RB 1LB 1LA 1RA\n",
        "1RB1LB_1LA1RZ_0RA0RA",
        "| | 0 | 1 |\n| :--- | :--- | :--- |\n| A | 1RB | 1LB |\n| B | 1LA | 1RZ |\n",
        "A | 1RB 1LB\n B | 1LA 1RZ",
        "| **A** | 1RB | 1LB |\n| **B** | 1LA | 1RZ |",
        "A: 1RB 1LB\nB: 1LA 1RH",
        "|       | 0     | 1     |\n| ----- | ----- | ----- |\n"
        "| A     | 1RB   | 1LB   |\n| B     | 1LA   | 1RZ   |\n",
        "| `A` | 1RB | 1LB |\n| `B` | 1LA | 1RZ |",
        "State A 1RB 1LB\nState B 1LA 1RZ",
        "A 1RB 1LB\nB 1LA 1RZ",
        '[["1RB", "1LB"], ["1LA", "1RZ"]]',
        "> 1RB 1LB\n> 1LA 1RZ",
        "| A | 1RB | 1LA |\n| B | 0LA | 1RZ |\n| A | 1RB | 1LB |\n| B | 1LA | 1RZ |",
        "-- | 0, 0 => ⟨1, .right, some 1⟩\n-- | 0, 1 => ⟨1, .left, some 1⟩\n"
        "-- | 1, 0 => ⟨1, .left, some 0⟩\n-- | 1, 1 => ⟨1, .right, none⟩",
        "| a | write 1, move right, go to b | write 1, move left, go to b |\n"
        "| b | write 1, move left, go to a | write 1, move right, halt |",
        "2x2-halts-after-1RB1LB_1LA1RZ",
        "2x2-halts-after-1RB1LB_1LA1RZ-bare.lean",
        "theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6",
        "theorem not_decide_it_within_6_1RB1LB_1LA1RZ_bare :",
        "completions_1RB1LB_1LAxxx",
        "| 0, 0 => ⟨1, .right, some 1⟩\n | 0, 1 => ⟨1, .left, some 1⟩\n"
        " | 1, 0 => ⟨1, .left, some 0⟩\n | 1, 1 => ⟨1, .right, none⟩",
    ],
)
def test_spellings(text: str) -> None:
    assert run_key(CHAMPION) in keys(text)


@pytest.mark.parametrize(
    "text",
    [
        "1RB1LB_1LA1RA",
        "1RB1LB_1LA1RZ_1RC1RC1RC",
        "x1RB1LB_1LA1RZ",
        "1RB1LB_1LA1RZ9",
        "words and 123 numbers",
        # The first states of a larger machine are not a smaller one.
        "1RB1LC_1LA1RC_0RC1RZ",
        "1RB 1LB 1LA 1RC 0RC 0RA",
        # Nor are the last ones.
        "0RB0RC0LA_1RB1LB_1LA1RZ",
        "x_0RB_1RB1LB_1LA1RZ",
        "---_1RB1LB_1LA1RZ",
        "name_xxx_1RB1LB_1LA1RZ",
        "???_1RB1LB_1LA1RZ",
        "1RB1LB_1LA1RZ_...",
        # Rows are rows: a row of 2x4 is no machine of 2x2, and three of two are not two of three.
        "| A | 1RB | 1LB | 1LA | 1RZ |\n| B | 2RA | 3LB | 1RA | 1LB |",
        "| A | 1RB | 1LB | 1LA |\n| B | 1RZ | 2RA | 1LA |",
        # A hole is no end.
        "| B | — | write 1, move right, go to B | write 1, move left, go to B |\n"
        "| C | write 1, move left, go to A | write 1, move right, halt | — |",
        "| 1, 0 => ⟨1, .right, some 1⟩\n | 1, 1 => ⟨1, .left, some 1⟩\n"
        " | 2, 0 => ⟨1, .left, some 0⟩\n | 2, 1 => ⟨1, .right, none⟩",
    ],
)
def test_other_texts(text: str) -> None:
    assert run_key(CHAMPION) not in keys(text)


@pytest.mark.parametrize(
    "text",
    [
        "1RB1RZ",
        "the row 1RB1LB alone",
        "| --- | --- |\n| --- | --- |",
        "xxxxxx_xxxxxx",
        "| 1RB | 1LA |\n| --- | --- |",
        "1RB --- --- ---",
    ],
)
def test_what_is_not_a_machine(text: str) -> None:
    """Machines that halt at once would otherwise be everywhere."""
    assert keys(text) == set()


def test_all_that_a_statement_says_of_its_machine() -> None:
    for problem in Dataset.open(TINY.parents[1] / "generated" / "2x2"):
        for text in (problem.formal_statement, problem.informal_statement):
            hidden = text.replace(problem.machine, "")
            assert keys(hidden) == {run_key(problem.machine)}, problem.id
