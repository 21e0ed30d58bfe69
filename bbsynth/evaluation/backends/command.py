"""A model behind a program that reads a question and prints an answer."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import shutil
import signal
from typing import Any, ClassVar, Final

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

_AFTER_THE_END: Final = 2.0
"""Seconds that are waited for the rest of what a program that has ended has printed."""

_POLL: Final = 0.01
"""Seconds between two looks whether a program has ended."""


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
        try:
            process = await asyncio.create_subprocess_exec(
                *self._argv,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,  # so that its children can be ended with it
            )
        except OSError as error:
            raise RequestFailed(
                f"cannot start {self._argv[0]}: {error.strerror or error}",
                kind="program",
                fatal=True,
            ) from error
        try:
            out, err = await _talk(process, question, timeout=self._settings.timeout)
        except _TooMuch as error:
            raise RequestFailed(
                f"{self._argv[0]} printed more than {_MAX_BYTES:,} bytes", kind="nonsense"
            ) from error
        except TimeoutError as error:
            raise RequestFailed(
                f"{self._argv[0]} did not end within {self._settings.timeout:g} seconds",
                kind="timeout",
                retry=True,
            ) from error
        finally:
            # Whatever it has left running ends with it.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            await _drain(process)
        if process.returncode != 0:
            last = " ".join(err[-2_000:].decode("utf-8", "replace").split())[-300:]
            raise RequestFailed(
                f"{self._argv[0]} ended with status {process.returncode}: {last or 'no message'}",
                kind="program",
                retry=True,
            )
        return Answer(text=out.decode("utf-8", "replace"), finish="stop")

    async def close(self) -> None:
        """Nothing has to be released."""


class _TooMuch(Exception):
    """A program prints more than is read."""


async def _talk(
    process: asyncio.subprocess.Process, question: bytes, *, timeout: float
) -> tuple[bytes, bytes]:
    """Send the question, and return what the program has printed when it has ended.

    A child that it leaves behind, and that still holds its output, is not waited for.
    """
    out, err = bytearray(), bytearray()
    talk = asyncio.ensure_future(
        asyncio.gather(
            _send(process.stdin, question), _read(process.stdout, out), _read(process.stderr, err)
        )
    )
    end = asyncio.ensure_future(_end(process))
    both: list[asyncio.Future[Any]] = [talk, end]
    try:
        async with asyncio.timeout(timeout):
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if talk.done():
                await talk  # it may have failed
            await end
        # In time; what it has printed may still be on its way.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(talk), _AFTER_THE_END)
        return bytes(out), bytes(err)
    finally:
        for one in both:
            one.cancel()
        await asyncio.gather(*both, return_exceptions=True)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Wait until a program has ended; `Process.wait` waits for who else holds its output, too."""
    while process.returncode is None:
        await asyncio.sleep(_POLL)


async def _drain(process: asyncio.subprocess.Process) -> None:
    """Read what is left, for only then is everything given back."""
    for stream in (process.stdout, process.stderr):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_AFTER_THE_END):
                while stream is not None and await stream.read(65_536):
                    pass
    await _end(process)


async def _send(stream: asyncio.StreamWriter | None, question: bytes) -> None:
    if stream is not None:
        # It need not read the question.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            stream.write(question)
            await stream.drain()
        stream.close()


async def _read(stream: asyncio.StreamReader | None, into: bytearray) -> None:
    while stream is not None and (piece := await stream.read(65_536)):
        into += piece
        if len(into) > _MAX_BYTES:
            raise _TooMuch


SETTINGS = CommandSettings
