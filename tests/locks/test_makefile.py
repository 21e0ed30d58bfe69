"""The part of the Makefile that installs Python packages, with stand-ins for uv and pip.

They note what they are asked to install, and make a virtual environment that is empty but for
bbsynth itself, which is "installed" by naming its folder. The other packages are not needed here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]

_UV = """\
#!{python}
import os, pathlib, subprocess, sys

arguments = sys.argv[1:]
if arguments == ["--version"]:
    print("uv 0.0.0")
elif arguments[0] == "venv":
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", ".venv"], check=True)
    (packages,) = pathlib.Path(".venv/lib").glob("python3*/site-packages")
    (packages / "pip").mkdir()
    (packages / "pip" / "__main__.py").write_text(pathlib.Path(__file__).read_text())
elif "install" in arguments:
    program = "pip" if "site-packages" in __file__ else "uv"
    with open(os.environ["STAND_IN_LOG"], "a") as log:
        print(program, *arguments, file=log)
    with open(os.environ["STAND_IN_LOG"] + ".trust", "w") as log:
        print(os.environ.get("SSL_CERT_FILE"), os.environ.get("NODE_EXTRA_CA_CERTS"), file=log)
    if program in os.environ.get("FAILING", ""):
        sys.exit("error: no network")
    if arguments[-2:] == ["-e", "."]:
        (packages,) = pathlib.Path(".venv/lib").glob("python3*/site-packages")
        (packages / "checkout.pth").write_text(os.getcwd())
"""


class Checkout:
    """A folder with a Makefile, and a machine with a uv on which it is used."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.root.mkdir()
        for name in ("Makefile", "requirements.lock", "requirements-dev.lock", "pyproject.toml"):
            shutil.copy(ROOT / name, self.root)
        (self.root / "bbsynth").mkdir()
        (self.root / "bbsynth" / "__init__.py").touch()
        programs = folder / "programs"
        programs.mkdir()
        (programs / "uv").write_text(_UV.format(python=sys.executable), encoding="utf-8")
        (programs / "uv").chmod(0o755)
        self.log = folder / "log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
            "PATH": f"{programs}:{os.environ['PATH']}",
            "STAND_IN_LOG": str(self.log),
        }

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run make, with a log that holds nothing but what this run installs."""
        self.log.write_text("", encoding="utf-8")
        return subprocess.run(
            ["make", f"PYTHON={sys.executable}", *arguments],
            cwd=self.root,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def installed(self) -> list[str]:
        """Return what the last run had installed, in the form ``uv requirements.lock``."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [f"{line.split()[0]} {line.split()[-1]}" for line in lines]


RUN = ["uv requirements.lock", "uv ."]
DEV = ["uv requirements-dev.lock"]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_running_needs_one_lock_and_testing_both(checkout: Checkout) -> None:
    done = checkout.make("env")
    assert done.returncode == 0, done.stderr
    (size,) = [line for line in done.stdout.splitlines() if line.startswith("Installing")]
    assert "what running needs: " in size
    assert "Python packages" in size
    assert "MB to download" in size
    assert checkout.installed() == RUN
    assert "--require-hashes" in checkout.log.read_text(encoding="utf-8")
    assert checkout.make("dev").returncode == 0
    assert checkout.installed() == DEV
    assert checkout.make("env", "dev").returncode == 0
    assert checkout.installed() == []


def test_a_changed_lock_is_installed_into_the_same_environment(checkout: Checkout) -> None:
    assert checkout.make("env").returncode == 0
    (checkout.root / ".venv" / "mine").touch()
    later = (checkout.root / ".venv" / "installed").stat().st_mtime + 1
    os.utime(checkout.root / "requirements.lock", (later, later))
    assert checkout.make("env").returncode == 0
    assert checkout.installed() == RUN
    assert (checkout.root / ".venv" / "mine").exists()


def test_pip_installs_what_uv_cannot(checkout: Checkout) -> None:
    done = checkout.make("env", FAILING="uv")
    assert done.returncode == 0, done.stderr
    assert checkout.installed() == [
        *("uv requirements.lock", "pip requirements.lock"),
        *("uv .", "pip ."),
    ]


