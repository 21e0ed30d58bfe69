"""elan's folders, as elan lays them out, and a script that plays elan."""

from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.errors import ToolchainError
from bbsynth.lean.elan import (
    PINNED,
    default_name,
    default_toolchain,
    elan_home,
    elan_program,
    folder_of,
    install_pinned,
    installed_toolchains,
    is_shim,
    lean_program,
)
from tests.judge.standins import PINNED_FOLDER, Elan, Standin, bare_machine, write_script

ROOT = Path(__file__).parents[2]


@pytest.fixture
def elan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elan:
    return bare_machine(tmp_path, monkeypatch)


def names() -> list[str]:
    return [one.name for one in installed_toolchains()]


def test_the_pin_is_that_of_the_repository() -> None:
    assert (ROOT / "lean-toolchain").read_text(encoding="utf-8") == f"{PINNED}\n"
    assert folder_of(PINNED).name == PINNED_FOLDER


def test_where_elan_is(elan: Elan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert elan_home() == elan.home
    assert elan_program() is None
    elan.add_programs()
    assert elan_program() == elan.home / "bin" / "elan"
    monkeypatch.setenv("ELAN_HOME", str(tmp_path / "other"))
    assert elan_home() == tmp_path / "other"
    assert elan_program() is None
    monkeypatch.setenv("PATH", str(elan.home / "bin"))
    assert elan_program() == elan.home / "bin" / "elan"


def test_toolchains_are_listed_newest_first(elan: Elan, tmp_path: Path) -> None:
    assert names() == []
    for name in ("v4.9.0", "v4.28.0", "v4.30.0-rc1", "v4.30.0", "v4.28.tmp"):
        (elan.home / "toolchains" / f"leanprover--lean4---{name}" / "bin").mkdir(parents=True)
    (elan.home / "toolchains" / "mine").symlink_to(tmp_path)
    (elan.home / "toolchains" / "leanprover--lean4---v4.31.lock").touch()
    assert names() == [
        "leanprover/lean4:v4.30.0",
        "leanprover/lean4:v4.28.0",
        "leanprover/lean4:v4.9.0",
        "leanprover/lean4:v4.30.0-rc1",
        "mine",
    ]
    assert installed_toolchains()[0].release == (4, 30, 0)
    assert installed_toolchains()[3].release is None


@pytest.mark.parametrize(
    ("default", "found"),
    [
        ("leanprover/lean4:v4.29.0", "leanprover/lean4:v4.29.0"),
        ("v4.29.0", "leanprover/lean4:v4.29.0"),
        ("4.29.0", "leanprover/lean4:v4.29.0"),
        ("stable", "leanprover/lean4:v4.30.0"),
        ("leanprover/lean4:stable", "leanprover/lean4:v4.30.0"),
        ("mine", "mine"),
        ("leanprover/lean4:v4.31.0", None),
        ("leanprover/lean4:nightly", None),
    ],
)
def test_the_default(elan: Elan, default: str, found: str | None) -> None:
    for name in ("leanprover--lean4---v4.29.0", "leanprover--lean4---v4.30.0", "mine"):
        (elan.home / "toolchains" / name).mkdir(parents=True)
    assert default_toolchain() is None
    elan.set_default(default)
    assert default_name() == default
    toolchain = default_toolchain()
    assert (toolchain and toolchain.name) == found


@pytest.mark.parametrize("settings", ["", "default_toolchain = 3", "not = [toml", "\x00"])
def test_settings_without_a_default(elan: Elan, settings: str) -> None:
    elan.home.mkdir(parents=True)
    (elan.home / "settings.toml").write_text(settings)
    assert default_name() is None


def test_shims(elan: Elan, tmp_path: Path) -> None:
    elan.add_programs()
    assert is_shim(elan.home / "bin" / "lean")
    # Installed by a package: a link, a hard link or a copy, wherever that is.
    for number, put in enumerate(
        (
            lambda to: to.symlink_to(elan.home / "bin" / "elan"),
            lambda to: to.symlink_to(elan.home / "bin" / "lean"),
            lambda to: (
                to.write_text("same"),
                to.with_name("elan").write_text("same"),
            ),
            # A copy of elan that lies alone.
            lambda to: to.write_bytes((elan.home / "bin" / "elan").read_bytes()),
        )
    ):
        folder = tmp_path / f"package{number}"
        folder.mkdir()
        put(folder / "lean")
        assert is_shim(folder / "lean"), number
    program = elan.add(PINNED_FOLDER, Standin()) / "bin" / "lean"
    assert not is_shim(program)
    write_script(program.with_name("elan"), "something else")
    assert not is_shim(program)
    assert elan.calls == []


def test_the_pin_is_installed_once(elan: Elan) -> None:
    elan.add_programs()
    elan.offer(Standin())
    assert install_pinned() == folder_of(PINNED)
    assert elan.calls == [f"{elan.home}/bin/elan toolchain install {PINNED}"]
    assert install_pinned() == folder_of(PINNED)
    assert len(elan.calls) == 1


def test_without_elan(elan: Elan) -> None:
    with pytest.raises(ToolchainError, match=r"elan, the installer .* Install it .* run `bbsynth"):
        install_pinned()


def test_no_network_and_then_the_next_try_works(elan: Elan) -> None:
    elan.add_programs()
    with pytest.raises(ToolchainError, match=r"failed \(exit 1\).* See that the network"):
        install_pinned()
    elan.offer(Standin())
    assert lean_program(install_pinned()).is_file()


def test_an_old_elan_is_named(elan: Elan) -> None:
    elan.add_programs("1.4.2")
    with pytest.raises(ToolchainError, match=r"This is elan 1\.4\.2, and old versions"):
        install_pinned()


@pytest.mark.parametrize("missing", ["bin/lean", "lib/lean/Init.olean"])
def test_an_incomplete_pin(elan: Elan, missing: str) -> None:
    elan.add_programs()
    (elan.add(PINNED_FOLDER, Standin()) / missing).unlink()
    with pytest.raises(ToolchainError, match=f"no .*{missing}.* `elan toolchain uninstall"):
        install_pinned()
    assert elan.calls == []
