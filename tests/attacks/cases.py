"""The attack suite as data: one case for each file.

A file is a candidate as a model would hand it in. It begins with comments that say what verdict it
must get and what it is::

    -- expect: cheating option
    -- The kernel is turned off for an ill-typed proof.
    -- reference: true.lean

The first is the status, and the rule if there is only one that will do. The last, which may be
missing, names the problem in `references/` that the candidate is about. The folders are

- ``refused``: attacks, on a false statement unless they say otherwise, so that `proved` would be a
  theorem that is false;
- ``costly``: attacks that take long to be refused, or take a Lean process with them, and that only
  the comparison in the documentation runs;
- ``honest``: proofs that look suspicious, on the true statement;
- ``unfinished``: attempts that fail without any ill intent, on the true statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["THEOREM", "Case", "Reference", "read_cases"]

FOLDER = Path(__file__).parent
THEOREM = "halts_after_1RB1LB_1LA1RZ"

_DEFAULT = {"refused": "false", "costly": "false", "honest": "true", "unfinished": "true"}


@dataclass(frozen=True)
class Reference:
    """A problem as the judge wants it."""

    id: str
    theorem: str
    formal_statement: str


@dataclass(frozen=True)
class Case:
    """A candidate, and the verdict that it must get.

    Attributes
    ----------
    name : str
        Folder and file, without suffix.
    status, rule : str
        The verdict; no rule if any will do.
    summary : str
        What it is.
    reference : Reference
        The problem that it is about.
    text : str
        The candidate, comments at its head included.
    """

    name: str
    status: str
    rule: str
    summary: str
    reference: Reference
    text: str


def read_case(path: Path) -> Case:
    text = path.read_bytes().decode()
    head = text.removeprefix("\ufeff").splitlines()[:3]
    if not head[0].startswith("-- expect: ") or not head[1].startswith("-- "):
        raise ValueError(f"{path} does not say what it is and what verdict it must get")
    status, _, rule = head[0].removeprefix("-- expect: ").partition(" ")
    problem = _DEFAULT[path.parent.name]
    if head[2].startswith("-- reference: "):
        problem = head[2].removeprefix("-- reference: ").removesuffix(".lean")
    statement = (FOLDER / "references" / f"{problem}.lean").read_text(encoding="utf-8")
    return Case(
        name=f"{path.parent.name}/{path.stem}",
        status=status,
        rule=rule,
        summary=head[1].removeprefix("-- "),
        reference=Reference(problem, THEOREM, statement),
        text=text,
    )


def read_cases(*folders: str) -> list[Case]:
    """Return the cases in some of the folders, in alphabetical order."""
    return [
        read_case(path) for folder in folders for path in sorted((FOLDER / folder).glob("*.lean"))
    ]
