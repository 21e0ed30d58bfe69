"""The page on the Python API: its examples run, and it names what is public."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

import bbsynth
from bbsynth.lean.toolchain import Toolchain

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")

EXAMPLES = re.findall(r"^```python\n(.*?)^```\n\n^```text\n(.*?)^```$", PAGE, re.M | re.S)
PACKAGES = re.findall(r"^\| `(bbsynth[.\w]*)` \|", PAGE, re.M)


def test_the_examples_print_what_stands_below_them(
    toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(EXAMPLES) == PAGE.count("```python")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example, expected in EXAMPLES:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(example, "api.md", "exec"), names)
        assert printed.getvalue() == expected


def test_every_name_at_the_front_door_has_an_example() -> None:
    used = "\n".join(example for example, _ in EXAMPLES)
    for name in bbsynth.__all__:
        assert re.search(rf"\b{name}\b", used + PAGE), name
        assert getattr(bbsynth, name) is not None


@pytest.mark.parametrize("name", PACKAGES)
def test_what_is_called_public_is_there(name: str) -> None:
    package = importlib.import_module(name)
    assert package.__doc__
    for one in package.__all__:
        assert not one.startswith("_")
        value = getattr(package, one)
        if callable(value):
            assert value.__doc__, f"{name}.{one} has no docstring"


def test_an_unknown_name() -> None:
    with pytest.raises(AttributeError, match="module 'bbsynth' has no attribute 'judges'"):
        _ = bbsynth.judges
    assert set(bbsynth.__all__) <= set(dir(bbsynth))


def test_the_import_costs_nothing() -> None:
    program = "import bbsynth, sys; print(sorted(one for one in sys.modules if 'bbsynth' in one))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "['bbsynth']\n"
