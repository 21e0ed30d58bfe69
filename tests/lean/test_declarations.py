from __future__ import annotations

from bbsynth._common.resources import lean_dir
from bbsynth.busy_beaver.excerpt import TABLE, library
from bbsynth.lean.toolchain import Toolchain
from tests.lean.declarations import table


def test_the_table_of_declarations_is_what_lean_says(embedded: Toolchain) -> None:
    written = (lean_dir() / TABLE).read_text(encoding="utf-8")
    assert table(embedded) == written, "`make declarations` makes it anew"


def test_what_is_needed_comes_before() -> None:
    known: set[str] = set()
    for one in library():
        assert known.issuperset(one.needs), one.name
        assert known.isdisjoint(one.names), one.name
        known.update(one.names)


def test_what_a_proof_does_not_show_is_needed() -> None:
    needs = {one.name: one.needs for one in library()}
    # `simp` uses an equation that holds by definition.
    assert "eager_eq" in needs["simulate_succ"]
    # Instances are found by Lean.
    assert "BusyBeaver.instNeZeroNatNThree" in needs["BusyBeaver.three_of_check"]
    # What stands behind a dot depends on the type of what stands before it.
    assert "Machine.HaltsAfter.unique" in needs["Machine.HaltsAfter.not_haltsAfter"]
