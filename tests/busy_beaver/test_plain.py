from __future__ import annotations

import pytest

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.claims import never_facts
from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.plain import Turning, marked, turning, visited
from bbsynth.busy_beaver.readback import read_notation

CHAMPION = "1RB1LC_1RC1RB_1LA1RZ"


def test_cells_of_a_run() -> None:
    assert visited("1RB1LB_1LA1RZ", 6) == [-2, -1, 0, 1]
    assert marked("1RB1LB_1LA1RZ", 6) == [-2, -1, 0, 1]
    assert marked("1RB1LB_1LA1RZ", 2) == [0, 1]
    assert visited("0RB---_1LA1RZ", 1) == [0]
    assert marked("0RB---_1LA1RZ", 1) == []


def test_cells_are_those_that_the_reference_finds() -> None:
    table = read_notation(CHAMPION)
    for steps in range(1, 21):
        tape = reference.Tape(table)
        heads = set()
        for _ in range(steps):
            heads.add(tape.head)
            tape.step()
        assert visited(CHAMPION, steps) == sorted(heads)
        assert marked(CHAMPION, steps) == sorted(c for c, symbol in tape.cells.items() if symbol)


def facts(machine: str) -> dict[str, int | str]:
    found = never_facts(decide(Machine.parse(machine), max_steps=1_000))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("machine", "sign", "seen"),
    [
        ("1RB---_1RA---", 1, "0 ≤ i"),
        ("1LB---_1LA---", -1, "i ≤ 0"),
        ("0RB0LB---_1LA1RB---", -1, "i ≤ 1"),
        ("1RB0RB_0LA0LB", 0, ""),
    ],
)
def test_loops(machine: str, sign: int, seen: str) -> None:
    certificate = facts(machine)
    found = turning(machine, certificate)
    assert (found.start, found.period) == (certificate["start"], certificate["period"])
    assert found.shift == sign * int(certificate.get("shift", 0))
    assert (found.seen, found.reach) == (seen, 0)
    assert found.radius == found.start + 2 * found.period
    tape = reference.Tape(read_notation(machine, partial=True))
    tape.run(found.start)
    for _ in range(3 * found.period):
        edge = [int(word) for word in seen.split() if word.strip("-").isdigit()]
        assert sign <= 0 or tape.head >= edge[0]
        assert sign >= 0 or tape.head <= edge[0]
        tape.step()


def test_a_loop_that_starts_on_a_written_tape() -> None:
    certificate: dict[str, int | str] = {
        "kind": "translated_cycler",
        "direction": "R",
        "start": 3,
        "period": 2,
        "width": 1,
        "shift": 2,
    }
    where = {"state": 0, "head": 4, "start": 1, "symbols": [1, 1, 0, 0, 0, 0, 0]}
    found = turning("1RB---_1RA---", certificate, where)
    # Three steps to the right lead from cell 4 to cell 7, of which one cell behind is seen.
    assert found == Turning(3, 2, 2, "6 ≤ i", 4)
    assert found.radius == 4 + 3 + 2 * 2
