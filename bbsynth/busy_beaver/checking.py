"""What the independent check of problems about machines adds to that of all problems.

See `bbsynth.problems.crosscheck`. Nothing here calls the code that found a claim.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bbsynth.busy_beaver.family import BusyBeaverFamily, MachineFacts
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.busy_beaver.reference import Table, check_facts
from bbsynth.busy_beaver.semantics import bare_header
from bbsynth.problems.crosscheck import fact_name
from bbsynth.problems.problem import Problem
from bbsynth.problems.readback import LeanStatement, MarkdownStatement, ReadbackError

__all__ = ["WATCHED_STEPS", "check_machine", "check_testable", "expected_header", "wrong_metadata"]

_MOST_STEPS: Final = 20_000_000
WATCHED_STEPS: Final = 20_000
"""Steps of a machine that are watched where the certificate of a claim is not shown."""

_FACTS: Final = (
    "steps",
    "cells_visited",
    "non_blank",
)  # what metadata tell of a machine that halts


def check_machine(
    problem: Problem, kind: BusyBeaverFamily, lean: LeanStatement, markdown: MarkdownStatement
) -> Table:
    """Check that all texts are about the same machine, and return its table."""
    if kind.about == "general":
        found: tuple[object, ...] = (
            *(problem.machine, lean.subject.notation, markdown.subject.notation),
            *(lean.subject.table, markdown.subject.table),
        )
        _equal("machine", found, ("", "", "", (), ()))
        _equal("size", (problem.states, problem.symbols), (0, 0))
        return ()
    table = read_notation(problem.machine, partial=kind.about == "partial")
    _equal("machine in Lean", lean.subject.table, table)
    _equal("machine in the Lean comment", lean.subject.notation, problem.machine)
    _equal("machine in Markdown", markdown.subject.table, table)
    _equal("notation in Markdown", markdown.subject.notation, problem.machine)
    _equal("size", (problem.states, problem.symbols), (len(table), len(table[0])))
    return table


def expected_header(problem: Problem, kind: BusyBeaverFamily, lean: LeanStatement) -> str:
    """Return the header that a problem has to have."""
    if problem.track == "bare":
        return bare_header(f"{lean.theorem} : {lean.proposition}")
    modules = kind.fact(fact_name(problem, kind)).modules if isinstance(kind, MachineFacts) else ()
    imports = "".join(f"import {module}\n" for module in ("BBSynth", *modules))
    return f"{imports}\nopen BBSynth\n"


def check_testable(values: Mapping[str, object]) -> None:
    """Check that numbers are not too large to be tested; see `Domain.check_testable`."""
    for name, value in values.items():
        if isinstance(value, int):
            _small(value, name)
        elif isinstance(value, str) and re.search(r":(?:-|[0-9]{5})", value):
            raise ReadbackError(f"{name} is {value!r:.60}, with more than can be tested")


def wrong_metadata(table: Table, metadata: Mapping[str, Any]) -> str | None:
    """Return what is wrong with what metadata tell of the run of a machine; None if nothing is."""
    if {*_FACTS}.isdisjoint(metadata):
        return None
    steps, cells, non_blank = (_small(metadata[name], name) for name in _FACTS)
    return check_facts(table, steps, cells, non_blank)


def _small(value: object, name: str) -> int:
    if not isinstance(value, int):
        raise ReadbackError(f"{name} is {value!r}, and no number")
    if abs(value) > _MOST_STEPS:
        raise ReadbackError(f"{name} is {value:,}, which is more than can be tested")
    return value


def _equal(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise ReadbackError(f"{what}: found {found}, expected {expected}")
