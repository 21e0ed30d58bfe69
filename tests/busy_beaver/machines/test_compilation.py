from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numba
import pytest

from bbsynth.busy_beaver.machines.compilation import compiled


def _double(number: int) -> int:
    return 2 * number


def test_compiled_functions_compute() -> None:
    assert compiled(_double)(21) == 42


def test_without_a_folder_to_keep_code_in(monkeypatch: pytest.MonkeyPatch) -> None:
    njit = numba.njit

    def refusing(*args: object, cache: bool = False) -> object:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return njit(*args)

    monkeypatch.setattr(numba, "njit", refusing)
    assert compiled(_double)(21) == 42


def test_numba_is_imported_only_when_something_is_run(tmp_path: Path) -> None:
    code = (
        "import sys, bbsynth.busy_beaver.machines, bbsynth.busy_beaver.deciders\n"
        "print([name for name in ('numba', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
