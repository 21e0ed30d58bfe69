from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.busy_beaver.machines import enumerate_tnf
from bbsynth.busy_beaver.machines.files import SeedDatabase
from bbsynth.cli import main


def enumerated(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(["enumerate", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


TREE = [str(node.machine) for node in enumerate_tnf(2, 2)]


def test_lists(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert enumerated(capsys, "--states", "2") == TREE
    assert enumerated(capsys, "--states", "2", "--after", TREE[30]) == TREE[31:]
    assert enumerated(capsys, "--states", "2", "--limit", "3") == TREE[:3]
    assert len(enumerated(capsys, "--states", "2", "--select", "halting")) == 19
    assert len(enumerated(capsys, "--states", "2", "--select", "running")) == 42
    enumerated(capsys, "--states", "2", "--out", str(tmp_path / "list.txt"))
    assert (tmp_path / "list.txt").read_text().splitlines() == TREE


def test_counts(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(enumerated(capsys, "--states", "3", "--count"))
    for words in ("normal form │ 5,417", "within 21 steps │ 1,772", "running on │ 3,645"):
        assert words in " ".join(text.split())


def test_samples_and_databases(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    options = ["--states", "5", "--max-steps", "200", "--sample", "20", "--seed", "4"]
    found = enumerated(capsys, *options)
    assert len(found) == 20
    path = tmp_path / "seed.db"
    enumerated(capsys, *options, "--format", "database", "--out", str(path))
    assert [str(machine) for machine in SeedDatabase.open(path).machines()] == found


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--states", "6"], "give max_steps"),
        (["--states", "2", "--format", "database"], "give --out"),
        (["--states", "2", "--after", "1RB"], "column"),
        (["--states", "2", "--limit", "-1"], "0 or more"),
        (["--states", "2", "--format", "database", "--out", "x.db"], "5 states"),
    ],
)
def test_mistakes(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["enumerate", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("flag", ["--count", "--distinct"])
@pytest.mark.parametrize(
    "option", [["--out", "x"], ["--limit", "3"], ["--select", "halting"], ["--format", "database"]]
)
def test_counting_is_not_listing(
    capsys: pytest.CaptureFixture[str], flag: str, option: list[str]
) -> None:
    assert main(["enumerate", "--states", "2", flag, *option]) == 2
    assert f"{option[0]}: for lists only" in capsys.readouterr().err
