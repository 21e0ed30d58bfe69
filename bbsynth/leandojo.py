"""LeanDojo for projects made from generated problems: tracing proofs, and proving step by step.

LeanDojo is optional (``pip install 'bbsynth[dojo]'``) and needs a native Lean with ``lake``; it
cannot work with the embedded one. Importing this module does not import LeanDojo, which on import
reads ``.env`` files, takes over the log, and asks GitHub who one is if it finds a token. Here it is
imported late, in an environment that keeps these to a minimum, with its cache below bbsynth's own
data folder and without its remote cache. It still asks GitHub for the commit of the Lean release
named in ``lean-toolchain``.

Written against the source of LeanDojo 4.20. What could not be run where it was written, for want
of a native Lean: everything behind the check of the prerequisites.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bbsynth._common import resources
from bbsynth.errors import ToolchainError
from bbsynth.judge.selection import find_native
from bbsynth.lean.native import NativeToolchain

__all__ = ["ProofSession", "TracedProof", "TracedStep", "open_theorem", "trace_project"]

_MISSING = "LeanDojo is optional; install it with: pip install 'bbsynth[dojo]' (Python 3.11, 3.12)"


@dataclass(frozen=True)
class TracedStep:
    """One tactic of a proof, with the goals before and after it as Lean prints them."""

    tactic: str
    before: str
    after: str


@dataclass(frozen=True)
class TracedProof:
    """A theorem of a traced project.

    Attributes
    ----------
    name : str
        Full name of the theorem.
    file : Path
        The file it is in, relative to the project.
    statement : str
        Its source up to the proof.
    steps : tuple of TracedStep
        The tactics of its proof; empty if the proof is a term.
    """

    name: str
    file: Path
    statement: str
    steps: tuple[TracedStep, ...]


class ProofSession:
    """A proof in progress; made by `open_theorem`.

    Attributes
    ----------
    goals : str
        The goals that are left, as Lean prints them; empty once the proof is finished.
    error : str or None
        What Lean said to the latest tactic, if that failed; the goals are unchanged then.
    finished : bool
        Whether the proof is complete.
    """

    def __init__(self, module: Any, dojo: Any, state: Any) -> None:
        self._module = module
        self._dojo = dojo
        self._state = state
        self.goals: str = state.pp
        self.error: str | None = None
        self.finished = False

    def run(self, tactic: str) -> bool:
        """Apply `tactic` to the goals that are left, and return whether Lean accepted it.

        Raises
        ------
        ToolchainError
            If Lean crashed or took too long; the session cannot go on then.
        """
        if self.finished:
            return False
        crashes = (self._module.DojoCrashError, self._module.DojoTacticTimeoutError)
        try:
            result = self._dojo.run_tac(self._state, tactic)
        except crashes as error:
            raise ToolchainError(
                f"Lean stopped at the tactic {tactic!r}: {error or type(error).__name__}; "
                "open the theorem again"
            ) from error
        self.error = None
        if isinstance(result, self._module.ProofFinished):
            self.finished, self.goals = True, ""
        elif isinstance(result, self._module.TacticState):
            self._state, self.goals = result, result.pp
        else:
            self.error = getattr(result, "error", "the proof was given up")
        return self.error is None


def trace_project(project: Path, *, dependencies: bool = False) -> tuple[TracedProof, ...]:
    """Build the Lake project in `project` and return its theorems with their tactics.

    Parameters
    ----------
    project : Path
        A folder with ``lakefile.lean`` or ``lakefile.toml`` and ``lean-toolchain``, under git,
        with everything committed: LeanDojo traces the latest commit.
    dependencies : bool
        Trace what the project depends on, too.

    Raises
    ------
    ToolchainError
        If LeanDojo or a native Lean is missing, `project` is not such a folder, or tracing fails.
    """
    with _leandojo() as module:
        repository = _repository(module, project)
        try:
            traced = module.trace(repository, build_deps=dependencies)
            return tuple(_traced_proof(theorem) for theorem in traced.get_traced_theorems())
        except ToolchainError:
            raise
        except Exception as error:
            raise ToolchainError(f"LeanDojo could not trace {project}: {error}") from error


@contextlib.contextmanager
def open_theorem(
    project: Path, *, file: Path, name: str, timeout: int = 600
) -> Iterator[ProofSession]:
    """Open a theorem of a Lake project, to be proved tactic by tactic.

    Parameters
    ----------
    project : Path
        See `trace_project`; it is traced first if it has not been.
    file : Path
        The file of the theorem, relative to `project`.
    name : str
        Full name of the theorem.
    timeout : int
        Seconds that one tactic may take.

    Raises
    ------
    ToolchainError
        As `trace_project`, and if there is no such theorem.
    """
    with _leandojo() as module:
        theorem = module.Theorem(_repository(module, project), file, name)
        with contextlib.ExitStack() as stack:
            try:
                dojo, state = stack.enter_context(
                    module.Dojo(theorem, timeout=timeout, build_deps=False)
                )
            except Exception as error:
                raise ToolchainError(
                    f"LeanDojo could not open {name} in {project / file}: {error}"
                ) from error
            yield ProofSession(module, dojo, state)


def _traced_proof(theorem: Any) -> TracedProof:
    return TracedProof(
        name=theorem.theorem.full_name,
        file=Path(theorem.theorem.file_path),
        statement=theorem.get_theorem_statement(),
        steps=tuple(
            TracedStep(tactic=step.tactic, before=step.state_before, after=step.state_after)
            for step in theorem.get_traced_tactics()
        ),
    )


def _repository(module: Any, project: Path) -> Any:
    project = project.resolve()
    if not any((project / name).is_file() for name in ("lakefile.lean", "lakefile.toml")):
        raise ToolchainError(f"{project} is not a Lake project: it has no lakefile")
    if not (project / ".git").exists():
        raise ToolchainError(
            f"{project} is not under git, which LeanDojo needs; in that folder run: "
            "git init && git add -A && git commit -m project"
        )
    return module.LeanGitRepo.from_path(project)


@contextlib.contextmanager
def _leandojo() -> Iterator[Any]:
    """Import LeanDojo in an environment that contains its side effects, and keep that meanwhile."""
    if importlib.util.find_spec("lean_dojo") is None:
        raise ToolchainError(_MISSING)
    native = _native()
    changes = _environment(native)
    before = {name: os.environ.get(name) for name in changes}
    _apply(changes)
    try:
        yield _module()
    finally:
        _apply(before)


def _native() -> NativeToolchain:
    try:
        native = find_native()
    except ToolchainError as error:
        raise ToolchainError(
            f"LeanDojo needs a native Lean with lake, such as elan installs: {error}"
        ) from error
    if not any((native.prefix / "bin" / name).is_file() for name in ("lake", "lake.exe")):
        raise ToolchainError(f"LeanDojo needs lake, which is not in {native.prefix / 'bin'}")
    return native


def _environment(native: NativeToolchain) -> dict[str, str | None]:
    return {
        "PATH": os.pathsep.join((str(native.prefix / "bin"), os.environ.get("PATH", ""))),
        "CACHE_DIR": str(resources.data_dir() / "leandojo"),
        "DISABLE_REMOTE_CACHE": "1",
        "GITHUB_ACCESS_TOKEN": None,
        "PYTHON_DOTENV_DISABLED": "1",
        "RAY_USAGE_STATS_ENABLED": "0",
        "TACTIC_MEMORY_LIMIT": "4g",
    }


def _apply(changes: dict[str, str | None]) -> None:
    for name, value in changes.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _module() -> Any:
    try:
        return importlib.import_module("lean_dojo")
    except ImportError as error:
        raise ToolchainError(f"LeanDojo cannot be imported: {error}. {_MISSING}") from error
