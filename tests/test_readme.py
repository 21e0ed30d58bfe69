"""What the README shows is what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bbsynth.cli import COMMANDS
from bbsynth.lean.toolchain import Toolchain

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROBLEM = "2x2-halts-after-1RB1LB_1LA1RZ"


def blocks(language: str, page: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_the_problem_is_real() -> None:
    folder = ROOT / "generated" / "2x2"
    statement, proof = blocks("lean")
    assert statement == (folder / "problems" / f"{PROBLEM}.lean").read_text(encoding="utf-8")
    assert (folder / "proofs" / f"{PROBLEM}.lean").read_text(encoding="utf-8").endswith(proof)
    (words,) = blocks("markdown")
    assert words == (folder / "problems" / f"{PROBLEM}.md").read_text(encoding="utf-8")


def test_every_command_is_mentioned() -> None:
    for section in COMMANDS.values():
        for name in section:
            assert f"\nbbsynth {name}" in README, name


def test_the_python_examples_run(
    toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = blocks("python", README)
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out == "proved\n0.0\n"
    (example,) = blocks("python", (ROOT / "docs" / "judge.md").read_text(encoding="utf-8"))
    exec(compile(example, "judge.md", "exec"), {})
    assert capsys.readouterr().out == "proved []\n0.0\n"
    (example,) = blocks("python", (ROOT / "docs" / "lean.md").read_text(encoding="utf-8"))
    exec(compile(example, "lean.md", "exec"), {})


def test_links_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        targets = re.findall(r"\]\(([^)#]+)\)", text) + re.findall(r'src="([^"]+)"', text)
        missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
        assert missing == [], page.name
