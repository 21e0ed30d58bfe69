"""The compiled library: what is compiled, when, and what is refused."""

from __future__ import annotations

import errno
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from bbsynth._common.resources import lean_dir
from bbsynth.errors import OutputError, ToolchainError
from bbsynth.judge.process import JudgeProcess
from bbsynth.judge.program import judge_program
from bbsynth.lean import compiler, compiling
from bbsynth.lean import library as library_module
from bbsynth.lean.library import (
    LIBRARY,
    compiled_library,
    ensure_modules,
    extra_modules,
    imported_modules,
    library_modules,
    mend_library,
)
from bbsynth.lean.toolchain import Toolchain
from tests.judge.faking import COMPILER, fake_toolchain

#: What must not stand in the sources of the library, outside of comments and strings.
FORBIDDEN = {
    "sorry",
    "admit",
    "stop",
    "axiom",
    "native_decide",
    "bv_decide",
    "unsafe",
    "implemented_by",
    "extern",
    "csimp",
    "opaque",
    "sorryAx",
    "ofReduceBool",
    "trustCompiler",
    "skipKernelTC",
}


def words(text: str) -> set[str]:
    """The words of Lean source, those in comments and strings left out."""
    kept: list[str] = []
    depth = 0
    for token in re.finditer(r'/-|-/|--[^\n]*|"(?:\\.|[^"\\])*"|[^\W\d][\w.!?\']*|.|\n', text):
        piece = token.group()
        if piece == "/-":
            depth += 1
        elif piece == "-/" and depth:
            depth -= 1
        elif not depth and not piece.startswith(("--", '"')):
            kept.append(piece)
    return {part for piece in kept for part in (piece, *piece.split("."))}


def write_root(folder: Path, modules: dict[str, str]) -> Path:
    """Write a library; Build.lean is ours."""
    for module, text in modules.items():
        path = folder.joinpath(*module.split(".")).with_suffix(".lean")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "Build.lean").write_bytes((lean_dir() / "Build.lean").read_bytes())
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "lean"
    folder.mkdir()
    return write_root(
        folder,
        {
            "BBSynth": "module\n\npublic import BBSynth.One\n",
            "BBSynth.One": "module\n\npublic section\ntheorem one : 1 = 1 := rfl\n",
        },
    )


