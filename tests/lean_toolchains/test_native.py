"""A native Lean: what is found out by looking at files, its version, and how it is started.

The Lean is played by a shell script in a folder built like Lean's.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.errors import ToolchainError
from bbsynth.lean import native as native_module
from bbsynth.lean.native import NativeToolchain, ask_version, inspect, locate, parse_version
from tests.judge.standins import write_script

VERSION = "Lean (version {}, x86_64-unknown-linux-gnu, commit 0123456789ab, Release)"
Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def _no_elan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELAN_HOME", str(tmp_path / "elan"))


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def build(version: str = "4.28.0", name: str = "lean", body: str = "cat") -> Path:
        prefix = tmp_path / name
        (prefix / "lib" / "lean").mkdir(parents=True)
        (prefix / "lib" / "lean" / "Init.olean").touch()
        program = prefix / "bin" / "lean"
        write_script(
            program,
            "#!/bin/sh\nPATH=/usr/bin:/bin\n"
            f'case "$1" in --version) echo "{VERSION.format(version)}" ;; *) {body} ;; esac\n',
        )
        return program

    return build


def found(program: Path) -> NativeToolchain:
    lean = locate(program, "a test")
    return inspect(lean, ask_version(lean))


@given(st.tuples(*[st.integers(0, 10**6)] * 3), st.sampled_from(["", "-pre", "-rc1", "-nightly"]))
def test_versions_are_read(version: tuple[int, int, int], suffix: str) -> None:
    line = VERSION.format(".".join(map(str, version)) + suffix)
    assert parse_version(f"warning: something\n{line}\n") == (line, version)


@pytest.mark.parametrize("text", ["", "Lean (version 4)", "Lean 3.4.2", "version 4.28.0"])
def test_other_text_is_no_version(text: str) -> None:
    with pytest.raises(ToolchainError, match="not a version of Lean"):
        parse_version(text)


def test_a_good_one(make: Make) -> None:
    program = make("4.29.1")
    lean = found(program)
    assert (lean.kind, lean.version) == ("native", VERSION.format("4.29.1"))
    assert lean.program == program
    assert lean.search_path == (program.parent.parent / "lib" / "lean",)
    assert lean.origin == f"{program} (from a test)"
    assert len(lean.fingerprint) == 16
    assert lean == found(program)


def test_what_else_is_printed_is_not_the_version(make: Make) -> None:
    lean = locate(make("4.29.1"), "a test")
    line = VERSION.format("4.29.1")
    alone = inspect(lean, line)
    assert inspect(lean, f"warning: 17 files are old\r\n{line}\r\nand more\r\n") == alone
    assert alone.version == line


def test_a_link_leads_to_the_installation(make: Make, tmp_path: Path) -> None:
    program = make()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "lean").symlink_to(program)
    assert found(tmp_path / "bin" / "lean").program == program


def test_an_installation_may_be_made_of_links(make: Make, tmp_path: Path) -> None:
    program = make()
    (tmp_path / "linked" / "bin").mkdir(parents=True)
    (tmp_path / "linked" / "bin" / "lean").symlink_to(program)
    (tmp_path / "linked" / "lib").symlink_to(program.parent.parent / "lib")
    assert found(tmp_path / "linked" / "bin" / "lean").prefix == tmp_path / "linked"


def test_toolchains_differ_in_fingerprint_and_identity(make: Make) -> None:
    leans = [locate(make(name=name), "a test") for name in ("a", "b")]
    assert len({lean.identity for lean in leans}) == 2
    assert len({found(lean.program).fingerprint for lean in leans}) == 2
    before = leans[0].identity
    os.utime(leans[0].library / "Init.olean", (1, 1))
    assert leans[0].identity != before
    before = leans[0].identity
    kernel = leans[0].library / "libleanshared.so"
    kernel.touch()
    assert leans[0].identity != before
    leans[0].program.unlink()
    with pytest.raises(ToolchainError, match="cannot be read: No such file"):
        _ = leans[0].identity


def test_an_old_version_is_refused(make: Make) -> None:
    with pytest.raises(ToolchainError, match=r"it is Lean 4\.27\.9, .* needs at least 4\.28\.0"):
        found(make("4.27.9"))


def test_what_is_no_lean_is_explained(make: Make, tmp_path: Path) -> None:
    program = make()
    for path, message in (
        (program.parent.parent, f"it is a folder, not a program; the program in it is {program}"),
        (program.parent, "it is a folder, not a program$"),
        (tmp_path / "nothing", "there is no such file"),
        (program / "lean", "there is no such file"),
        (tmp_path / ("x" * 300), "it cannot be looked at: File name too long"),
    ):
        with pytest.raises(ToolchainError, match=message):
            locate(path, "a test")
    program.chmod(0o644)
    with pytest.raises(ToolchainError, match="it is not executable"):
        locate(program, "a test")
    (program.parent.parent / "lib" / "lean" / "Init.olean").unlink()
    program.chmod(0o755)
    with pytest.raises(ToolchainError, match=r"incomplete: there is no .*Init\.olean"):
        locate(program, "a test")
    write_script(tmp_path / "elsewhere" / "lean", "#!/bin/sh\n")
    with pytest.raises(ToolchainError, match=r"belongs to no installation of Lean: .*lib/lean"):
        locate(tmp_path / "elsewhere" / "lean", "a test")


def test_what_is_no_file_is_named_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        for path, kind in (
            (Path("/dev/null"), "a device"),
            (tmp_path / "pipe", "a pipe"),
            (tmp_path / "socket", "a socket"),
        ):
            with pytest.raises(ToolchainError, match=f"it is {kind}; .* PREFIX/bin/lean"):
                locate(path, "a test")


def test_a_text_file_is_no_program(make: Make) -> None:
    program = make()
    program.write_text("not a program")
    with pytest.raises(ToolchainError, match="it cannot be started: Exec format error"):
        found(program)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("exec sleep 20", "did not answer within 0.3 seconds"),
        ("echo 'error: no memory' >&2; exit 1", "failed: error: no memory"),
        ("exit 3", "failed: exit 3"),
    ],
)
def test_a_broken_one_is_explained(
    make: Make, monkeypatch: pytest.MonkeyPatch, body: str, message: str
) -> None:
    monkeypatch.setattr(native_module, "_SECONDS", 0.3)
    program = make()
    write_script(program, f"#!/bin/sh\nPATH=/usr/bin:/bin\n{body}\n")
    with pytest.raises(ToolchainError, match=message):
        found(program)


def test_what_is_launched(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "secret")
    lean = found(make())
    build = tmp_path / "build"
    build.mkdir()
    launch = lean.launch(
        ["--run", "A.lean"], cwd=tmp_path, lean_path=[build], memory_limit=2**30, threads=3
    )
    assert launch.argv == (
        str(lean.program),
        "--threads=3",
        "--memory=1024",
        "--run",
        "A.lean",
    )
    assert launch.cwd == tmp_path
    assert launch.env["LEAN_PATH"] == os.pathsep.join((str(build), str(lean.search_path[0])))
    assert launch.env["LEAN_SYSROOT"] == str(lean.prefix)
    assert not {"SECRET_TOKEN", "PATH", "HOME", "BBSYNTH_LEAN"} & launch.env.keys()


def test_run(make: Make, tmp_path: Path) -> None:
    lean = found(make(body='shift; echo "args $*"; cat; echo to stderr >&2; exit 5'))
    done = lean.run(["-o", "x"], cwd=tmp_path, stdin="line ∀\n")
    assert (done.returncode, done.stdout, done.stderr) == (5, "args -o x\nline ∀\n", "to stderr\n")


def test_run_has_a_time_limit(make: Make, tmp_path: Path) -> None:
    lean = found(make(body="exec sleep 20"))
    with pytest.raises(ToolchainError, match=r"lean x did not end within 0\.3 seconds"):
        lean.run(["x"], cwd=tmp_path, timeout=0.3)
