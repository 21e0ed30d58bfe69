"""Can every Python, on every platform, have the packages that the locks pin?

``python -m tests.locks.wheels``, a part of ``make lock``, asks the package index that uv is set to
for the files of each locked package. For each Python and platform it selects what an installer
there would select, and prints the number and the size of these files. A package without a fitting
wheel is built from its source: the result has to be a wheel of Python code alone. The exit status
is 1 if some Python on some platform cannot have a package.

It then writes into the first line of each lock how many packages it has and how much they are to
download; ``make`` shows this line before it installs them.

What it does not see: a file's ``Requires-Python`` (uv leaves it out of what it reports), and
whether the packages work together.
"""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from packaging import tags
from packaging.markers import Environment
from packaging.pylock import Package, PackageWheel, Pylock, PylockSelectError

__all__ = ["PLATFORMS", "PYTHONS", "Platform", "Selection", "builds_from_pure_python", "select"]

PYTHONS = tuple((3, minor) for minor in range(11, 16))
"""The versions of Python that bbsynth supports."""

_ROOT = Path(__file__).parents[2]
_RUN, _DEV = _ROOT / "requirements.lock", _ROOT / "requirements-dev.lock"
_OLDEST_GLIBC, _GLIBC = 5, 28  # manylinux_2_5 is the first there was; 2.28 is that of RHEL 8
_OLDEST_MACOS = (13, 0)


@dataclasses.dataclass(frozen=True)
class Platform:
    """A platform as an installer sees it: markers, and tags of wheels from the best down."""

    name: str
    system: str
    machine: str

    @property
    def tags(self) -> list[str]:
        """The platform tags that fit, the most specific one first."""
        if self.system == "Darwin":
            return list(tags.mac_platforms(_OLDEST_MACOS, self.machine))
        legacy = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
        found = []
        for minor in range(_GLIBC, _OLDEST_GLIBC - 1, -1):
            found.append(f"manylinux_2_{minor}_{self.machine}")
            if minor in legacy:
                found.append(f"{legacy[minor]}_{self.machine}")
        return [*found, f"linux_{self.machine}"]

    def environment(self, python: tuple[int, int]) -> Environment:
        """Return the values of environment markers in CPython `python` on this platform."""
        major, minor = python
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{major}.{minor}.0",
            "os_name": "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": self.system,
            "platform_version": "",
            "python_full_version": f"{major}.{minor}.0",
            "python_version": f"{major}.{minor}",
            "sys_platform": self.system.lower(),
        }


PLATFORMS = (
    Platform("Linux x86-64", "Linux", "x86_64"),
    Platform("Linux arm64", "Linux", "aarch64"),
    Platform("macOS arm64", "Darwin", "arm64"),
)
"""The platforms that are looked at: Linux with glibc 2.28 or later, macOS 13 or later."""


@dataclasses.dataclass
class Selection:
    """What an installer takes for one Python on one platform.

    Attributes
    ----------
    sizes : dict
        The bytes to download, by name of the package.
    missing : list of str
        ``name version`` of packages that have no fitting wheel and do not build without a compiler.
    """

    sizes: dict[str, int] = dataclasses.field(default_factory=dict)
    missing: list[str] = dataclasses.field(default_factory=list)


def select(
    lock: Pylock,
    python: tuple[int, int],
    platform: Platform,
    builds: Callable[[Package], bool],
) -> Selection:
    """Select the files that `python` needs on `platform`.

    Parameters
    ----------
    lock : Pylock
        The packages with their files.
    python : pair of int
        Major and minor version of CPython.
    platform : Platform
        Where it runs.
    builds : callable
        Asked of a package that has no fitting wheel, but its source: does that need no compiler?
    """
    supported = [
        *tags.cpython_tags(python, platforms=platform.tags),
        *tags.compatible_tags(python, f"cp{python[0]}{python[1]}", platform.tags),
    ]
    selection = Selection()
    for package in lock.packages:
        # One by one, since a selection ends at the first package that cannot be had.
        alone = dataclasses.replace(lock, packages=[package])
        try:
            chosen = list(alone.select(environment=platform.environment(python), tags=supported))
        except PylockSelectError:
            selection.missing.append(f"{package.name} {package.version}")
            continue
        for _, file in chosen:  # none, where the marker of the package excludes it
            if not isinstance(file, PackageWheel) and not builds(package):
                selection.missing.append(f"{package.name} {package.version}")
            else:
                selection.sizes[package.name] = getattr(file, "size", None) or 0
    return selection


