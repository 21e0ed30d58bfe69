"""Native Leans and elan's folders, played by small scripts; `Standin` says how one misbehaves."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from bbsynth.judge import selection, selftest
from bbsynth.sandbox import confinement
from tests.judge.faking import PRELUDE

PINNED_FOLDER = "leanprover--lean4---v4.28.0"

_SCRIPT = """\
#!{python} -IS
import json, os, re, sys, time

how = json.loads({how!r})
false = set(json.loads({false!r}))
with open({log!r}, "a") as log:
    log.write(" ".join(sys.argv[1:]) + "\\n")
sys.argv[1:] = [arg for arg in sys.argv[1:] if not arg.startswith(("--threads=", "--memory="))]

def stage(name):
    if how["hangs_at"] == name:
        time.sleep(600)
    if how["killed_at"] == name:
        os.kill(os.getpid(), 9)
    if name in how["errors"]:
        print(f"Some.lean:3:2: error: {{name}} is not what it was", file=sys.stderr)
        sys.exit(1)

if sys.argv[1] == "--version":
    stage("version")
    print("Lean (version " + how["version"] + ", x86_64-unknown-linux-gnu, commit 0, Release)")
    sys.exit(0)
if sys.argv[1] != "--run":
    stage("small")
    sys.exit(0)
if sys.argv[2].endswith("Build.lean"):
    staging = sys.argv[4]
    for line in sys.stdin:
        name = line.strip()
        stage("program" if name.startswith("Judge") else "library")
        path = os.path.join(staging, *name.split("."))
        for suffix in (".olean", ".ir"):
            with open(path + suffix, "w") as compiled:
                compiled.write(name)
        print("@built", name, flush=True)
    sys.exit(0)
if sys.argv[2].endswith("Link.lean"):
    open(sys.argv[3], "w").close()
    sys.exit(0)
if len(sys.argv) == 3:
    stage("start")
    print("usage: ...", file=sys.stderr)
    sys.exit(2)
stage("judge")
{prelude}

def is_true(request):
    statement = re.search(r"theorem \\S+ : (.*?) :=", request["reference"], re.DOTALL)[1]
    negated = statement.startswith("¬ (")
    arithmetic = re.fullmatch(r"[\\d +*()]+=[\\d +*()]+", statement.removeprefix("¬ "))
    if arithmetic is None:
        return request["candidate"] not in false
    return eval(statement.removeprefix("¬ ").replace("=", "==")) != negated

hello()
while True:
    request = ask()
    stage("proof")
    accepted = is_true(request)
    if how["rejects"] and how["rejects"] in request["candidate"]:
        accepted = False
    if how["accepts"] and how["accepts"] in request["candidate"]:
        accepted = True
    if accepted:
        answer(request)
    else:
        answer(request, status="wrong", rule="elaboration", detail="unsolved goals")
"""


@dataclass(frozen=True)
class Standin:
    """How a native Lean that is played behaves.

    Attributes
    ----------
    errors, hangs_at, killed_at
        At which stages it fails, hangs, or is killed: version, small, library, program, start,
        judge, proof.
    rejects, accepts
        A piece of text; what has it in it is never or always accepted.
    """

    version: str = "4.28.0"
    errors: tuple[str, ...] = ()
    hangs_at: str = ""
    killed_at: str = ""
    rejects: str = ""
    accepts: str = ""

    def install(self, prefix: Path) -> Path:
        """Write it into the folder `prefix`, and return its program."""
        program = prefix / "bin" / "lean"
        program.parent.mkdir(parents=True)
        (prefix / "lib" / "lean").mkdir(parents=True)
        (prefix / "lib" / "lean" / "Init.olean").touch()
        false = [case.task.candidate for case in selftest.cases() if not case.honest]
        write_script(
            program,
            _SCRIPT.format(
                python=sys.executable,
                how=json.dumps(asdict(self)),
                false=json.dumps(false),
                log=str(prefix / "log"),
                prelude=PRELUDE,
            ),
        )
        return program


def write_script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def starts(prefix: Path) -> list[str]:
    """What the stand-in in `prefix` was started with, each time."""
    log = prefix / "log"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


class Elan:
    """elan's folder in the home folder of a test. Whenever elan or a shim is started, it notes it.

    Its ``toolchain install`` fails, unless a `Standin` to be installed is given to `offer`.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.calls_file = home / "calls"

    def add_programs(self, version: str = "4.2.3") -> None:
        """Put elan there, with ``lean`` as another name for it."""
        elan = self.home / "bin" / "elan"
        write_script(
            elan,
            "#!/bin/sh\nPATH=/usr/bin:/bin\n"
            f'if [ "$1" = --version ]; then echo "elan {version} (0 2026-01-01)"; exit 0; fi\n'
            f'echo "$0 $*" >> {self.calls_file}\n'
            f"if [ -d {self.home}/offered ]; then\n"
            f"  mkdir -p {self.home}/toolchains\n"
            f"  cp -R {self.home}/offered {self.home}/toolchains/{PINNED_FOLDER}\n"
            "else echo 'error: could not download' >&2; exit 1; fi\n",
        )
        os.link(elan, self.home / "bin" / "lean")

    @property
    def calls(self) -> list[str]:
        """How elan and its shims were started."""
        return self.calls_file.read_text().splitlines() if self.calls_file.exists() else []

    def add(self, name: str, standin: Standin) -> Path:
        """Install a stand-in as a toolchain of elan, and return its folder."""
        prefix = self.home / "toolchains" / name
        standin.install(prefix)
        return prefix

    def offer(self, standin: Standin) -> None:
        standin.install(self.home / "offered")

    def set_default(self, name: str) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "settings.toml").write_text(
            f'version = "12"\ndefault_toolchain = "{name}"\n\n[overrides]\n', encoding="utf-8"
        )


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up a Lean that hangs after seconds, not minutes."""
    quick = selftest.Patience(small=1.5, library=20.0, judge=20.0)
    monkeypatch.setattr(selftest, "Patience", lambda: quick)


def bare_machine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Elan:
    """Take away every Lean and elan, all data, and what holds scripts back; return elan's place."""
    for name in ("BBSYNTH_LEAN", "BBSYNTH_TOOLCHAIN", "ELAN_HOME"):
        monkeypatch.delenv(name, raising=False)
    (folder / "empty").mkdir()
    monkeypatch.setenv("PATH", str(folder / "empty"))
    monkeypatch.setenv("HOME", str(folder / "home"))
    monkeypatch.setenv("BBSYNTH_HOME", str(folder / "data"))
    monkeypatch.setattr(selection, "_warned", set())
    # A script needs an interpreter, which the sandbox does not let a native Lean read.
    nothing = tuple(confinement.Protection(name, False, "off") for name in confinement._NAMES)
    monkeypatch.setattr(confinement, "probe", lambda: nothing)
    return Elan(folder / "home" / ".elan")
