"""The gallery: one problem of each family, with a space-time diagram, as a page.

``python -m bbsynth.problems.gallery`` writes ``docs/gallery.md`` and the images in
``docs/gallery/`` anew.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.machines import Machine, save_image, trace
from bbsynth.busy_beaver.rules import with_rule
from bbsynth.errors import UsageError
from bbsynth.problems.crosscheck import crosscheck
from bbsynth.problems.family import Claim, Family, GeneralFamily, families
from bbsynth.problems.problem import Problem
from bbsynth.problems.rendering import environment, render_problem

__all__ = ["page", "problems", "write"]

_MOST_ROWS: Final = 40
_WATCHED: Final = 25


def problems() -> dict[str, Problem]:
    """Return the problems of the gallery, by family, checked.

    Raises
    ------
    UsageError
        If a family has nothing to say about its example.
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
    machine = Machine.parse(kind.example)
    decision = decide(machine, max_steps=10_000)
    claim = kind.claim((kind.by_rules == "always" and with_rule(decision)) or decision)
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
