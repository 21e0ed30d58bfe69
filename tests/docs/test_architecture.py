"""The page on the architecture says what the code does."""

from __future__ import annotations

import re

import networkx
import pytest

from tests.docs.rooms import EVERYWHERE, PACKAGE, ROOT, modules, picture, rooms

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_picture_is_that_of_the_code() -> None:
    (drawn,) = re.findall(r"^```mermaid\n(.*?)^```$", PAGE, re.M | re.S)
    assert drawn == picture(), "put there what `python -m tests.docs.rooms` prints"


def test_no_circle_of_imports() -> None:
    for graph in (rooms(), modules()):
        assert list(networkx.simple_cycles(graph)) == []


def test_every_room_is_told_of() -> None:
    named = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.M))
    assert named == {*rooms(), *EVERYWHERE}


def test_the_ground_floor_stands_on_errors_alone() -> None:
    below = {
        target
        for module, target in modules().edges
        if module.startswith(("bbsynth._common", "bbsynth.errors"))
    }
    assert {one for one in below if not one.startswith("bbsynth._common")} <= {"bbsynth.errors"}


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:tests/)?\w+/\w+)`", PAGE))))
def test_the_places_that_it_names_are_there(name: str) -> None:
    assert any(
        path.exists()
        for root in (PACKAGE, ROOT)
        for path in (root / name, (root / name).with_suffix(".py"))
    )


def test_recipes_are_there() -> None:
    recipes = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    headings = {
        heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.*)$", recipes, re.M)
    }
    assert set(re.findall(r"CONTRIBUTING\.md#([\w-]+)", PAGE)) <= headings
