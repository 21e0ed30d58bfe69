"""LeanDojo's prerequisites. LeanDojo itself is played by a module that records what it sees."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from bbsynth import leandojo
from bbsynth.errors import ToolchainError
from bbsynth.lean.native import NativeToolchain
from bbsynth.leandojo import TracedProof, TracedStep, open_theorem, trace_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    (folder / "lakefile.toml").touch()
    return folder


@pytest.fixture
def native(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NativeToolchain:
    prefix = tmp_path / "lean"
    (prefix / "bin").mkdir(parents=True)
    (prefix / "bin" / "lake").touch()
    found = NativeToolchain(
        kind="native",
        version="Lean",
        origin="a test",
        search_path=(),
        fingerprint="0" * 16,
        program=prefix / "bin" / "lean",
        prefix=prefix,
    )
    monkeypatch.setattr(leandojo, "find_native", lambda: found)
    return found


@pytest.fixture
def dojo(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType("lean_dojo")
    module.__spec__ = SimpleNamespace(name="lean_dojo")  # type: ignore[assignment]
    monkeypatch.setitem(sys.modules, "lean_dojo", module)
    return module


def test_the_extra_is_named_if_it_is_missing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leandojo.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ToolchainError, match=r"pip install 'bbsynth\[dojo\]'"):
        trace_project(project)
    with (
        pytest.raises(ToolchainError, match=r"pip install 'bbsynth\[dojo\]'"),
        open_theorem(project, file=Path("A.lean"), name="t"),
    ):
        pass


def test_an_import_that_fails(
    project: Path, native: NativeToolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leandojo.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setitem(sys.modules, "lean_dojo", None)
    with pytest.raises(ToolchainError, match="LeanDojo cannot be imported"):
        trace_project(project)


@pytest.mark.usefixtures("dojo")
def test_a_native_lean_is_needed(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BBSYNTH_LEAN", str(tmp_path / "none"))
    with pytest.raises(
        ToolchainError, match=r"needs a native Lean with lake, .*none, which cannot be"
    ):
        trace_project(project)


@pytest.mark.usefixtures("dojo")
def test_lake_is_needed(project: Path, native: NativeToolchain) -> None:
    (native.prefix / "bin" / "lake").unlink()
    with pytest.raises(ToolchainError, match="needs lake, which is not in"):
        trace_project(project)


@pytest.mark.usefixtures("dojo", "native")
def test_the_project_is_looked_at(project: Path) -> None:
    (project / ".git").rmdir()
    with pytest.raises(ToolchainError, match="git init"):
        trace_project(project)
    (project / "lakefile.toml").unlink()
    with pytest.raises(ToolchainError, match="not a Lake project"):
        trace_project(project)


def test_tracing_happens_in_a_contained_environment(
    dojo: ModuleType, native: NativeToolchain, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACCESS_TOKEN", "secret")
    monkeypatch.setenv("BBSYNTH_HOME", str(project / "data"))
    seen: dict[str, str] = {}

    def trace(repository: object, *, build_deps: bool) -> object:
        seen.update(os.environ)
        step = SimpleNamespace(tactic="rfl", state_before="⊢ 1 = 1", state_after="no goals")
        theorem = SimpleNamespace(
            theorem=SimpleNamespace(full_name="t", file_path="A.lean"),
            get_theorem_statement=lambda: "theorem t : 1 = 1",
            get_traced_tactics=lambda: [step],
        )
        return SimpleNamespace(get_traced_theorems=lambda: [theorem])

    dojo.LeanGitRepo = SimpleNamespace(from_path=lambda path: path)  # type: ignore[attr-defined]
    dojo.trace = trace  # type: ignore[attr-defined]
    before = dict(os.environ)
    proofs = trace_project(project)
    step = TracedStep("rfl", "⊢ 1 = 1", "no goals")
    assert proofs == (TracedProof("t", Path("A.lean"), "theorem t : 1 = 1", (step,)),)
    assert "GITHUB_ACCESS_TOKEN" not in seen
    assert seen["CACHE_DIR"] == str(project / "data" / "leandojo")
    assert seen["DISABLE_REMOTE_CACHE"] == "1"
    assert seen["PATH"].startswith(str(native.prefix / "bin"))
    assert dict(os.environ) == before


@pytest.mark.usefixtures("native")
def test_a_failure_of_leandojo_is_reported(dojo: ModuleType, project: Path) -> None:
    def trace(repository: object, *, build_deps: bool) -> object:
        raise RuntimeError("lake build failed")

    dojo.LeanGitRepo = SimpleNamespace(from_path=lambda path: path)  # type: ignore[attr-defined]
    dojo.trace = trace  # type: ignore[attr-defined]
    with pytest.raises(ToolchainError, match=r"could not trace .*project: lake build failed"):
        trace_project(project)
