"""The compiled library: what is compiled, when, and what is refused."""

from __future__ import annotations

import itertools
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bbsynth.errors import OutputError, ToolchainError
from bbsynth.judge import library as library_module
from bbsynth.judge.library import LIBRARY, compiled_library, library_modules
from bbsynth.judge.process import JudgeProcess
from bbsynth.judge.program import judge_program
from bbsynth.judge.toolchain import Completed, Toolchain
from bbsynth.resources import lean_dir
from tests.judge.faking import FakeToolchain, fake_toolchain

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
        with pytest.raises(ToolchainError, match=r"cannot read .*One\.lean .*not complete"):
            compiled_library(fake, root=root)
        assert fake.launched == []
        assert not libraries.exists()

    def test_a_folder_without_a_library(self, tmp_path: Path) -> None:
        with pytest.raises(ToolchainError, match=r"cannot read .*BBSynth\.lean"):
            library_modules(tmp_path)


class TestCache:
    def test_what_is_compiled_is_kept(self, root: Path, libraries: Path) -> None:
        fake = fake_toolchain(root, writes=("BBSynth.olean",))
        notes: list[str] = []
        first = compiled_library(fake, root=root, note=notes.append)
        assert first.parent == libraries
        assert (first / "BBSynth.olean").read_text() == "compiled"
        assert notes == ["compiling the Lean library (2 modules, once)"]
        (arguments,) = fake.launched
        assert arguments[:3] == ("--run", str(root / "Build.lean"), str(root))
        assert arguments[4:] == ("BBSynth.One", "BBSynth")
        assert compiled_library(fake, root=root, note=notes.append) == first
        assert len(fake.launched) == len(notes) == 1
        assert list(libraries.iterdir()) == [first]

    @pytest.mark.parametrize("name", ["BBSynth.lean", "BBSynth/One.lean", "Build.lean"])
    def test_it_depends_on_every_source(self, root: Path, libraries: Path, name: str) -> None:
        fake = fake_toolchain(root)
        first = compiled_library(fake, root=root)
        before = (root / name).read_bytes()
        (root / name).write_bytes(before + b" ")
        changed = compiled_library(fake, root=root)
        assert changed != first
        (root / name).write_bytes(before)
        assert compiled_library(fake, root=root) == first
        assert len(fake.launched) == 2
        assert set(libraries.iterdir()) == {first, changed}

    def test_it_depends_on_the_toolchain(self, root: Path, libraries: Path) -> None:
        fakes = [fake_toolchain(root, fingerprint=digit * 16) for digit in "12"]
        assert len({compiled_library(fake, root=root) for fake in fakes}) == 2
        assert [len(fake.launched) for fake in fakes] == [1, 1]

    def test_it_does_not_depend_on_where_the_sources_are(
        self, root: Path, tmp_path: Path, libraries: Path
    ) -> None:
        fake = fake_toolchain(tmp_path)
        first = compiled_library(fake, root=root)
        moved = root.rename(tmp_path / "elsewhere")
        assert compiled_library(fake, root=moved) == first
        assert len(fake.launched) == 1

    def test_of_two_builds_at_a_time_one_is_kept(self, root: Path, libraries: Path) -> None:
        class Slower(FakeToolchain):
            def run(self, *args: object, **more: object) -> Completed:  # type: ignore[override]
                inner = fake_toolchain(root, writes=("BBSynth.olean",))
                compiled_library(inner, root=root)
                return super().run(*args, **more)  # type: ignore[arg-type]

        fake = fake_toolchain(root)
        slower = Slower(fake.kind, fake.version, fake.origin, (), fake.fingerprint)
        target = compiled_library(slower, root=root)
        assert (target / "BBSynth.olean").is_file()
        assert list(libraries.iterdir()) == [target]


