"""What is written about the library is so, and nothing in it is of no use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bbsynth._common.resources import lean_dir, templates_dir
from bbsynth.busy_beaver.excerpt import LIBRARY, library

ROOT = Path(__file__).parents[2]
README = (lean_dir() / "README.md").read_text(encoding="utf-8")
MODULES = {path.stem: path for path in sorted((lean_dir() / LIBRARY).glob("*.lean"))}
NAMES = {name for one in library() for name in one.names}


def test_every_declaration_says_what_it_is() -> None:
    # A few definitions have a comment before that, which is no part of what they say.
    assert [
        one.name for one in library() if not re.match(r"(?:--[^\n]*\n)*/-- .*? -/", one.text, re.S)
    ] == []


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is_about(module: str) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    found = re.search(r"^/-!\n# [^\n]+\n\n(?!##)\S.*?^-/$", text, re.MULTILINE | re.DOTALL)
    assert found is not None, "it begins with a title and a paragraph"
    assert "\n## Main " in found[0]
    named = re.findall(r"`BBSynth\.([\w.']+)[` ]", found[0])
    assert set(named) <= NAMES | set(MODULES)


def test_the_library_names_its_modules() -> None:
    for text in (README, (lean_dir() / f"{LIBRARY}.lean").read_text(encoding="utf-8")):
        for module in MODULES:
            assert re.search(rf"`(BBSynth\.)?{module}`", text), module


def test_what_the_readme_links_to_is_there() -> None:
    files = re.findall(r"\]\(([^)#]+)", README)
    assert [file for file in files if not (lean_dir() / file).exists()] == []
    judge = {f"Judge/{path.name}" for path in (lean_dir() / "Judge").glob("*.lean")}
    programs = {path.name for path in lean_dir().iterdir() if path.is_file()} - {"README.md"}
    assert judge | programs <= set(files)


def test_what_the_readme_names_exists() -> None:
    named = set(re.findall(r"`((?:Partial)?Machine\.[\w.']+|[mM]ost\w+)`", README))
    assert len(named) > 40
    assert named <= NAMES


def test_nothing_is_of_no_use() -> None:
    """What nothing in the library needs is used by proofs, tried out, or meant for its readers."""
    needed = {name for one in library() for name in one.needs}
    places = [
        *(templates_dir() / "busy_beaver" / "lean").rglob("*.j2"),
        templates_dir() / "busy_beaver" / "facts.toml",
        *(ROOT / "bbsynth" / "busy_beaver").rglob("*.py"),
        *(ROOT / "tests" / "lean").glob("test_*.py"),
        lean_dir() / "selftest.lean",
    ]
    text = README + "".join(path.read_text(encoding="utf-8") for path in places)
    words = set(re.findall(r"[\w']+", text))
    # A template may put such a name together.
    words |= {f"{word}{side}" for word in words for side in ("Left", "Right")}
    left = {one.name for one in library() if one.name not in needed}
    assert {name for name in left if name.rpartition(".")[2] not in words} == set()