def builds_from_pure_python(package: Package) -> bool:
    """Build a package from its source; is the result a wheel for any platform?"""
    with tempfile.TemporaryDirectory() as folder:
        requirement = f"{package.name}=={package.version}"
        done = _uv("pip", "install", "--no-deps", "--no-binary", package.name,
                   "--target", folder, requirement)  # fmt: skip
        if done.returncode != 0:
            return False
        (wheel,) = Path(folder).glob("*.dist-info/WHEEL")
        lines = wheel.read_text(encoding="utf-8").splitlines()
    built = [line.split(":", 1)[1].strip() for line in lines if line.startswith("Tag:")]
    return bool(built) and all(tag.endswith("-none-any") for tag in built)


def _uv(*arguments: str) -> subprocess.CompletedProcess[str]:
    beside = Path(sys.executable).with_name("uv")
    program = str(beside) if beside.is_file() else shutil.which("uv")
    if program is None:
        raise SystemExit("uv is missing; `make dev` installs it")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def _files(lock: Path) -> Pylock:
    """Ask the index for the files of the packages in a lock."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "pylock.toml")
        done = _uv("pip", "compile", str(lock), "--quiet", "--no-deps", "--universal",
                   "--python-version", ".".join(map(str, PYTHONS[0])),
                   "--format", "pylock.toml", "--output-file", str(output))  # fmt: skip
        if done.returncode != 0:
            raise SystemExit(f"{lock.name}: the index cannot be asked:\n{done.stderr}")
        return Pylock.from_dict(tomllib.loads(output.read_text(encoding="utf-8")))


def _selections(lock: Path) -> Iterator[tuple[tuple[int, int], Platform, Selection]]:
    files = _files(lock)
    built: dict[str, bool] = {}

    def builds(package: Package) -> bool:
        if package.name not in built:
            built[package.name] = builds_from_pure_python(package)
            how = "builds from pure Python" if built[package.name] else "does not build as such"
            print(f"  {package.name} {package.version} lacks a wheel; its source {how}")
        return built[package.name]

    for platform in PLATFORMS:
        for python in PYTHONS:
            yield python, platform, select(files, python, platform, builds)


def _describe(lock: Path, header: str) -> None:
    """Put a comment in the first line of a lock, in place of an earlier one."""
    lines = lock.read_text(encoding="utf-8").splitlines(keepends=True)
    if lines[0].startswith("# "):
        del lines[0]
    staging = lock.with_suffix(".part")
    staging.write_text("".join([f"# {header}\n", *lines]), encoding="utf-8")
    staging.replace(lock)


def _largest(selections: Sequence[dict[str, int]]) -> str:
    count = max(len(sizes) for sizes in selections)
    megabytes = max(sum(sizes.values()) for sizes in selections) / 1e6
    return f"{count} Python packages, up to {megabytes:.0f} MB to download"


def main() -> int:
    """Check both locks, print a table, describe the locks; return the exit status."""
    sizes: dict[Path, list[dict[str, int]]] = {_RUN: [], _DEV: []}
    complete = True
    for lock, found in sizes.items():
        print(f"{lock.name}:")
        for python, platform, selection in _selections(lock):
            found.append(selection.sizes)
            complete = complete and not selection.missing
            print(
                f"  {platform.name:<12}  Python {python[0]}.{python[1]}  "
                f"{len(selection.sizes):3} packages  {sum(selection.sizes.values()) / 1e6:5.0f} MB"
                + "".join(f"\n    cannot have {name}" for name in selection.missing)
            )
    if not complete:
        return 1
    more = [
        {name: size for name, size in dev.items() if name not in run}
        for run, dev in zip(sizes[_RUN], sizes[_DEV], strict=True)
    ]
    _describe(_RUN, f"what running needs: {_largest(sizes[_RUN])}")
    _describe(_DEV, f"what testing needs as well: {_largest(more)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
