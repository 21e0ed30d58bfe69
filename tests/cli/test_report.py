from __future__ import annotations

import json
from pathlib import Path

import pytest

from bbsynth.cli import main
from bbsynth.problems import Dataset
from tests.evaluation.fake_runs import write_fake_run

PROBLEMS = Dataset.open(Path(__file__).parents[2] / "generated" / "2x2").problems[:8]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    sharp = ["++++"] * 3 + ["----"] * 5
    broad = ["+---"] * 7 + ["+!--"]
    return write_fake_run(tmp_path / "run", PROBLEMS, {"sharp": sharp, "broad": broad})


def test_the_table(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(run), "--draws", "200"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "pass@1" in out
    assert "37.5" in out
    assert "8/8" in out
    assert "broad (both) passes sharp (both) at k = 2" in out
    assert "failed requests: server 1" in out


def test_all_files(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["page.html", "figures.json", "curves.csv", "problems.csv", "curves.svg", "curves.png"]
    files = [tmp_path / "out" / name for name in names]
    options = ["--html", "--json", "--csv", "--problems-csv", "--figure", "--figure"]
    arguments = [part for pair in zip(options, map(str, files), strict=True) for part in pair]
    assert main(["report", str(run), "--draws", "200", "--title", "Ours", *arguments]) == 0
    assert all(file.stat().st_size > 300 for file in files)
    assert "<title>Ours</title>" in files[0].read_text(encoding="utf-8")
    assert len(json.loads(files[1].read_bytes())["arms"]) == 2
    assert f"Written: {files[5]}" in capsys.readouterr().out.replace("\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name at least one run"),
        (["nowhere"], "nowhere is not a run"),
        (["RUN", "--figure", "x.gif"], "a figure is .svg, .png or .pdf"),
        (["RUN", "--draws", "3"], "3 is not in the range"),
        (["RUN", "--html", "RUN/run.json/page.html"], "cannot write"),
    ],
)
def test_usage_errors(
    run: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", *(one.replace("RUN", str(run)) for one in arguments)]) == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_names_cannot_move_the_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_fake_run(tmp_path, PROBLEMS[:1], {"m": ["+!!!"]})
    record = json.loads((path / "run.json").read_text())
    record["arms"][0]["model"]["name"] = "\x1b[2Jm"
    (path / "run.json").write_text(json.dumps(record))
    assert main(["report", str(path), "--draws", "100"]) == 2
    captured = capsys.readouterr()
    assert "its name has to be one line" in captured.err
    assert "\x1b" not in captured.out + captured.err
