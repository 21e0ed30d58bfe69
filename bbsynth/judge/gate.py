"""The table of what a candidate may use, for people: ``lean/gate.tsv`` as Markdown.

The table itself is read by ``lean/Judge.lean``. The page that is made of it is ``docs/gate.md``::

    python -m bbsynth.judge.gate > docs/gate.md
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bbsynth._common.resources import lean_dir

__all__ = ["Entry", "gate_page", "gate_table"]

_SORTS: Final = {
    "command": "Commands",
    "declaration": "Declarations",
    "modifier": "Modifiers of declarations",
    "attribute": "Attributes",
    "option": "Options",
    "name": "Names, and parts of names",
    "syntax": "Terms, tactics, and their parts",
}

_INTRODUCTION: Final = """\
# What a candidate may use

Before a command of a candidate is elaborated, it is parsed, and everything that it is made of is
looked up in the table [`lean/gate.tsv`](../lean/gate.tsv). What is not in the table as allowed is
refused; only of the names in a text are all allowed that are not in the table. The refusals below
are those that come with a reason of their own. What is skipped is passed over without being run.
What is called *sound* is allowed in problems, and where Lean is 4.33.1 or later, whose kernel has
no known bug, in candidates too.

The values in configurations of tactics, as in `simp (config := …)`, are run by Lean as code. They
may be numbers, `true`, `false`, `none`, names such as `.all`, and structures of these. There is no
code of a candidate that could be run: its definitions are marked as noncomputable, and a theorem
may have no local definitions.

The gate is not what makes a verdict sound: that is the comparison of terms, the walk over axioms,
and the kernel. It keeps candidates from running code in the judge, and from the corners of the
kernel that no proof here needs.

This page is made from the table.
"""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A line of the table.

    Parameters
    ----------
    sort : str
        What it is about: ``command``, ``declaration``, ``modifier``, ``attribute``, ``option``,
        ``name``, or ``syntax``.
    decision : str
        ``allowed``, ``sound``, ``skipped``, or ``refused``. What is ``sound`` is allowed in
        problems, and on a Lean whose kernel has no known bug in candidates too.
    name : str
        The name, or the kind of syntax. That of an option may end in ``.*``.
    reason : str
        Why.
    """

    sort: str
    decision: str
    name: str
    reason: str


def gate_table() -> list[Entry]:
    """Return the lines of the table, in its order.

    Raises
    ------
    ValueError
        If a line is not what it should be.
    """
    entries = []
    for line in (lean_dir() / "gate.tsv").read_text(encoding="utf-8").splitlines():
        sort, decision, name, reason = line.split("\t")
        if sort not in _SORTS or decision not in ("allowed", "sound", "skipped", "refused"):
            raise ValueError(f"gate.tsv: {line!r} is no line of the table")
        entries.append(Entry(sort, decision, name, reason))
    return entries


def gate_page() -> str:
    """Return the table as a page of Markdown, by sort, decision and reason."""
    parts = [_INTRODUCTION]
    for sort, of_sort in groupby(gate_table(), key=lambda entry: entry.sort):
        parts.append(f"\n## {_SORTS[sort]}\n")
        groups = groupby(of_sort, key=lambda entry: (entry.decision, entry.reason))
        for (decision, reason), entries in groups:
            names = ", ".join(f"`{_short(entry.name)}`" for entry in entries)
            parts.append(f"\n**{decision}**: {reason}\n\n{names}\n")
    return "".join(parts)


def _short(name: str) -> str:
    for prefix in ("Lean.Parser.Command.", "Lean.Parser.Term.", "Lean.Parser.", "Lean."):
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return name


if __name__ == "__main__":
    print(gate_page(), end="")
