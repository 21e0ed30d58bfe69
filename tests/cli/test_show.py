from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.cli import main


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["show", *arguments]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def test_a_machine_that_halts(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "1RB1LB_1LA1RZ")
    assert text.startswith("1RB1LB_1LA1RZ\n")
    assert "│   B   │   1LA   │   1RZ   │" in text
    assert "Halts after 6 steps. It has visited 4 cells and leaves 4 that are not blank." in text
    diagram = text.rstrip("\n").split("\n")[-7:]
    assert [line.split()[0] for line in diagram] == list("0123456")
    assert [next(c for c in line if c in "ABZ") for line in diagram] == list("ABABABZ")


FATES = {
    "1RB1RZ_1LB0RC_1LC1LA": "Halts after 21 steps. It has visited 5 cells and leaves 5 that are",
    "------_------": "Halts after 1 step (in state A on symbol 0, where its transition is "
    "undefined and counts as 1RZ). It has visited 1 cell and leaves 1 that is not blank.",
    "1RB0RB_0LA0LB": "Never halts: it is a cycler. The configuration after 0 steps comes back "
    "every 4 steps.",
    "1RB---_1RA---": "Never halts: it is a translated cycler. From step 0 on it repeats itself "
    "every 2 steps, 2 cells further to the right each time; in between, its head goes back at most "
    "0 cells.",
    "0RB0LB---_1LA1RB---": "From step 7 on it repeats itself every 5 steps, 1 cell further to the "
    "left",
    "1RB1LA_0LA1RB": "Never halts: the states A, B lead to each other only, and none of them "
    "halts.",
    "1RB1LA1LA_0LA1RB1RA_------1RZ": "Never halts: the states A, B lead to each other only",
    "0RB---_0LC0RB_1RB1LC": "Never halts, by n-gram contexts: what 1 cell on the left of the head "
    "and 1 on the right can hold is closed under steps, and no step in it halts.",
    "1RB---_1LC0RB_1LC1LA": "each remembering how the head left it the last 1 time, can hold",
    "1RB0RB_0LC1RB_1RD1LC_---1RA": "Never halts, by finite automata: one of 3 states, which reads "
    "the cells on the ",
    "1RB1RD_1LC0RC_1RA1LD_0RE0LB_---1RC": "Never halts, but why was not found: no loop shows in "
    "its first 1,000 steps, and no other decider finds a reason within its budget. It has not "
    "halted within 50,000,000 steps, and no machine of its size that halts takes more than "
    "47,176,870 steps.",
    "1RB1RA_0LC1LE_1LD1LC_1LA0LB_1LF1RE_---0RA": "Undecided: it has not halted within 50,000,000 "
    "steps; no loop shows in its first 1,000 steps, and no other decider finds a reason within its "
    "budget.",
}


@pytest.mark.parametrize(("machine", "words"), FATES.items())
def test_fates(machine: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert words in " ".join(shown(capsys, machine).split())


def test_the_five_state_champion(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(shown(capsys, "1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA").split())
    assert "Halts after 47,176,870 steps. It has visited 12,289 cells and leaves 4,098 " in text


def test_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "1RB---_1RA---", "--steps", "3").rstrip().split("\n")[-1].split()[0] == "3"
    assert shown(capsys, "1RB---_1RA---").rstrip().split("\n")[-1].split()[0] == "40"
    assert "more times" in shown(capsys, "1RB---_1RA---", "--steps", "1000")


def test_an_image(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "diagram.png"
    assert f"Image written to {path}" in shown(capsys, "1RB1LB_1LA1RZ", "--png", str(path))
    assert path.read_bytes().startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["1RB1LB_1LA1XZ"], "column 12: found 'X'; expected a direction, L or R"),
        (["1RB1LB_1LA"], "column 11: "),
        ([""], "column 1: empty text"),
        (["1rb1LB_1LA1RZ"], "column 2: 'r' in lower case; write 'R'"),
        (["1RB1LB_1LA1RZ", "--steps", "-1"], "a number of steps is from 0"),
        (["1RB1LB_1LA1RZ", "--steps", "99999999999999999999999"], "a number of steps is from 0"),
        (["1RB---_1RA---", "--steps", "1000000000"], "ask for fewer steps"),
    ],
)
def test_errors(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("Error: ")
    assert message in captured.err
    assert captured.out == ""


def test_the_column_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "1RB1LB_1LA1XZ"]) == 2
    lines = capsys.readouterr().err.split("\n")
    assert lines[1][lines[2].index("^")] == "X"


def test_an_image_that_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["show", "1RB1LB_1LA1RZ", "--png", str(tmp_path / "file" / "x.png")]) == 2
    assert "Error: cannot write" in capsys.readouterr().err


def test_long_runs_are_compressed_in_time(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.svg"
    text = shown(capsys, "1RB---_1RA---", "--steps", "900", "--rows", "10", "--svg", str(path))
    assert "\n900  " in text
    assert path.read_text().startswith("<?xml")
    assert "<!-- again -->" in path.read_text()
