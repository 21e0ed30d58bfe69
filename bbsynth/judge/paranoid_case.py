"""One proof laid out for other checkers: compiled, exported, and the programs run on it.

The text is a candidate's. So whatever is started here is locked in as a judge process is (see
`bbsynth.sandbox.confinement`), where the system can do that: it reads Lean, the library and the
folder of the case; only the compiler may write, and only to its own folder. ``comparator`` is the
exception: it starts other programs, which it locks in itself.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from bbsynth._common.programs import Launch
from bbsynth._common.resources import lean_dir
from bbsynth.judge.export import AXIOMS, PRIMITIVES
from bbsynth.lean.native import NativeToolchain
from bbsynth.lean.toolchain import Toolchain
from bbsynth.sandbox.confinement import confine

__all__ = ["Case", "CaseError", "Ended"]

_MODULE: Final = "Solution"
_SECONDS: Final = 600.0
_EXPORT_SIZE: Final = 4 * 2**30
_OUTPUT_SIZE: Final = 64 * 2**20
_SHOWN: Final = 500


class CaseError(Exception):
    """A step on the way to a checker failed, so that it could not be asked."""


@dataclass(frozen=True)
class Ended:
    """A program that has ended.

    Attributes
    ----------
    status : int
        Its exit status, or less than 0 if a signal ended it.
    said : str
        The end of what it printed, on standard output and then on standard error.
    """

    status: int
    said: str

    @property
    def how(self) -> str:
        """How it ended, in words."""
        if self.status >= 0:
            return f"status {self.status}"
        with contextlib.suppress(ValueError):
            return f"crashed ({signal.Signals(-self.status).name})"
        return f"crashed (signal {-self.status})"


@dataclass(frozen=True)
class Case:
    """What a checker may look at; made by `prepared`.

    Attributes
    ----------
    folder : Path
        A folder for this case alone.
    toolchain, library : Toolchain, Path
        The Lean that is used, and the compiled library.
    theorem : str
        The name of the theorem.
    reference, source : str
        The problem, with `sorry` for a proof, and the proof, as files that stand alone.
    """

    folder: Path
    toolchain: Toolchain
    library: Path
    theorem: str
    reference: str
    source: str
    _done: dict[str, Path | CaseError] = field(default_factory=dict)

    @classmethod
    @contextlib.contextmanager
    def prepared(
        cls, toolchain: Toolchain, library: Path, theorem: str, reference: str, source: str
    ) -> Iterator[Case]:
        """Make a folder for a case, and remove it afterwards."""
        with tempfile.TemporaryDirectory(prefix="bbsynth-paranoid-") as name:
            # A link in the path would lead out of what the programs may read.
            yield cls(Path(name).resolve(), toolchain, library, theorem, reference, source)

    def compiled(self) -> str:
        """Compile the proof, once, and return the name of the module.

        Raises
        ------
        CaseError
            If that fails.
        """
        self._once("proof", lambda: self._compile("proof", self.source))
        return _MODULE

    def exported(self, exporter: Path) -> Path:
        """Return a file with the theorem and all that it rests on, written once by `exporter`.

        Raises
        ------
        CaseError
            If the proof cannot be compiled or exported.
        """
        self.compiled()
        return self._once("export", lambda: self._export(exporter, "proof", [self.theorem]))

    def exported_problem(self, exporter: Path) -> Path:
        """Return an export of the problem, with what `bbsynth.judge.export.compare` wants in it.

        Raises
        ------
        CaseError
            If the problem cannot be compiled or exported.
        """
        # In a module of the same name, since private names have it in them.
        self._once("problem", lambda: self._compile("problem", self.reference))
        roots = [self.theorem, *AXIOMS, *PRIMITIVES]
        return self._once("problem export", lambda: self._export(exporter, "problem", roots))

    def nanoda_settings(self, exporter: Path) -> Path:
        """Return a file that tells nanoda what to check, and which axioms are allowed."""
        settings = {
            "export_file_path": str(self.exported(exporter)),
            "use_stdin": False,
            "permitted_axioms": list(AXIOMS),
            "unpermitted_axiom_hard_error": True,
            "nat_extension": True,
            "string_extension": True,
        }
        path = self.folder / "nanoda.json"
        path.write_text(json.dumps(settings), encoding="utf-8")
        return path

    def _once(self, what: str, make: Callable[[], Path]) -> Path:
        if what not in self._done:
            try:
                self._done[what] = make()
            except CaseError as error:
                self._done[what] = error
        done = self._done[what]
        if isinstance(done, CaseError):
            raise done
        return done

    def _compile(self, what: str, text: str) -> Path:
        folder = self.folder / what
        folder.mkdir()
        (folder / f"{_MODULE}.lean").write_text(text, encoding="utf-8")
        launch = self.toolchain.launch(
            ["-o", f"{_MODULE}.olean", f"{_MODULE}.lean"],
            cwd=folder,
            lean_path=[self.library],
            writable=[folder],
        )
        ended = self._run(self._confined(launch, writable=[folder]))
        if ended.status != 0:
            raise CaseError(f"the {what} cannot be compiled: {ended.how}: {ended.said}")
        others = sorted(
            path.name for path in folder.iterdir() if path.name.partition(".")[0] != _MODULE
        )
        if others:
            # It is searched for modules first: they would be taken for those of the library.
            raise CaseError(f"the {what} makes other files when it is compiled: {others[:5]}")
        return folder

    def _export(self, exporter: Path, what: str, roots: Sequence[str]) -> Path:
        path = self.folder / f"{what}.ndjson"
        launch = self._launch([exporter, _MODULE, "--", *roots], self.folder / what)
        ended = self._run(self._confined(launch, file_size=_EXPORT_SIZE), output=path)
        if ended.status != 0:
            raise CaseError(f"the {what} cannot be exported: {ended.how}: {ended.said}")
        return path

    def run(self, argv: Sequence[str | Path]) -> Ended:
        """Run a checker, locked in, to its end.

        Raises
        ------
        CaseError
            If it takes too long.
        OSError
            If it cannot be started.
        """
        return self._run(self._confined(self._launch(argv, self.folder / "proof")))

    def run_comparator(self, programs: tuple[Path, ...]) -> Ended:
        """Lay out a Lake project for ``comparator``, and run it; errors as for `run`."""
        comparator, lake, *_ = programs
        folder = self.folder / "project"
        folder.mkdir()
        shutil.copytree(lean_dir() / "BBSynth", folder / "BBSynth")
        shutil.copy(lean_dir() / "BBSynth.lean", folder)
        libraries = "".join(
            f'\n[[lean_lib]]\nname = "{name}"\n' for name in ("BBSynth", "Challenge", _MODULE)
        )
        settings = {
            "challenge_module": "Challenge",
            "solution_module": _MODULE,
            "theorem_names": [self.theorem],
            "permitted_axioms": list(AXIOMS),
            "enable_nanoda": False,
        }
        for name, text in (
            ("Challenge.lean", self.reference),
            (f"{_MODULE}.lean", self.source),
            ("lakefile.toml", 'name = "opinion"\n' + libraries),
            ("comparator.json", json.dumps(settings)),
        ):
            (folder / name).write_text(text, encoding="utf-8")
        return self._run(
            self._launch([lake, "env", comparator, "comparator.json"], folder, programs)
        )

    def _launch(
        self, argv: Sequence[str | Path], cwd: Path, programs: Sequence[Path] = ()
    ) -> Launch:
        folders = {str(program.parent): None for program in (Path(argv[0]), *programs)}
        env = {
            "LEAN_PATH": f"{cwd}:{self.library}",
            "PATH": ":".join([*folders, "/usr/local/bin", "/usr/bin", "/bin"]),
            "HOME": str(self.folder),
            # Where something is wrong, Lean's programs print so, and go on as if it were not.
            "LEAN_ABORT_ON_PANIC": "1",
        }
        if isinstance(self.toolchain, NativeToolchain):
            # Otherwise they start `lean` to ask it.
            env["LEAN_SYSROOT"] = str(self.toolchain.prefix)
        return Launch(argv=tuple(map(str, argv)), env=env, cwd=cwd)

    def _confined(
        self, launch: Launch, *, writable: Sequence[Path] = (), file_size: int = _OUTPUT_SIZE
    ) -> Launch:
        files = self.toolchain.files
        return confine(
            launch,
            readable=None if files is None else [*files, self.library, self.folder],
            writable=writable,
            file_size=file_size,
        )

    def _run(self, launch: Launch, *, output: Path | None = None) -> Ended:
        """Run a program, and have its standard output written to a file."""
        output = self.folder / "output" if output is None else output
        errors = self.folder / "errors"
        with output.open("wb") as out, errors.open("wb") as err:
            process = subprocess.Popen(  # noqa: S603  (programs that the user has installed)
                launch.argv,
                cwd=launch.cwd,
                env=dict(launch.env),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )
            try:
                status = process.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                raise CaseError(
                    f"{Path(launch.argv[0]).name} did not end within {_SECONDS:g} seconds"
                ) from None
            finally:
                _kill(process)
        return Ended(status, (_tail(output) + _tail(errors)).strip()[-_SHOWN:])


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process, if it has not ended, and those that it has started."""
    if process.poll() is not None:
        return
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.kill()
    process.kill()
    process.wait()


def _tail(path: Path) -> str:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 4 * _SHOWN))
        return file.read().decode("utf-8", errors="replace")
