from __future__ import annotations

import ast
from pathlib import Path

import pytest

import bbsynth
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.busy_beaver.reference import check_halts_after, check_halts_leaving, check_loop

CHAMPIONS = {
    "1RB1LB_1LA1RZ": (6, 4),
    "1RB1RZ_1LB0RC_1LC1LA": (21, 5),
    "1RB1LB_1LA0LC_1RZ1LD_1RD0RA": (107, 13),
    "1RB2LB1RZ_2LA2RB1LB": (38, 9),
    "1RZ1RZ": (1, 1),
}


@pytest.mark.parametrize(("machine", "known"), CHAMPIONS.items())
def test_champions(machine: str, known: tuple[int, int]) -> None:
    steps, non_blank = known
    table = read_notation(machine)
    assert check_halts_after(table, steps) is None
    assert check_halts_leaving(table, non_blank, steps) is None


def test_every_other_number_is_refused() -> None:
    table = read_notation("1RB1LB_1LA1RZ")
    assert check_halts_after(table, 5) == "the machine has not halted after 5 steps"
    assert check_halts_after(table, 7) == "the machine halts after 6 steps, not 7"
    for wrong in (0, 3, 5):
        assert "leaves 4 cells" in str(check_halts_leaving(table, wrong, 6))
    assert check_halts_leaving(table, 4, 5) == "the machine has not halted after 5 steps"


def loop(machine: str, **changes: int) -> str | None:
    values = {"start": 0, "period": 1, "width": 0, "shift": 0, "ahead": 1} | changes
    return check_loop(read_notation(machine), **values)


def test_loops() -> None:
    assert loop("1RA1RZ", shift=1) is None
    assert loop("1LA1RZ", shift=1, ahead=-1) is None
    assert loop("1RB0RB_0LA0LB", period=4) is None
    # A after two steps is back on cell 0, which now holds 1; from there on nothing changes.
    assert loop("1RB1RB_0LA1LA", start=2, period=2) is None


def test_a_machine_that_only_looks_busy_is_refused() -> None:
    assert loop("1RB1LB_1LA1RZ", start=4, period=4) == "the machine halts after 6 steps"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"start": 3, "period": 4}, "goes more than 0 cells back"),
        ({"start": 1, "period": 4, "shift": 1, "width": 1}, "moves on by 0 cells, not 1"),
        ({"period": 3, "width": 1}, "states after 0 and 3 steps differ"),
        ({"period": 2}, "tape differs 0 cells ahead"),
        ({"period": 0}, "out of range"),
        ({"start": -1}, "out of range"),
        ({"ahead": 0}, "out of range"),
        ({"shift": -1}, "out of range"),
    ],
)
def test_wrong_loops(changes: dict[str, int], reason: str) -> None:
    assert reason in str(loop("1RB0RB_0LA0LB", **changes))


def test_a_window_that_is_too_narrow_is_refused() -> None:
    # The head sweeps over a growing block: it is not a loop, however it is cut.
    machine = "1RB1LA_1LA1RB"
    for start in range(12):
        for period in range(1, 12):
            for width in range(6):
                for shift in range(3):
                    for ahead in (-1, 1):
                        assert loop(
                            machine,
                            start=start,
                            period=period,
                            width=width,
                            shift=shift,
                            ahead=ahead,
                        )


@pytest.mark.parametrize(
    "module", ["busy_beaver.reference", "busy_beaver.readback", "problems.readback"]
)
def test_nothing_is_shared_with_what_found_the_claims(module: str) -> None:
    folder = Path(bbsynth.__file__).parent
    imported = set()
    for node in ast.walk(ast.parse((folder / f"{module.replace('.', '/')}.py").read_text())):
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module)
        elif isinstance(node, ast.Import):
            imported.update(alias.name for alias in node.names)
    allowed = {
        "__future__",
        "collections.abc",
        "dataclasses",
        "itertools",
        "string",
        "typing",
        "bbsynth.busy_beaver.reference",
        "bbsynth.problems.readback",
    }
    assert imported <= allowed
