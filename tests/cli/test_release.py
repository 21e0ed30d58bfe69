"""The command; what it builds and finds is tested with the release."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from bbsynth.cli import main
from bbsynth.lean.toolchain import Toolchain
from tests.cli.running import COMMAND

CONFIG = """\
name = "two"
version = "0.1.0"
title = "Two problems"
date = "2026-01-01"
canary = "1f0c0b53-7a25-4d7a-9f34-0d2f0ea1b2c3"
seed = 1
public_proofs = ["test"]
[splits]
test = 1.0
[[sources]]
states = 2
size = 2
"""
SEED = "a-private-seed-that-only-the-tests-know-0123456789"


@pytest.fixture(scope="module")
def built(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two")
    (folder / "two.toml").write_text(CONFIG + "held_out = 1\n")
    (folder / "seed").write_text(SEED)
    arguments = ["--config", folder / "two.toml", "--out", folder / "dist", "--jobs", "1"]
    arguments += ["--held-out", folder / "private", "--private-seed", folder / "seed"]
    assert main(["release", *map(str, arguments)]) == 0
    return folder


def test_building_and_verifying(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--held-out", built / "private", "--private-seed", built / "seed"]
    capsys.readouterr()
    assert main(["release", "verify", str(built / "dist"), *map(str, arguments)]) == 0
    captured = capsys.readouterr()
    assert "good   held-out set: against commitments and public rows" in captured.out
    assert "good   private seed: against the manifest" in captured.out
    assert "nothing wrong was found\nOnly --rebuild tells" in captured.out


def test_a_rebuild(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", "verify", str(built / "dist"), "--rebuild", "--jobs", "1"]) == 0
    assert "good   rebuild" in capsys.readouterr().out


def test_what_is_found(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (built / "dist").rglob("*"):
        if path.is_file():
            to = tmp_path / "dist" / path.relative_to(built / "dist")
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(path.read_bytes())
    (tmp_path / "dist" / "README.md").write_text("mine")
    assert main(["release", "verify", str(tmp_path / "dist")]) == 1
    out = capsys.readouterr().out
    assert "wrong  checksums" in out
    assert "checksums: README.md was changed" in out
    assert out.endswith("this release must not be trusted\n")


def test_the_summary_and_contamination(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dist = built / "dist"
    assert main(["contamination", str(dist), str(built / "two.toml")]) == 0
    assert "Of 2 problems, 0 have a statement that was seen" in capsys.readouterr().out
    report = built / "found.json"
    arguments = [str(dist), str(dist / "jsonl"), "--json", str(report)]
    assert main(["contamination", *arguments]) == 1
    out = capsys.readouterr().out
    assert "Of 2 problems, 2 have a statement that was seen" in out
    assert "The canary of the dataset is in" in out
    assert report.is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "name the configuration with --config and the folder to make with --out"),
        ("--config two.toml", "name the folder to make with --out"),
        ("--config none.toml --out x", "cannot read the configuration none.toml"),
        ("--config two.toml --out two.toml", "two.toml is not empty"),
        ("--config two.toml --out x --held-out y", "two.toml: it has no held-out set"),
        (
            "--config held.toml --out x --previous y",
            "  - it has a held-out set, which is made from",
        ),
        ("--config held.toml --out x --previous y", "with --held-out\n  - it has no [previous]"),
        ("--config bad.toml --out x", "bad.toml: there is no key 'colour'"),
        ("verify nothing", "nothing is not a release"),
        ("verify x --proofs most", "--proofs is a number or 'all', not 'most'"),
        ("--out x verify x", "options go behind 'verify'"),
        ("build", "No such command 'build'"),
    ],
)
def test_what_is_refused(
    arguments: str,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BBSYNTH_PRIVATE_SEED", raising=False)
    Path("two.toml").write_text(CONFIG)
    Path("held.toml").write_text(CONFIG + "held_out = 1\n")
    Path("bad.toml").write_text('colour = "red"\n' + CONFIG)
    assert main(["release", *arguments.split()]) == 2
    assert message in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.toml", "held.toml", "two.toml"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name the release or dataset as DATASET and text to search as CORPUS"),
        (["dist"], "name text to search as CORPUS"),
        (["dist", "none"], "there is no dataset at dist"),
    ],
)
def test_a_search_that_lacks_something(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["contamination", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_an_interrupt_leaves_nothing(toolchain: Toolchain, tmp_path: Path) -> None:
    (tmp_path / "two.toml").write_text(CONFIG.replace("size = 2", "size = 60"))
    process = subprocess.Popen(
        [*COMMAND, "release", "--config", "two.toml", "--out", "dist", "--jobs", "1"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "BBSYNTH_CACHE": str(tmp_path / "cache")},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    while process.poll() is None and not (tmp_path / "cache" / "verdicts.sqlite").exists():
        time.sleep(0.05)
    time.sleep(1)
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    assert (out, err.splitlines()[-1]) == ("", "Interrupted.")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "two.toml"]