@pytest.fixture
def libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled libraries are kept during a test. It is not there at first."""
    monkeypatch.setattr(library_module, "data_dir", lambda: tmp_path / "data")
    return tmp_path / "data" / "libraries"


def compiled(root: Path) -> list[str]:
    """The modules that the fake Lean was told to compile, in order; from now on, others."""
    log = root / "log"
    names = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return names


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


class TestOrder:
    def test_of_a_diamond(self, tmp_path: Path) -> None:
        modules = {
            "BBSynth": "module\npublic import BBSynth.Left\npublic import BBSynth.Right.Most\n",
            "BBSynth.Left": "module\npublic import BBSynth.Base\n",
            "BBSynth.Right.Most": "module\npublic import Init\npublic import BBSynth.Base\n",
            "BBSynth.Base": "module\n/-! public import BBSynth.Nowhere -/\n",
            "BBSynth.Orphan": "module\n",
        }
        assert library_modules(write_root(tmp_path, modules)) == [
            "BBSynth.Base",
            "BBSynth.Left",
            "BBSynth.Right.Most",
            "BBSynth",
        ]

    @settings(deadline=None, max_examples=40)
    @given(st.data())
    def test_imports_come_first(self, data: st.DataObject) -> None:
        count = data.draw(st.integers(1, 7))
        names = data.draw(st.permutations([f"BBSynth.M{i}" for i in range(count)]))
        imports = {
            name: data.draw(st.lists(st.sampled_from(names[i + 1 :]), unique=True))
            if names[i + 1 :]
            else []
            for i, name in enumerate(names)
        }
        imports["BBSynth"] = data.draw(st.lists(st.sampled_from(names), unique=True))
        with tempfile.TemporaryDirectory() as folder:
            texts = {
                name: "module\n" + "".join(f"public import {other}\n" for other in others)
                for name, others in imports.items()
            }
            order = library_modules(write_root(Path(folder), texts))
        assert order[-1] == "BBSynth"
        assert len(set(order)) == len(order)
        for place, name in enumerate(order):
            assert set(imports[name]) <= set(order[:place])
        reached = {"BBSynth"}
        for name in reversed(order):
            assert name in reached  # nothing but what is imported
            reached.update(imports[name])

    @pytest.mark.parametrize(
        "circle", [["BBSynth.One"], ["BBSynth"], ["BBSynth.Two", "BBSynth.One"]]
    )
    def test_a_circle(self, root: Path, circle: list[str]) -> None:
        names = ["BBSynth.One", *circle]
        write_root(
            root,
            {name: f"module\npublic import {after}\n" for name, after in itertools.pairwise(names)},
        )
        if circle == ["BBSynth"]:
            write_root(root, {"BBSynth": "module\npublic import BBSynth.One\n"})
        with pytest.raises(ToolchainError, match=r"\.lean imports itself through other modules"):
            library_modules(root)

    def test_a_module_that_is_missing(self, root: Path, libraries: Path) -> None:
        (root / "BBSynth" / "One.lean").unlink()
        fake = fake_toolchain(root)
        with pytest.raises(ToolchainError, match=r"cannot read .*One\.lean.*not complete"):
            compiled_library(fake, root=root)
        assert fake.launched == []
        assert not libraries.exists()

    def test_a_folder_without_a_library(self, tmp_path: Path) -> None:
        with pytest.raises(ToolchainError, match=r"cannot read .*Build\.lean"):
            library_modules(tmp_path)


class TestCache:
    def test_what_is_compiled_is_kept(self, root: Path, libraries: Path) -> None:
        fake = fake_toolchain(root, COMPILER)
        notes: list[str] = []
        first = compiled_library(fake, root=root, note=notes.append)
        assert first.parent == libraries
        assert (first / "BBSynth" / "One.olean.private").read_text() == "BBSynth.One.olean.private"
        assert files(first) == {
            *(".lock", "modules.json"),
            *("BBSynth.olean", "BBSynth.olean.private", "BBSynth.ir"),
            *("BBSynth/One.olean", "BBSynth/One.olean.private", "BBSynth/One.ir"),
        }
        # The name of the module follows if it was begun by then.
        assert notes[0].startswith("compiling the Lean library: module 1 of 2, about 10 s left")
        assert compiled(root) == ["BBSynth.One", "BBSynth"]
        notes.clear()
        assert compiled_library(fake, root=root, note=notes.append) == first
        assert compiled(root) == notes == []
        assert list(libraries.iterdir()) == [first]

    @pytest.mark.parametrize(
        ("name", "anew"),
        [
            ("BBSynth.lean", ["BBSynth"]),
            ("BBSynth/One.lean", ["BBSynth.One", "BBSynth"]),
            ("Build.lean", ["BBSynth.One", "BBSynth"]),
        ],
    )
    def test_it_depends_on_every_source(
        self, root: Path, libraries: Path, name: str, anew: list[str]
    ) -> None:
        """But a module that no change can have touched is not compiled again."""
        fake = fake_toolchain(root, COMPILER)
        first = compiled_library(fake, root=root)
        compiled(root)
        before = (root / name).read_bytes()
        (root / name).write_bytes(before + b" ")
        changed = compiled_library(fake, root=root)
        assert changed != first
        assert compiled(root) == anew
        assert files(changed) == files(first)
        (root / name).write_bytes(before)
        assert compiled_library(fake, root=root) == first
        assert compiled(root) == []
        assert set(libraries.iterdir()) == {first, changed}

    def test_it_depends_on_the_toolchain(self, root: Path, libraries: Path) -> None:
        fakes = [fake_toolchain(root, COMPILER, fingerprint=digit * 16) for digit in "12"]
        assert len({compiled_library(fake, root=root) for fake in fakes}) == 2
        assert compiled(root) == ["BBSynth.One", "BBSynth"] * 2

    def test_it_does_not_depend_on_where_the_sources_are(
        self, root: Path, tmp_path: Path, libraries: Path
    ) -> None:
        fake = fake_toolchain(tmp_path, COMPILER)
        first = compiled_library(fake, root=root)
        moved = root.rename(tmp_path / "elsewhere")
        compiled(moved)
        assert compiled_library(fake, root=moved) == first
        assert compiled(moved) == []

    def test_nothing_is_written_elsewhere(
        self, root: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing has to be moved from one file system to another."""
        monkeypatch.setattr(tempfile, "tempdir", str(root / "there is no such folder"))
        compiled_library(fake_toolchain(root, COMPILER), root=root)

    def test_a_library_that_is_there_is_only_read(
        self, root: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fake = fake_toolchain(root, COMPILER)
        first = compiled_library(fake, root=root)
        monkeypatch.setattr(FileLock, "acquire", read_only)
        assert compiled_library(fake, root=root) == first

    def test_other_modules(self, root: Path, libraries: Path) -> None:
        write_root(
            root,
            {
                "Judge": "module\npublic import Lean.Elab\npublic meta import Judge.Gate\n",
                "Judge.Gate": "module\nimport all Init\n",
            },
        )
        fake = fake_toolchain(root, COMPILER)
        folder = compiled_library(fake, ["Judge"], root=root)
        assert compiled(root) == ["Judge.Gate", "Judge"]
        assert folder != compiled_library(fake, root=root)


class TestExtraModules:
    @pytest.fixture(autouse=True)
    def _extra(self, root: Path) -> None:
        write_root(
            root,
            {
                "BBSynth.Most": "module\npublic import BBSynth.Rare\npublic import BBSynth.One\n",
                "BBSynth.Rare": "module\n",
                ".#BBSynth.Most": "an editor's",
            },
        )

    def test_are_compiled_when_needed(self, root: Path, libraries: Path) -> None:
        fake = fake_toolchain(root, COMPILER)
        folder = compiled_library(fake, root=root)
        assert extra_modules(root) == ["BBSynth.Most", "BBSynth.Rare"]
        assert compiled(root) == ["BBSynth.One", "BBSynth"]
        for _ in range(2):
            ensure_modules(fake, ["BBSynth", "BBSynth.Most", "BBSynth.Nowhere"], root=root)
        assert compiled(root) == ["BBSynth.Rare", "BBSynth.Most"]
        assert list(libraries.iterdir()) == [folder]
        assert {"BBSynth/Rare.olean", "BBSynth/Most.olean"} <= files(folder)
        assert compiled_library(fake, ["BBSynth", *extra_modules(root)], root=root) == folder
        assert compiled(root) == []

    @pytest.mark.parametrize(
        ("text", "modules"),
        [
            ("import BBSynth\nimport BBSynth.Most\n\nopen BBSynth\n", ("BBSynth", "BBSynth.Most")),
            ("module\n\n-- why\npublic import BBSynth.A.B\ntheorem\n", ("BBSynth.A.B",)),
            ("import Init\ntheorem t : True := trivial\nimport BBSynth\n", ()),
            ("/-\nimport BBSynth\n-/\n", ()),
            ("", ()),
        ],
    )
    def test_that_a_text_imports(self, text: str, modules: tuple[str, ...]) -> None:
        assert imported_modules(text) == modules


def read_only(*args: object, **options: object) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


class TestDamage:
    @pytest.fixture
    def folder(self, root: Path, libraries: Path) -> Path:
        folder = compiled_library(fake_toolchain(root, COMPILER), root=root)
        compiled(root)
        return folder

    @pytest.mark.parametrize("name", ["BBSynth/One.olean", "BBSynth/One.olean.private"])
    def test_a_file_that_was_cut_off(self, root: Path, folder: Path, name: str) -> None:
        notes: list[str] = []
        (folder / name).write_bytes((folder / name).read_bytes()[:-1])
        compiled_library(fake_toolchain(root, COMPILER), root=root, note=notes.append)
        assert compiled(root) == ["BBSynth.One"]
        assert re.fullmatch(r"the compiled module BBSynth\.One in .* is damaged; .* anew", notes[0])
        assert (folder / name).read_text() == f"BBSynth.One.{name.partition('.')[2]}"

    def test_a_file_that_is_missing(self, root: Path, folder: Path) -> None:
        (folder / "BBSynth.ir").unlink()
        compiled_library(fake_toolchain(root, COMPILER), root=root)
        assert compiled(root) == ["BBSynth"]

    @pytest.mark.parametrize("mend", [compiled_library, mend_library])
    def test_a_file_with_other_bytes(
        self, root: Path, folder: Path, mend: Callable[..., object]
    ) -> None:
        fake = fake_toolchain(root, COMPILER)
        assert not mend_library(fake, root=root)
        content = (folder / "BBSynth.olean").read_bytes()
        (folder / "BBSynth.olean").write_bytes(content[::-1])
        notes: list[str] = []
        assert mend(fake, root=root, note=notes.append)
        assert compiled(root) == ["BBSynth"]
        assert (folder / "BBSynth.olean").read_bytes() == content
        assert "damaged" in notes[0]
        assert not mend_library(fake, root=root)

    def test_nobody_else_may_write(self, root: Path, folder: Path) -> None:
        file = folder / "BBSynth.olean"
        assert file.stat().st_mode & 0o022 == 0
        file.chmod(0o666)
        compiled_library(fake_toolchain(root, COMPILER), root=root)
        assert file.stat().st_mode & 0o022 == 0
        assert compiled(root) == []

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"BBSynth": {"files": 3}}'])
    def test_a_list_that_cannot_be_read(self, root: Path, folder: Path, content: bytes) -> None:
        (folder / "modules.json").write_bytes(content)
        compiled_library(fake_toolchain(root, COMPILER), root=root)
        assert compiled(root) == ["BBSynth.One", "BBSynth"]

    def test_a_damaged_module_is_not_taken_over(self, root: Path, folder: Path) -> None:
        with (root / "BBSynth.lean").open("a") as stream:
            stream.write(" ")
        (folder / "BBSynth" / "One.olean").write_text("BBSynth.Two.olean")
        compiled_library(fake_toolchain(root, COMPILER), root=root)
        assert compiled(root) == ["BBSynth.One", "BBSynth"]


