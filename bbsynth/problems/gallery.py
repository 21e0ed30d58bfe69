"""The gallery: one problem of each family, with a space-time diagram, as a page.

``python -m bbsynth.problems.gallery`` writes ``docs/gallery.md`` and the images in
``docs/gallery/`` anew.
"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Final

from bbsynth.deciders import decide
from bbsynth.deciders.bouncer import find_bouncer
from bbsynth.errors import UsageError
from bbsynth.machines import Machine, save_image, trace
from bbsynth.problems.crosscheck import crosscheck
from bbsynth.problems.family import Claim, Family, GeneralFamily, families
from bbsynth.problems.problem import Problem
from bbsynth.problems.rendering import environment, render_problem

__all__ = ["EXAMPLES", "page", "problems", "write"]

EXAMPLES: Final = {
    "completions": "1RB1LB_1LA---",
    "counts": "1RB1LC_0LA0RB_1LA---",
    "decide-it": "1RB0LB_1LC1LE_0RD0LC_1RD1LA_---0LE",
    "ends-with": "1RB1LB_1LA0LC_---1LD_1RD0RA",
    "halts": "1RB0RC_1LA1RA_---1RD_1LD0LB",
    "halts-after": "1RB---_1LB0RC_1LC1LA",
    "halts-leaving": "1RB2LB---_2LA2RB1LB",
    "halts-within": "1RB1LC_1LA1RB_1LB---",
    "leaves-every-interval": "0RB0LB---_1LA1RB---",
    "never-halts": "1RB1LC_0LA0RB_1LA---",
    "never-uses": "1RB---_1RA---",
    "passes": "1RB---_1LB1LC_1RC0RB",
    "reaches": "1RB1LA_0LA1RB",
    "refute": "1RB---_1LB0RC_1LC1LA",
    "repeats": "1RB0RB_0LA0LB",
    "rule": "1RB---_1LB1LC_1RC0RB",
    "runs-for": "1RB---_1LC0RB_0LE0RD_1LA0RD_1LD1LB",
    "started-elsewhere": "1RB0RC_1LA0RC_---0RB",
    "stays-within": "1RB0RB_0LA0LB",
    "visits": "1RB1LB_1LA0LC_---1LD_1RD0RA",
    "visits-at-least": "1RB1LA_0LA1RB",
}
"""The machines of the gallery, by family; a family about machines in general needs none."""

_MOST_ROWS: Final = 40
_WATCHED: Final = 25


def problems() -> dict[str, Problem]:
    """Return the problems of the gallery, by family, checked.

    Raises
    ------
    UsageError
        If there is no example of a family, or the family has nothing to say about it.
    """
    found: dict[str, Problem] = {}
    for name, kind in families().items():
        problem = render_problem(_claim(kind))
        crosscheck(problem)
        found[name] = problem
    return found


def _claim(kind: Family) -> Claim:
    if isinstance(kind, GeneralFamily):
        return kind.claims()[0]
    if kind.name not in EXAMPLES:
        raise UsageError(f"the gallery has no machine for the family {kind.name}")
    machine = Machine.parse(EXAMPLES[kind.name])
    decision = decide(machine, max_steps=10_000)
    if kind.by_rules == "always":
        decision = dataclasses.replace(decision, certificate=find_bouncer(machine))
    claim = kind.claim(decision)
    if claim is None:
        raise UsageError(f"the family {kind.name} has nothing to say about {machine}")
    return claim


def page() -> str:
    """Return the gallery as Markdown."""
    entries = [
        {
            "name": name,
            "summary": families()[name].summary,
            "problem": problem,
        }
        for name, problem in problems().items()
    ]
    return environment().get_template("markdown/_gallery.md.j2").render(entries=entries)


def write(folder: Path) -> None:
    """Write the page and its images.

    Parameters
    ----------
    folder : Path
        Where the documentation is.
    """
    images = folder / "gallery"
    images.mkdir(parents=True, exist_ok=True)
    for problem in problems().values():
        if problem.machine:
            machine = Machine.parse(problem.machine)
            halts = (problem.certificate or {}).get("kind") in ("halts", "class")
            steps = int((problem.certificate or {})["steps"]) if halts else _WATCHED
            shown = trace(machine, min(steps, _MOST_ROWS))
            save_image(shown, images / f"{problem.machine}.png", machine=machine)
    (folder / "gallery.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs"))