def test_what_failed_is_said_and_made_anew(checkout: Checkout) -> None:
    done = checkout.make("env", FAILING="uv pip")
    assert done.returncode != 0
    assert "error: no network" in done.stderr
    assert "make env goes on when there is one again" in done.stderr
    (checkout.root / ".venv" / "half").touch()
    assert checkout.make("env").returncode == 0
    assert checkout.installed() == RUN
    assert not (checkout.root / ".venv" / "half").exists()


def _take_python_away(root: Path) -> None:
    python = root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python")


def _replace_python(root: Path) -> None:
    """Another minor version looks for packages in another folder."""
    (packages,) = (root / ".venv" / "lib").glob("python3*")
    packages.rename(packages.with_name("python3.0"))


def _interrupt(root: Path) -> None:
    """What an interrupted installation of the tests' packages leaves behind."""
    (root / ".venv" / "unfinished").touch()
    (root / ".venv" / "installed-dev").unlink()


@pytest.mark.parametrize("damage", [_take_python_away, _replace_python, _interrupt])
def test_a_broken_environment_is_made_anew(
    checkout: Checkout, damage: Callable[[Path], None]
) -> None:
    assert checkout.make("dev").returncode == 0
    damage(checkout.root)
    assert checkout.make("dev").returncode == 0
    assert checkout.installed() == RUN + DEV


def test_an_environment_that_was_moved_is_made_anew(checkout: Checkout) -> None:
    assert checkout.make("env").returncode == 0
    checkout.root = checkout.root.rename(checkout.root.with_name("elsewhere"))
    assert checkout.make("env").returncode == 0
    assert checkout.installed() == RUN


@pytest.mark.parametrize(
    ("version", "wanted"), [((3, 10, 9), 2), ((3, 14, 1), 2), ((3, 15, 0), 0), ((3, 16, 0), 2)]
)
def test_other_pythons_are_turned_away(
    checkout: Checkout, version: tuple[int, int, int], wanted: int
) -> None:
    python = checkout.root / "python"
    python.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "import sys; sys.version_info = {version}; '
        'exec(sys.argv[1])" "$2"\n',
        encoding="utf-8",
    )
    python.chmod(0o755)
    done = checkout.make("env", f"PYTHON={python}")
    assert done.returncode == wanted, done.stderr
    if wanted:
        assert "bbsynth needs Python 3.11 to 3.15" in done.stderr
        assert not (checkout.root / ".venv").exists()


@pytest.mark.parametrize("setting", ["variable", "file"])
def test_the_certificates_of_pip_are_those_of_all(
    checkout: Checkout, tmp_path: Path, setting: str
) -> None:
    """uv is told, and what `make lean` starts; what they were told otherwise stays."""
    bundle = tmp_path / "bundle.pem"
    bundle.touch()
    for name in ("PIP_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"):
        checkout.environment.pop(name, None)
    (tmp_path / "pip.conf").write_text(f"[global]\ncert = {bundle}\n", encoding="utf-8")
    told = (
        {"PIP_CERT": str(bundle)}
        if setting == "variable"
        else {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf")}
    )
    trust = tmp_path / "log.trust"
    assert checkout.make("env", **told).returncode == 0
    assert trust.read_text() == f"{bundle} {bundle}\n"
    program = checkout.root / ".venv" / "bin" / "bbsynth"
    program.write_text(f'#!/bin/sh\necho "$SSL_CERT_FILE $NODE_EXTRA_CA_CERTS" > {trust}\n')
    program.chmod(0o755)
    assert checkout.make("lean", **told).returncode == 0
    assert trust.read_text() == f"{bundle} {bundle}\n"
    assert checkout.make("lean", SSL_CERT_FILE="/other", **told).returncode == 0
    assert trust.read_text() == f"/other {bundle}\n"
    gone = {name: str(value).replace("bundle", "gone") for name, value in told.items()}
    if setting == "variable":
        assert checkout.make("lean", **gone).returncode == 0
        assert trust.read_text() == " \n"
