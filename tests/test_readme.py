"""What the README shows is what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bbsynth.cli import COMMANDS
from bbsynth.judge.toolchain import Toolchain

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROBLEM = "2x2-halts-after-1RB1LB_1LA1RZ"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


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
            assert f"    bbsynth {name} " in README + " ", name


def test_the_python_example_runs(
    toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out == "proved\n"


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README) + re.findall(r'src="([^"]+)"', README)
    assert targets
    assert [t for t in targets if "://" not in t and not (ROOT / t).exists()] == []
