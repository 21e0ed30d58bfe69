from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from bbsynth.release import Release
from bbsynth.release.held_out import read_private_rows
from bbsynth.release.rows import COLUMNS, UNRATED, Row


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


def table(card: str, head: str) -> dict[str, list[str]]:
    """The rows of the table whose head begins so, by their first cells."""
    lines = card[card.index(f"| {head} |") :].partition("\n\n")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {first: rest for first, *rest in cells if not first.startswith(":")}


def test_counts(card: str, tiny: Path, private: Path) -> None:
    """Of each family, track, class and tier, in each split and in what is held out."""
    rows = [row for of_split in Release.open(tiny).read_rows().values() for row in of_split]
    hidden = [one.row for one in read_private_rows(private)]
    for head, column in (("family", "family"), ("track", "track"), ("tier", "tier")):
        found = table(card, head)
        assert found.pop(head)[-4:] == ["train", "validation", "test", "held out"]
        values = [
            (UNRATED if column == "tier" and hides_tier(row) else getattr(row, column), row.split)
            for row in rows + hidden
        ]
        expected = {
            f"`{name}`": [
                str(values.count((name, split)))
                for split in ("train", "validation", "test", "held-out")
            ]
            for name, _ in values
        }
        assert {name: cells[-4:] for name, cells in found.items()} == expected
    of_classes = table(card, "machines with")
    del of_classes["machines with"]
    assert sum(int(cell) for cells in of_classes.values() for cell in cells) == 48


def hides_tier(row: Row) -> bool:
    return row.split in ("test", "held-out") and row.two_sided


def test_the_example_is_about_a_machine_and_shows_its_proof(card: str) -> None:
    example = card.partition("## A problem\n")[2].partition("\n## ")[0]
    assert "def machine : Machine" in example
    assert "A proof, the end of" in example
    assert "sorry" not in example.partition("A proof, the end of")[2]


def test_what_is_unrated_is_explained(card: str) -> None:
    assert ("| `unrated` |" in card) == ("Problems are `unrated` where" in card)
    assert "| `unrated` |" in card


def test_every_file_is_explained(card: str, tiny: Path) -> None:
    for path in tiny.iterdir():
        assert f"`{path.name}" in card or path.name == "README.md", path.name
