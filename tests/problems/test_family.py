from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

from bbsynth.busy_beaver.families import families
from bbsynth.errors import UsageError
from bbsynth.problems.registry import family
from tests.busy_beaver.families.checking import check_phrasings
from tests.problems.making import examples


def test_the_families() -> None:
    assert {"halts-after", "never-halts", "refute", "decide-it"} < set(families())
    for name, one in families().items():
        assert family(name) is one
        assert one.name == name
        assert one.strata
        assert len(set(one.strata)) == len(one.strata)
        assert one.summary
        assert one.sentences


def test_an_unknown_family() -> None:
    with pytest.raises(UsageError, match="no family is called 'halting'; there are completions, "):
        family("halting")


def test_every_family_has_a_test_file() -> None:
    tests = {
        path.name
        for path in (Path(__file__).parents[1] / "busy_beaver" / "families").glob("test_*.py")
    }
    assert tests == {f"test_{name.replace('-', '_')}.py" for name in families()}


@pytest.mark.parametrize(("name", "machine"), dict(examples()).items())
def test_every_way_of_putting_a_claim(name: str, machine: str) -> None:
    check_phrasings(name, machine)


ROOT = Path(__file__).parents[2]
GENERATED = ("docs/gallery.md", "CHANGELOG.md")


def own_files(name: str) -> set[Path]:
    module = name.replace("-", "_")
    return {
        ROOT / "bbsynth" / "busy_beaver" / "families" / f"{module}.py",
        ROOT / "templates" / "busy_beaver" / "lean" / f"{name}.lean.j2",
        ROOT / "templates" / "busy_beaver" / "markdown" / f"{name}.md.j2",
    }


@functools.cache
def code_of(path: Path) -> str:
    """A file without comments, and, where it is a Python module, without docstrings: examples may
    be there."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            body = [
                one
                for one in node.body
                if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
            ]
            node.body = body or [ast.Pass()]
    return ast.unparse(tree)


def namings(name: str) -> str:
    """A regular expression for what names a family in code. Names of one word, or of a stratum,
    mean other things, too, unless they stand beside a family or families."""
    strata = {stratum for one in families().values() for stratum in one.strata}
    module = rf"\bfamilies(?:\.| import (?:.*\W)?){name.replace('-', '_')}\b"
    anywhere = rf"|(?<![\w-]){name}(?![\w-])" if "-" in name and name not in strata else ""
    return rf"famil\w*\W{{1,6}}(?:in\W+)?['\"]{name}['\"]|{module}{anywhere}"


@pytest.mark.parametrize("name", families())
def test_no_other_code_names_a_family(name: str) -> None:
    own = own_files(name)
    assert all(path.is_file() for path in own)
    files = {*(ROOT / "bbsynth").rglob("*.py"), *(ROOT / "templates").rglob("*.j2")} - own
    assert [path for path in sorted(files) if re.search(namings(name), code_of(path))] == []


def test_what_names_a_family_is_noticed() -> None:
    assert re.search(namings("runs-for"), "SHORT = ('runs-for',)")
    for text in (
        "claim.family == 'rule'",
        "claim.family in ('rule',)",
        "family('rule')",
        "families()['rule']",
        "from bbsynth.busy_beaver.families.rule import FAMILY",
        "from bbsynth.busy_beaver.families import rule",
    ):
        assert re.search(namings("rule"), text), text
    assert not re.search(namings("rule"), "certificate['kind'] == 'rule'")


def test_pages_do_not_list_the_families() -> None:
    """But for those that are generated. One or two may be an example."""
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        if page.relative_to(ROOT).as_posix() not in GENERATED:
            text = page.read_text(encoding="utf-8")
            named = [
                name
                for name in families()
                if re.search(rf"`{name}`|\dx\d-{name}-|--family {name}\b", text)
            ]
            assert len(named) <= 2, (page, named)
