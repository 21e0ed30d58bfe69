from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from bbsynth.release import Release
from bbsynth.release.rows import COLUMNS


@pytest.fixture
def card(tiny: Path) -> str:
    return (tiny / "README.md").read_text(encoding="utf-8")


def test_the_header(card: str) -> None:
    header = yaml.safe_load(card.split("---\n")[1])
    assert header["license"] == "mit"
    assert header["size_categories"] == ["n<1K"]
    assert [one["split"] for one in header["configs"][0]["data_files"]] == [
        "train",
        "validation",
        "test",
    ]
    info = header["dataset_info"]
    assert [one["name"] for one in info["features"]] == [column.name for column in COLUMNS]
    assert [one["num_examples"] for one in info["splits"]] == [24, 8, 8]


def test_the_body(card: str, tiny: Path) -> None:
    configuration = Release.open(tiny).configuration
    for part in (
        "## How to evaluate a model",
        "## How it was made",
        "## Conventions",
        "## Difficulty",
        "## Baselines",
        "## Limits",
        "## How to check a proof",
        "## How to cite",
        f"bbsynth canary GUID {configuration.canary}",
        "**40 of 40** reference proofs were accepted by Lean (version",
        "No machine is in two splits",
        "`held-out/commitments.txt` has a hash for each of the 8",
    ):
        assert part in card
    assert "\n\n\n" not in card
    for column in COLUMNS:
        assert f"| `{column.name}` |" in card


def test_tables_are_tables(card: str) -> None:
    """Every row has as many cells as the head of its table."""
    tables = re.findall(r"(?:^\|.*\|$\n)+", card, re.MULTILINE)
    html = MarkdownIt("commonmark").enable("table").render(card.split("---\n", 2)[2])
    assert html.count("<table>") == len(tables) >= 4
    assert not re.search(r"<p>[^<]*\|", html)
    for table in tables:
        lengths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(lengths) == 1, table


def test_every_file_is_explained(card: str, tiny: Path) -> None:
    for path in tiny.iterdir():
        assert f"`{path.name}" in card or path.name == "README.md", path.name