class TestFailure:
    def test_leaves_nothing_behind(self, root: Path, libraries: Path) -> None:
        completed = Completed(1, "One.lean:4:2: error: no\n", "and more\n")
        fake = fake_toolchain(root, completed=completed, writes=("half.olean",))
        for _ in range(2):
            with pytest.raises(ToolchainError, match="does not accept the Lean library") as caught:
                compiled_library(fake, root=root)
            assert "One.lean:4:2: error: no\nand more" in str(caught.value)
            assert list(libraries.iterdir()) == []
        assert len(fake.launched) == 2

    def test_a_lean_that_has_died_is_started_again(self, root: Path, libraries: Path) -> None:
        class Mortal(FakeToolchain):
            def run(self, *args: object, **more: object) -> Completed:  # type: ignore[override]
                done = super().run(*args, **more)  # type: ignore[arg-type]
                return Completed(134, "", "died\n") if len(self.launched) < lives else done

        for lives in (3, 4):
            mortal = Mortal("native", "v", "o", (), f"{lives:016}", writes=("BBSynth.olean",))
            if lives == 3:
                assert (compiled_library(mortal, root=root) / "BBSynth.olean").is_file()
            else:
                with pytest.raises(ToolchainError, match="died"):
                    compiled_library(mortal, root=root)
            assert len(mortal.launched) == 3

    def test_an_interrupt_leaves_nothing_behind(self, root: Path, libraries: Path) -> None:
        class Interrupted(FakeToolchain):
            def run(self, *args: object, **more: object) -> Completed:  # type: ignore[override]
                super().run(*args, **more)  # type: ignore[arg-type]
                raise KeyboardInterrupt

        interrupted = Interrupted("native", "v", "o", (), "0" * 16, writes=("half.olean",))
        with pytest.raises(KeyboardInterrupt):
            compiled_library(interrupted, root=root)
        assert interrupted.launched
        assert list(libraries.iterdir()) == []

    def test_there_is_no_place_for_it(self, root: Path, libraries: Path) -> None:
        libraries.parent.write_text("a file")
        fake = fake_toolchain(root)
        with pytest.raises(OutputError, match=r"cannot write to .*libraries"):
            compiled_library(fake, root=root)
        assert fake.launched == []


def test_lean_rejects_a_proof(toolchain: Toolchain, root: Path, libraries: Path) -> None:
    one = root / "BBSynth" / "One.lean"
    one.write_text("module\n\npublic section\ntheorem one : 1 = 2 := rfl\n")
    with pytest.raises(ToolchainError, match="does not accept the Lean library") as caught:
        compiled_library(toolchain, root=root, timeout=200)
    assert f"{one}:4:" in str(caught.value)
    assert list(libraries.iterdir()) == []


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
    compiled = compiled_library(toolchain, root=root, timeout=200)
    with pytest.raises(ToolchainError, match="must not be used: not proved in it") as caught:
        JudgeProcess(toolchain, compiled, judge_program(toolchain))
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
        assert set(library_modules(lean_dir())) == files | {LIBRARY}
        main = (lean_dir() / f"{LIBRARY}.lean").read_text(encoding="utf-8")
        assert set(re.findall(r"^public import (\S+)$", main, re.MULTILINE)) == files

    def test_how_words_are_found(self) -> None:
        text = (
            'theorem t : a = "sorry" := by -- sorry\n  /- admit /- axiom -/ stop -/ '
            "exact no.sorryAx\n  native_decide /-- unsafe -/"
        )
        assert words(text) & FORBIDDEN == {"sorryAx", "native_decide"}
        assert "theorem" in words(text)

    @pytest.mark.parametrize("module", library_modules(lean_dir()))
    def test_nothing_is_left_out_or_assumed(self, module: str) -> None:
        path = lean_dir().joinpath(*module.split(".")).with_suffix(".lean")
        found = words(path.read_text(encoding="utf-8"))
        assert found & FORBIDDEN == set()
        assert "module" in found

    def test_it_imports_nothing_but_core_lean(self) -> None:
        for module in library_modules(lean_dir()):
            path = lean_dir().joinpath(*module.split(".")).with_suffix(".lean")
            for line in path.read_text(encoding="utf-8").splitlines():
                if re.match(r"\s*(public |meta |private )*import\b", line):
                    assert re.fullmatch(rf"public import (Init|{LIBRARY})(\.\w+)*", line), line
