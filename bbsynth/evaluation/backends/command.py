"""A model behind a program that reads a question and prints an answer."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import shutil
import signal
from tempfile import TemporaryFile
from typing import IO, Any, ClassVar, Final

import msgspec

from bbsynth.errors import UsageError
from bbsynth.evaluation.model import (
    Answer,
    ModelSettings,
    NotEmpty,
    Request,
    RequestFailed,
    Seconds,
)

__all__ = ["SETTINGS", "CommandSettings", "ExternalProgram"]

_MAX_BYTES: Final = 4_000_000

_POLL: Final = 0.05
"""Seconds between two looks at how much a program has printed."""


class CommandSettings(ModelSettings, frozen=True, kw_only=True, tag="command"):
    """A program as a model.

    Attributes
    ----------
    command : str
        The program and its arguments, as in a shell; ``model`` in files.
    sampling : dict
        Given to the program as it is.
    timeout : float
        Seconds that the program may take for an answer.
    """

    command: NotEmpty = msgspec.field(name="model")
    sampling: dict[str, Any] = msgspec.field(default_factory=dict)
    timeout: Seconds = 600.0

    sees_prompts: ClassVar[bool] = True
    uses_tokens: ClassVar[bool] = True
    argument_defaults: ClassVar[dict[str, Any]] = {"concurrency": 1}
    not_compared: ClassVar[frozenset[str]] = ModelSettings.not_compared | {"timeout"}

    def open(self) -> ExternalProgram:
        """Return the model; UsageError if there is no such program."""
        return ExternalProgram(self)


class ExternalProgram:
    """A program that is started once for each sample.

    On its standard input it gets a JSON object with ``problem_id``, ``theorem``,
    ``formal_statement``, ``informal_statement``, ``messages``, ``prompt``, ``sample``, ``seed`` and
    ``sampling``. What it prints on standard output is the answer; what it prints on standard error
    is shown if it fails. An exit status other than 0 is a failed request, not a failed proof.

    Parameters
    ----------
    settings : CommandSettings

    Raises
    ------
    UsageError
        If there is no such program.
    """

    def __init__(self, settings: CommandSettings) -> None:
        self._settings = settings
        try:
            self._argv = shlex.split(settings.command)
        except ValueError as error:
            raise UsageError(f"model {settings.name!r}: {settings.command!r}: {error}") from error
        if not self._argv or shutil.which(self._argv[0]) is None:
            raise UsageError(
                f"model {settings.name!r}: there is no program {(self._argv or [''])[0]!r}, or it "
                "is not executable"
            )

    async def answer(self, request: Request) -> Answer:
        """Start the program, and return what it prints."""
        problem, prompt = request.problem, request.prompt
        question = msgspec.json.encode(
            {
                "problem_id": problem.id,
                "theorem": problem.theorem,
                "formal_statement": problem.formal_statement,
                "informal_statement": problem.informal_statement,
                "messages": prompt.messages,
                "prompt": prompt.text,
                "sample": request.sample,
                "seed": request.seed,
                "sampling": self._settings.sampling,
            }
        )
        # Files and not pipes, which a child that is left behind would keep open.
        with TemporaryFile() as given, TemporaryFile() as printed, TemporaryFile() as errors:
            given.write(question)
            given.seek(0)
            status = await self._run(given, printed, errors)
            text, said = _content(printed), _content(errors)
        if status != 0:
            last = " ".join(said[-2_000:].split())[-300:]
            raise RequestFailed(
                f"{self._argv[0]} ended with status {status}: {last or 'no message'}",
                kind="program",
                retry=True,
            )
        return Answer(text=text, finish="stop")

    async def _run(self, given: IO[bytes], printed: IO[bytes], errors: IO[bytes]) -> int:
        """Run the program, and return its exit status; what it has started ends with it."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self._argv,
                stdin=given,
                stdout=printed,
                stderr=errors,
                start_new_session=True,  # so that its children can be ended with it
            )
        except OSError as error:
            raise RequestFailed(
                f"cannot start {self._argv[0]}: {error.strerror or error}",
                kind="program",
                fatal=True,
            ) from error
        try:
            async with asyncio.timeout(self._settings.timeout):
                end = asyncio.ensure_future(process.wait())
                while True:
                    await asyncio.wait([end], timeout=_POLL)
                    if max(_size(printed), _size(errors)) > _MAX_BYTES:
                        raise RequestFailed(
                            f"{self._argv[0]} printed more than {_MAX_BYTES:,} bytes",
                            kind="nonsense",
                        )
                    if end.done():
                        return end.result()
        except TimeoutError as error:
            raise RequestFailed(
                f"{self._argv[0]} did not end within {self._settings.timeout:g} seconds",
                kind="timeout",
                retry=True,
            ) from error
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()

    async def close(self) -> None:
        """Nothing has to be released."""


def _size(file: IO[bytes]) -> int:
    return os.fstat(file.fileno()).st_size


def _content(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(_MAX_BYTES).decode("utf-8", "replace")


SETTINGS = CommandSettings
