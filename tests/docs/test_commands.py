"""Every command line in the README, in ``docs`` and in the help works as it stands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bbsynth.lean.toolchain import Toolchain
from bbsynth.problems import Dataset
from tests.docs.commands import PAGES, ROOT, of_help, of_page
from tests.evaluation.fake_endpoint import Server

SAMPLES = 16
"""As many as `eval` asks for if nothing else is said."""

ENDPOINT = "http://localhost:8000/v1"
FOR_PEOPLE = ("README.md", "docs", "evaluations", "generated", "releases")
"""What commands name of a clone."""


@pytest.fixture(scope="module")
def stage(
    toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], None]]:
    """A fresh folder, like a clone, in which each command line is run once."""
    folder = tmp_path_factory.mktemp("clone")
    for name in FOR_PEOPLE:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    # What the examples of `check` and `eval` have from the reader.
    answers = [
        {"problem_id": one.id, "sample": sample, "completion": one.reference_proof}
        for one in Dataset.open(ROOT / "generated" / "2x2")
        for sample in range(SAMPLES)
    ]
    (folder / "answers.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in answers))
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done: set[str] = set()
    with Server(model="") as server:

        def run(line: str) -> None:
            if line in done:
                return
            done.add(line)
            ended = subprocess.run(
                ["/bin/sh", "-c", line.replace(ENDPOINT, server.url)],
                cwd=folder,
                env={**os.environ, "PATH": programs},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=600,
                check=False,
            )
            assert ended.returncode == 0, f"{line}\n{ended.stdout}\n{ended.stderr}"

        yield run


@pytest.mark.parametrize("page", PAGES)
def test_a_page(page: str, stage: Callable[[str], None]) -> None:
    for line in of_page(page):
        stage(line)


@pytest.mark.parametrize("name", [name for name, lines in of_help().items() if lines])
def test_the_help(name: str, stage: Callable[[str], None]) -> None:
    for line in of_help()[name]:
        stage(line)


def test_something_is_run() -> None:
    assert len(of_page("README.md")) > 15
    assert sum(map(len, of_help().values())) > 20
