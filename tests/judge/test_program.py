"""The judge, compiled and linked: what is started, and what becomes of damage."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bbsynth._common.resources import data_dir, lean_dir
from bbsynth.errors import ToolchainError
from bbsynth.judge import program as program_module
from bbsynth.judge.pool import Pool
from bbsynth.judge.process import JudgeProcess
from bbsynth.judge.program import Program, judge_digest, judge_program, mend, merged
from bbsynth.judge.verdict import Limits, Task
from bbsynth.lean.library import compiled_library
from bbsynth.lean.toolchain import Toolchain
from tests.judge.faking import fake_toolchain

PROOF = Task(
    name="n",
    theorem="t",
    reference="import BBSynth\n\ntheorem t : 1 + 1 = 2 := by\n  sorry\n",
    candidate="theorem t : 1 + 1 = 2 := rfl\n",
)


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is taken for that of the compiled modules."""
    folder = tmp_path / "compiled"
    folder.mkdir()
    monkeypatch.setattr(program_module, "compiled_library", lambda *_, **__: folder)
    monkeypatch.setattr(program_module, "library_folder", lambda *_, **__: folder)
    return folder


class TestNative:
    def test_the_file_that_imports_what_was_compiled(self, tmp_path: Path, compiled: Path) -> None:
        fake = fake_toolchain(tmp_path, "print('usage: x', file=sys.stderr)\nsys.exit(2)\n")
        program = judge_program(fake)
        assert program.modules == compiled
        assert program.file.read_text() == (lean_dir() / "Judge.lean").read_text()
        assert judge_program(fake) == program
        assert len(fake.launched) == 1

    def test_one_file_if_that_does_not_start(self, tmp_path: Path, compiled: Path) -> None:
        fake = fake_toolchain(
            tmp_path,
            "if 'import Judge' in open(sys.argv[2]).read():\n    sys.exit(1)\n"
            "print('usage: x', file=sys.stderr)\nsys.exit(2)\n",
        )
        program = judge_program(fake)
        assert program.file.read_text() == merged(lean_dir())
        assert len(fake.launched) == 2

    def test_neither_starts(self, tmp_path: Path, compiled: Path) -> None:
        fake = fake_toolchain(tmp_path, "print('error: no such thing')\nsys.exit(1)\n")
        with pytest.raises(ToolchainError, match=r"does not start with Lean .*\nerror: no such"):
            judge_program(fake)
        assert list(compiled.iterdir()) == []


def test_the_modules_as_one_file_judge(embedded: Toolchain, tmp_path: Path, compiled: Path) -> None:
    (tmp_path / "Start.lean").write_text(merged(lean_dir()), encoding="utf-8")
    program = Program(tmp_path / "Start.lean", compiled, tmp_path)
    with JudgeProcess(embedded, compiled_library(embedded), program) as process:
        assert process.ask(PROOF, Limits())["status"] == "proved"


class TestEmbedded:
    @pytest.fixture
    def fake(self, tmp_path: Path) -> Toolchain:
        return fake_toolchain(tmp_path, "open(sys.argv[3], 'w').write('linked')\n", kind="embedded")

    def test_is_linked_once(self, fake: Toolchain, compiled: Path) -> None:
        notes: list[str] = []
        first = judge_program(fake, note=notes.append)
        assert judge_program(fake, note=notes.append) == first
        assert notes == ["preparing the start of the judge"]
        assert first.file.read_text() == "module\nprelude\npublic import Program\n"
        assert first.folder.parent == compiled
        assert [path for path in compiled.iterdir() if path.name.startswith(".")] == []

    def test_that_cannot_link_leaves_nothing(self, tmp_path: Path, compiled: Path) -> None:
        fake = fake_toolchain(
            tmp_path, "print('there is no code of x')\nsys.exit(1)\n", kind="embedded"
        )
        with pytest.raises(ToolchainError, match="there is no code of x"):
            judge_program(fake)
        assert list(compiled.iterdir()) == []

    @pytest.mark.parametrize("damage", ["other bytes", "no file", "no digest", "no start"])
    @pytest.mark.parametrize("anew", [mend, judge_program])
    def test_damage_is_mended(
        self,
        fake: Toolchain,
        compiled: Path,
        monkeypatch: pytest.MonkeyPatch,
        damage: str,
        anew: Callable[..., object],
    ) -> None:
        monkeypatch.setattr(program_module, "mend_library", lambda *_, **__: False)
        linked = judge_program(fake)
        assert not mend(fake)
        module = linked.folder / "Program.olean"
        good = module.read_bytes()
        match damage:
            case "other bytes":
                module.write_bytes(b"x" + good[1:])
            case "no file":
                module.unlink()
            case "no start":
                linked.file.write_text("")
            case _:
                (linked.folder / "sha256").unlink()
        assert anew(fake)
        assert linked.file.read_text() == "module\nprelude\npublic import Program\n"
        assert module.read_bytes() == good
        assert not mend(fake)


def test_nothing_is_mended_that_was_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BBSYNTH_HOME", str(tmp_path / "home"))
    fake = fake_toolchain(tmp_path)
    notes: list[str] = []
    assert not mend(fake, note=notes.append)
    assert (fake.launched, notes) == ([], [])
    assert not (tmp_path / "home").exists()


def test_the_digest_is_that_of_all_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "lean"
    shutil.copytree(lean_dir(), root)
    monkeypatch.setattr(program_module, "lean_dir", lambda: root)
    seen = {judge_digest()}
    for name in ("Judge.lean", "Judge/Gate.lean", "Judge/Check.lean", "Link.lean", "gate.tsv"):
        with (root / name).open("a", encoding="utf-8") as stream:
            stream.write("\n")
        seen.add(judge_digest())
    assert len(seen) == 6
    (root / "gate.tsv").unlink()
    with pytest.raises(ToolchainError, match=r"gate\.tsv: .*installation of bbsynth"):
        judge_digest()


def test_a_pool_mends_what_does_not_start(
    embedded: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A copy of the data folder: nobody else is to start with what is damaged here, or to mend it.
    home = data_dir()
    for folder in (program_module.compiled_library(embedded), judge_program(embedded).folder):
        name = folder.relative_to(home / "libraries").parts[0]
        copy = tmp_path / "libraries" / name
        shutil.copytree(home / "libraries" / name, copy, dirs_exist_ok=True)
    (tmp_path / "toolchains").symlink_to(home / "toolchains")
    monkeypatch.setenv("BBSYNTH_HOME", str(tmp_path))
    library = program_module.compiled_library(embedded)
    linked = judge_program(embedded)
    assert tmp_path in linked.folder.parents
    module = linked.folder / "Program.olean"
    good = module.read_bytes()
    module.write_bytes(good[: len(good) // 2])
    pool = Pool(embedded, library, linked, jobs=1, limits=Limits())
    try:
        assert pool.submit(PROOF).result(300).proved
    finally:
        pool.close()
    assert module.stat().st_size == len(good)