class TestSeveralProcesses:
    def test_another_one_is_waited_for(self, root: Path, libraries: Path) -> None:
        with (root / "BBSynth" / "One.lean").open("a") as stream:
            stream.write("--fake touch begun\n--fake wait-for go\n")
        fake = fake_toolchain(root, COMPILER)
        waiting = threading.Event()
        notes: list[str] = []

        def note(line: str) -> None:
            notes.append(line)
            waiting.set()

        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(compiled_library, fake, root=root)
            while not (root / "begun").exists():
                time.sleep(0.01)
            second = pool.submit(compiled_library, fake, root=root, note=note)
            assert waiting.wait(20)
            (root / "go").touch()
            assert first.result() == second.result()
        assert compiled(root) == ["BBSynth.One", "BBSynth"]
        assert len(notes) == 1
        assert re.match(r"another process compiles into .*; waiting for it", notes[0])

    def test_one_that_was_killed(self, root: Path, libraries: Path) -> None:
        """What it finished is kept, what it left is cleared away, and its Lean ends by itself."""
        main = root / "BBSynth.lean"
        text = main.read_text()
        main.write_text(text + "--fake touch begun\n--fake wait-for go\n")
        fake = fake_toolchain(root, COMPILER)
        program = (
            "import sys; from pathlib import Path\n"
            "from bbsynth.lean import library; from tests.judge.faking import *\n"
            "root = Path(sys.argv[1]); library.data_dir = lambda: Path(sys.argv[2])\n"
            "library.compiled_library(fake_toolchain(root, COMPILER), root=root)\n"
        )
        other = subprocess.Popen(
            [sys.executable, "-c", program, root, libraries.parent], cwd=Path(__file__).parents[2]
        )
        while not (root / "begun").exists():
            time.sleep(0.01)
            assert other.poll() is None
        leans = psutil.Process(other.pid).children()
        other.kill()
        other.wait()
        (root / "go").touch()
        assert not psutil.wait_procs(leans, timeout=20)[1]
        assert compiled(root) == ["BBSynth.One", "BBSynth"]
        folder = compiled_library(fake, root=root)
        assert compiled(root) == ["BBSynth"]
        assert not list(folder.glob(".staging-*"))

    def test_two_modules_at_a_time(
        self, root: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(compiling, "cores", lambda: 2)
        monkeypatch.setattr(compiling, "_PROCESS_MEMORY", 1)
        write_root(
            root,
            {
                "BBSynth": "module\npublic import BBSynth.Left\npublic import BBSynth.Right\n",
                "BBSynth.Left": "module\n--fake touch left\n--fake wait-for right\n",
                "BBSynth.Right": "module\n--fake touch right\n--fake wait-for left\n",
            },
        )
        compiled_library(fake_toolchain(root, COMPILER), root=root, timeout=30)
        assert set(compiled(root)) == {"BBSynth.Left", "BBSynth.Right", "BBSynth"}

    def test_a_process_that_has_grown_is_replaced(
        self, root: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(compiling, "cores", lambda: 1)
        fakes = [
            fake_toolchain(root, COMPILER, kind="embedded", fingerprint=digit * 16)
            for digit in "12"
        ]
        compiled_library(fakes[0], root=root)
        monkeypatch.setattr(compiler, "_RECYCLE_MEMORY", 0)
        compiled_library(fakes[1], root=root)
        assert [len(fake.launched) for fake in fakes] == [1, 2]


class TestFailure:
    def test_what_lean_says_is_passed_on(self, root: Path, libraries: Path) -> None:
        main = root / "BBSynth.lean"
        text = main.read_text()
        main.write_text(text + "--fake refuse\n")
        fake = fake_toolchain(root, COMPILER)
        for tried in (["BBSynth.One", "BBSynth"], ["BBSynth"]):
            with pytest.raises(ToolchainError, match="does not accept the Lean library") as caught:
                compiled_library(fake, root=root)
            assert "BBSynth.lean:4:2: error: no\nand more" in str(caught.value)
            assert compiled(root) == tried
        (folder,) = libraries.iterdir()
        assert files(folder) == {
            *(".lock", "modules.json"),
            *("BBSynth/One.olean", "BBSynth/One.olean.private", "BBSynth/One.ir"),
        }

    @pytest.mark.parametrize("deaths", [2, 3])
    def test_a_lean_that_has_died_is_started_again(
        self, root: Path, libraries: Path, deaths: int
    ) -> None:
        with (root / "BBSynth" / "One.lean").open("a") as stream:
            stream.write(f"--fake die-times {deaths}\n")
        fake = fake_toolchain(root, COMPILER)
        if deaths == 2:
            compiled_library(fake, root=root)
        else:
            with pytest.raises(ToolchainError, match="Lean ended with status 134"):
                compiled_library(fake, root=root)
        assert compiled(root)[:3] == ["BBSynth.One"] * 3

    def test_a_lean_that_does_not_come_up(self, root: Path, libraries: Path) -> None:
        fake = fake_toolchain(root, "print('what is this?'); sys.exit(1)")
        with pytest.raises(ToolchainError, match=r"what is this\?\n\(Lean ended with status 1\)"):
            compiled_library(fake, root=root)
        assert len(fake.launched) == 1

    def test_a_lean_that_is_not_there(
        self, root: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "executable", str(root / "nowhere"))
        with pytest.raises(ToolchainError, match=r"cannot start .*nowhere: No such file"):
            compiled_library(fake_toolchain(root, COMPILER), root=root)

    def test_a_lean_that_hangs(self, root: Path, libraries: Path) -> None:
        with (root / "BBSynth" / "One.lean").open("a") as stream:
            stream.write("--fake hang\n")
        with pytest.raises(ToolchainError, match=r"has not compiled .*One\.lean within 0\.2 sec"):
            compiled_library(fake_toolchain(root, COMPILER), root=root, timeout=0.2)

    def test_a_lean_that_waits_for_memory_is_replaced(
        self, root: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(compiler, "_STUCK_SECONDS", 0.5)
        with (root / "BBSynth" / "One.lean").open("a") as stream:
            stream.write("--fake hang-times 1\n")
        compiled_library(fake_toolchain(root, COMPILER), root=root)
        assert compiled(root) == ["BBSynth.One", "BBSynth.One", "BBSynth"]

    def test_a_lean_that_writes_nothing(self, root: Path, libraries: Path) -> None:
        with (root / "BBSynth" / "One.lean").open("a") as stream:
            stream.write("--fake write-nothing\n")
        with pytest.raises(OutputError, match="Lean has written nothing"):
            compiled_library(fake_toolchain(root, COMPILER), root=root)

    def test_an_interrupt(self, root: Path, libraries: Path) -> None:
        main = root / "BBSynth.lean"
        text = main.read_text()
        main.write_text(text + "--fake wait-for go\n")
        fake = fake_toolchain(root, COMPILER)
        notes: list[str] = []

        def progress(what: str, done: int, total: int | None, detail: str) -> None:
            assert (what, total) == ("compiling modules of the Lean library", 2)
            if done:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            compiled_library(fake, root=root, note=notes.append, progress=progress)
        assert notes[1:] == ["interrupted; the modules that are finished are kept"]
        notes.clear()
        # The processes of other tests' judges go on.
        ours = [child for child in psutil.Process().children() if "fake.py" in str(child.cmdline())]
        assert ours == []
        compiled(root)
        (root / "go").touch()
        folder = compiled_library(fake, root=root, note=notes.append)
        assert compiled(root) == ["BBSynth"]
        assert notes[0].startswith("compiling the Lean library: module 2 of 2, about")
        assert not list(folder.glob(".staging-*"))

    def test_there_is_no_place_for_it(self, root: Path, libraries: Path) -> None:
        libraries.parent.write_text("a file")
        fake = fake_toolchain(root, COMPILER)
        with pytest.raises(OutputError, match=r"cannot write to .*libraries.*\$BBSYNTH_HOME"):
            compiled_library(fake, root=root)
        assert fake.launched == []

    def test_a_folder_that_is_read_only(
        self, root: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(FileLock, "acquire", read_only)
        fake = fake_toolchain(root, COMPILER)
        with pytest.raises(OutputError, match=r"Read-only file system; .*\$BBSYNTH_HOME"):
            compiled_library(fake, root=root)
        assert fake.launched == []

    def test_a_disk_that_is_full(
        self, root: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free=900_000))
        fake = fake_toolchain(root, COMPILER)
        with pytest.raises(OutputError, match=r"No space left .*\(1 MB free\); make room"):
            compiled_library(fake, root=root)
        assert fake.launched == []

    @pytest.mark.parametrize("order", ["touch nothing", "refuse"])
    def test_a_disk_that_is_filling_up(
        self, root: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch, order: str
    ) -> None:
        """Whether Lean notices it or not."""
        main = root / "BBSynth.lean"
        text = main.read_text()
        main.write_text(f"{text}--fake touch full\n--fake {order}\n")
        fake = fake_toolchain(root, COMPILER)
        with monkeypatch.context() as patch:
            full = root / "full"
            patch.setattr(shutil, "disk_usage", lambda _: Usage(free=0 if full.exists() else 1e9))
            with pytest.raises(OutputError, match=r"No space left .*\(0 MB free\); .*are kept"):
                compiled_library(fake, root=root)
        assert compiled(root) == ["BBSynth.One", "BBSynth"]
        if order != "refuse":
            compiled_library(fake, root=root)
            assert compiled(root) == ["BBSynth"]


class Usage(NamedTuple):
    free: float


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "10 s"), (44, "40 s"), (99, "100 s"), (100, "2 min"), (400, "7 min")]
)
def test_times_in_words(seconds: float, words: str) -> None:
    assert compiling.duration(seconds) == words


