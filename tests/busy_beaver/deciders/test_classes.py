"""The page in the documentation is what the program makes of the smaller classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.busy_beaver.deciders.classes import (
    COMPLETE,
    LATE,
    SAMPLED,
    count_row,
    decided_row,
    late_rows,
    rules_row,
)

PAGE = (Path(__file__).parents[3] / "docs" / "classes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("n_states", "n_symbols"), [(2, 2), (3, 2), (2, 3)])
def test_the_page(n_states: int, n_symbols: int) -> None:
    for row in (count_row(n_states, n_symbols), decided_row(n_states, n_symbols)):
        assert f"| {' | '.join(row)} |\n" in PAGE


def test_rules() -> None:
    assert f"| {' | '.join(rules_row(3, 2))} |\n" in PAGE


def test_nothing_is_undecided_in_the_complete_classes() -> None:
    for n_states, n_symbols in (*COMPLETE, LATE):
        rows = [line for line in PAGE.splitlines() if line.startswith(f"| {n_states}x{n_symbols} ")]
        rows = [row for row in rows if row.count("|") > 6]
        assert len(rows) == 2
        assert rows[1].endswith("| 0 |")


@pytest.mark.parametrize(("size", "first_steps"), [((2, 2), 1), ((3, 2), 16), ((2, 3), 38)])
def test_late_halts_make_no_difference(size: tuple[int, int], first_steps: int) -> None:
    assert late_rows(*size, first_steps=first_steps) == (count_row(*size), decided_row(*size))


def test_published_counts_stand_on_the_page() -> None:
    assert "| 4x2 | 858,909 | 249,693 | 609,216 | 107 | 13 | 16 |" in PAGE
    assert "181,385,789 machines" in PAGE
    assert "| 3,932,964 | 2,050 |" in PAGE


def test_most_of_a_random_sample_is_decided() -> None:
    for n_states, n_symbols in SAMPLED:
        (row,) = (r for r in PAGE.splitlines() if r.startswith(f"| {n_states}x{n_symbols} "))
        left = int(row.split("|")[-2].replace(",", ""))
        assert left < (10 if (n_states, n_symbols) == (5, 2) else 1_000)
