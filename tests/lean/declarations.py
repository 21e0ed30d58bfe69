"""What Lean says the library consists of; ``python -m tests.lean.declarations`` writes it down.

It is ``make declarations``, which is to be run whenever a source of the library was
changed, and takes a quarter of a minute once the library is compiled. It asks the embedded Lean,
since another version may elaborate the same text to other terms.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bbsynth._common.resources import lean_dir
from bbsynth.busy_beaver.excerpt import LIBRARY, TABLE, source_digest
from bbsynth.judge.selection import find_toolchain
from bbsynth.lean.library import compiled_library, extra_modules
from bbsynth.lean.toolchain import Toolchain

__all__ = ["table"]


def table(toolchain: Toolchain) -> str:
    """Return the table of declarations, by the library as it is compiled.

    Raises
    ------
    RuntimeError
        If Lean does not make it.
    """
    root, modules = lean_dir(), [LIBRARY, *extra_modules()]
    compiled = compiled_library(toolchain, modules, note=print)
    with tempfile.TemporaryDirectory() as folder:
        done = toolchain.run(
            ["--run", str(root / "Declarations.lean"), str(root), *modules],
            cwd=Path(folder),
            lean_path=[compiled],
            readable=[root, compiled],
            timeout=300,
        )
    if done.returncode != 0 or not done.stdout:
        raise RuntimeError(f"no table of declarations:\n{done.stdout}{done.stderr}")
    names = dict.fromkeys(line.partition("\t")[0] for line in done.stdout.splitlines())
    return f"{source_digest(names)}\n{done.stdout}"


if __name__ == "__main__":
    (lean_dir() / TABLE).write_text(
        table(find_toolchain("embedded")), encoding="utf-8", newline="\n"
    )
