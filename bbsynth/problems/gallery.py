"""The gallery: one problem of each family of a domain, with an image, as a page.

``python -m bbsynth.problems.gallery`` writes ``docs/gallery.md`` and the images in
``docs/gallery/`` anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bbsynth.problems.crosscheck import crosscheck
from bbsynth.problems.domain import Domain
from bbsynth.problems.problem import Problem
from bbsynth.problems.registry import DEFAULT_DOMAIN, domain
from bbsynth.problems.rendering import render_problem

__all__ = ["page", "problems", "write"]


def problems(field: Domain) -> dict[str, Problem]:
    """Return the problems of the gallery of a domain, by family, checked.

    Raises
    ------
    UsageError
        If a family has nothing to say about its example.
    """
    found: dict[str, Problem] = {}
    for name, kind in field.families.items():
        problem = render_problem(field.example(kind))
        crosscheck(problem)
        found[name] = problem
    return found


def page(field: Domain) -> str:
    """Return the gallery of a domain as Markdown."""
    entries = [
        {
            "name": name,
            "summary": field.families[name].summary,
            "problem": problem,
            "image": field.image_name(problem),
        }
        for name, problem in problems(field).items()
    ]
    return field.environment.get_template("markdown/_gallery.md.j2").render(entries=entries)


def write(field: Domain, folder: Path) -> None:
    """Write the page of a domain and its images.

    Parameters
    ----------
    field : Domain
        The domain.
    folder : Path
        Where the documentation is.
    """
    images = folder / "gallery"
    images.mkdir(parents=True, exist_ok=True)
    for problem in problems(field).values():
        if name := field.image_name(problem):
            field.save_image(problem, images / name)
    (folder / "gallery.md").write_text(page(field), encoding="utf-8")


if __name__ == "__main__":
    write(domain(DEFAULT_DOMAIN), Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs"))