def test_lean_rejects_a_proof(toolchain: Toolchain, root: Path, libraries: Path) -> None:
    one = root / "BBSynth" / "One.lean"
    one.write_text("module\n\npublic section\ntheorem one : 1 = 2 := rfl\n")
    with pytest.raises(ToolchainError, match="does not accept the Lean library") as caught:
        compiled_library(toolchain, root=root, timeout=200)
    assert f"{one}:4:" in str(caught.value)


def test_the_judge_does_not_start_on_a_library_that_is_not_proved(
    toolchain: Toolchain, root: Path, libraries: Path
) -> None:
    write_root(
        root,
        {
            "BBSynth": "module\n\npublic import BBSynth.One\npublic import BBSynth.Two\n",
            "BBSynth.One": (
                "module\n\nnamespace One\ntheorem hidden : 1 = 2 := sorry\n"
                "public theorem left_out : 1 = 2 := sorry\n"
                "public theorem rests_on_it : 2 = 1 := left_out.symm\n"
                "public theorem honest : 1 = 1 := rfl\n"
                "public def number : Nat := sorry\nend One\n"
            ),
            "BBSynth.Two": (
                "module\n\npublic import BBSynth.One\n\npublic section\nnamespace Two\n"
                "axiom assumed : 1 = 2\ntheorem used : 2 = 1 := assumed.symm\n"
                "theorem allowed (p : Prop) : Or p (¬ p) := Classical.em p\nend Two\n"
            ),
        },
    )
    folder = compiled_library(toolchain, root=root, timeout=200)
    with pytest.raises(ToolchainError, match="must not be used; not proved in it") as caught:
        JudgeProcess(toolchain, folder, judge_program(toolchain))
    listed = str(caught.value).partition("not proved in it:")[2]
    for name in ("hidden", "One.left_out", "One.number", "Two.assumed"):
        assert name in listed, name
    for name in ("honest", "allowed"):
        assert name not in listed, name


