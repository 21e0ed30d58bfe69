"""Second opinions: other programs that check a proof which the judge has accepted.

Used if they are installed beside a native Lean:

- ``leanchecker`` (also ``lean4checker``), which replays a compiled module through Lean's kernel;
- ``nanoda_bin``, a kernel written independently in Rust, which reads what ``lean4export`` writes;
- ``comparator``, which compares a solution with a challenge and replays it, with the help of
  ``lake``, ``landrun`` and ``lean4export``.

Each is given the text of the proof as a file that stands alone, which comes from the judge. That
they accept what they should, and the form of their settings, are known here from their
documentation; they are tried out in the tests with programs that play their parts.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bbsynth.errors import ToolchainError
from bbsynth.judge.native import NativeToolchain
from bbsynth.judge.toolchain import Toolchain
from bbsynth.resources import lean_dir

__all__ = ["ACCEPTED", "Checker", "find_checkers", "second_opinions"]

ACCEPTED: Final = "accepted"
"""The opinion of a checker that has nothing to object."""

_MODULE: Final = "Solution"
_AXIOMS: Final = ("propext", "Quot.sound", "Classical.choice")
_SECONDS: Final = 600.0


@dataclass(frozen=True)
class _Case:
    """What a checker may look at."""

    folder: Path
    library: Path
    toolchain: Toolchain
    theorem: str
    reference: str
    source: str


@dataclass(frozen=True)
class Checker:
    """A program that gives a second opinion.

    Parameters
    ----------
    name : str
        Its name.
    programs : tuple of Path
        What it consists of.
    ask : callable
        Asks it about a case; returns the process that has ended.
    """

    name: str
    programs: tuple[Path, ...]
    ask: Callable[[tuple[Path, ...], _Case], subprocess.CompletedProcess[str]]


def find_checkers(toolchain: Toolchain) -> tuple[Checker, ...]:
    """Return the checkers that are installed and can be used with a toolchain.

    The embedded Lean compiles for another platform than that of these programs; there are none for
    it.
    """
    if not isinstance(toolchain, NativeToolchain):
        return ()
    found = []
    for name, choices, ask in (
        ("leanchecker", [("leanchecker", "lean4checker")], _ask_leanchecker),
        ("nanoda", [("nanoda_bin", "nanoda"), ("lean4export",)], _ask_nanoda),
        (
            "comparator",
            [("comparator",), ("lake",), ("landrun",), ("lean4export",)],
            _ask_comparator,
        ),
    ):
        programs = [_find(names, toolchain) for names in choices]
        if all(programs):
            found.append(Checker(name, tuple(p for p in programs if p is not None), ask))
    return tuple(found)


def _find(names: Sequence[str], toolchain: NativeToolchain) -> Path | None:
    for name in names:
        program = shutil.which(name, path=str(toolchain.prefix / "bin")) or shutil.which(name)
        if program is not None:
            return Path(program)
    return None


def second_opinions(
    checkers: Sequence[Checker],
    *,
    toolchain: Toolchain,
    library: Path,
    theorem: str,
    reference: str,
    source: str,
) -> dict[str, str]:
    """Ask other checkers about a proof.

    Parameters
    ----------
    checkers : sequence of Checker
        Whom to ask.
    toolchain, library : Toolchain, Path
        The Lean that accepted the proof, and the compiled library.
    theorem : str
        The name of the theorem.
    reference : str
        The problem, with `sorry` for a proof.
    source : str
        The proof, as a file that stands alone; see `bbsynth.judge.verdict.Verdict.source`.

    Returns
    -------
    dict
        What each of them says, by its name: `ACCEPTED`, or the end of its complaint.
    """
    opinions = {}
    for checker in checkers:
        with tempfile.TemporaryDirectory(prefix="bbsynth-paranoid-") as name:
            case = _Case(Path(name), library, toolchain, theorem, reference, source)
            try:
                done = checker.ask(checker.programs, case)
            except (OSError, subprocess.SubprocessError, ToolchainError) as error:
                opinions[checker.name] = f"failed: {error}"
                continue
            said = (done.stdout + done.stderr).strip()[-500:]
            opinions[checker.name] = (
                ACCEPTED if done.returncode == 0 else f"status {done.returncode}: {said}"
            )
    return opinions


def _run(
    case: _Case, argv: Sequence[str | Path], path: Sequence[Path] = ()
) -> subprocess.CompletedProcess[str]:
    folders = {str(program.parent): None for program in (*path, Path(argv[0]))}
    return subprocess.run(  # noqa: S603  (programs that the user has installed)
        [str(part) for part in argv],
        cwd=case.folder,
        env={
            "LEAN_PATH": f"{case.folder}:{case.library}",
            "PATH": ":".join([*folders, "/usr/local/bin", "/usr/bin", "/bin"]),
            "HOME": str(case.folder),
        },
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_SECONDS,
        check=False,
    )


def _compile(case: _Case) -> None:
    (case.folder / f"{_MODULE}.lean").write_text(case.source, encoding="utf-8")
    done = case.toolchain.run(
        ["-o", f"{_MODULE}.olean", f"{_MODULE}.lean"],
        cwd=case.folder,
        lean_path=[case.library],
        writable=[case.folder],
        timeout=_SECONDS,
    )
    if done.returncode != 0:
        raise ToolchainError(f"the proof cannot be compiled: {(done.stdout + done.stderr)[-500:]}")


def _ask_leanchecker(programs: tuple[Path, ...], case: _Case) -> subprocess.CompletedProcess[str]:
    _compile(case)
    return _run(case, [programs[0], _MODULE])


def _ask_nanoda(programs: tuple[Path, ...], case: _Case) -> subprocess.CompletedProcess[str]:
    nanoda, export = programs
    _compile(case)
    exported = _run(case, [export, _MODULE, "--", case.theorem])
    if exported.returncode != 0:
        return exported
    (case.folder / "export").write_text(exported.stdout, encoding="utf-8")
    settings = {
        "export_file_path": str(case.folder / "export"),
        "use_stdin": False,
        "permitted_axioms": list(_AXIOMS),
        "unpermitted_axiom_hard_error": True,
        "nat_extension": True,
        "string_extension": True,
    }
    config = case.folder / "nanoda.json"
    config.write_text(json.dumps(settings), encoding="utf-8")
    return _run(case, [nanoda, config])


def _ask_comparator(programs: tuple[Path, ...], case: _Case) -> subprocess.CompletedProcess[str]:
    comparator, lake, *_ = programs
    shutil.copytree(lean_dir() / "BBSynth", case.folder / "BBSynth")
    shutil.copy(lean_dir() / "BBSynth.lean", case.folder)
    for name, text in (
        ("Challenge.lean", case.reference),
        (f"{_MODULE}.lean", case.source),
        (
            "lakefile.toml",
            'name = "opinion"\n'
            + "".join(
                f'\n[[lean_lib]]\nname = "{library}"\n'
                for library in ("BBSynth", "Challenge", _MODULE)
            ),
        ),
        (
            "comparator.json",
            json.dumps(
                {
                    "challenge_module": "Challenge",
                    "solution_module": _MODULE,
                    "theorem_names": [case.theorem],
                    "permitted_axioms": list(_AXIOMS),
                    "enable_nanoda": False,
                }
            ),
        ),
    ):
        (case.folder / name).write_text(text, encoding="utf-8")
    return _run(case, [lake, "env", comparator, "comparator.json"], programs)