class TestOurLibrary:
    def test_no_file_is_left_out(self) -> None:
        files = {
            ".".join(path.relative_to(lean_dir()).with_suffix("").parts)
            for path in (lean_dir() / LIBRARY).rglob("*.lean")
        }
        extra = {name for name in files if name.startswith("BBSynth.BusyBeaver")}
        assert set(extra_modules()) == extra
        assert set(library_modules(lean_dir())) == files - extra | {LIBRARY}
        main = (lean_dir() / f"{LIBRARY}.lean").read_text(encoding="utf-8")
        assert set(re.findall(r"^public import (\S+)$", main, re.MULTILINE)) == files - extra

    def test_how_words_are_found(self) -> None:
        text = (
            'theorem t : a = "sorry" := by -- sorry\n  /- admit /- axiom -/ stop -/ '
            "exact no.sorryAx\n  native_decide /-- unsafe -/"
        )
        assert words(text) & FORBIDDEN == {"sorryAx", "native_decide"}
        assert "theorem" in words(text)

    @pytest.mark.parametrize("module", [*library_modules(lean_dir()), *extra_modules()])
    def test_nothing_is_left_out_or_assumed(self, module: str) -> None:
        path = lean_dir().joinpath(*module.split(".")).with_suffix(".lean")
        found = words(path.read_text(encoding="utf-8"))
        assert found & FORBIDDEN == set()
        assert "module" in found

    def test_it_imports_nothing_but_core_lean(self) -> None:
        for module in [*library_modules(lean_dir()), *extra_modules()]:
            path = lean_dir().joinpath(*module.split(".")).with_suffix(".lean")
            for line in path.read_text(encoding="utf-8").splitlines():
                if re.match(r"\s*(public |meta |private )*import\b", line):
                    assert re.fullmatch(rf"public import (Init|{LIBRARY})(\.\w+)*", line), line
