"""Recorded answers: a file of JSON lines, made elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from bbsynth.errors import UsageError
from bbsynth.evaluation.model import Answer, ModelSettings, NotEmpty, Request, RequestFailed

__all__ = ["SETTINGS", "RecordedAnswers", "RecordedSettings"]

_BOM = b"\xef\xbb\xbf"


class RecordedSettings(ModelSettings, frozen=True, kw_only=True, tag="recorded"):
    """Recorded answers as a model.

    Attributes
    ----------
    file : str
        The file; ``model`` in files of models.
    """

    file: NotEmpty = msgspec.field(name="model")

    def open(self) -> RecordedAnswers:
        """Return the model; UsageError if the file cannot be read."""
        return RecordedAnswers(Path(self.file))


class _Line(msgspec.Struct):
    problem_id: str
    completion: str
    sample: int | str | None = None


class RecordedAnswers:
    """Recorded answers. The file is not held in memory.

    A line is an object with ``problem_id`` and ``completion``, as ``bbsynth check`` reads them;
    other keys are ignored. The answers to a problem are its samples 0, 1, …, in the order of the
    file.

    Parameters
    ----------
    path : Path

    Raises
    ------
    UsageError
        If the file cannot be read, or a line of it has another form.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._decoder = msgspec.json.Decoder(_Line)
        self._places: dict[str, list[int]] = {}
        try:
            self._stream = self._path.open("rb")
        except OSError as error:
            raise UsageError(f"cannot read {self._path}: {error.strerror or error}") from error
        try:
            self._index()
        except BaseException:
            self._stream.close()
            raise

    def _index(self) -> None:
        place = 0
        for number, line in enumerate(self._stream, start=1):
            if line.strip():
                try:
                    one = self._decoder.decode(line.removeprefix(_BOM) if number == 1 else line)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    raise UsageError(f"{self._path}, line {number}: {error}") from error
                self._places.setdefault(one.problem_id, []).append(place)
            place += len(line)
        if not self._places:
            raise UsageError(f"{self._path} has no answers in it")

    def unused(self, problems: Iterable[str], samples: int) -> tuple[int, int]:
        """Return how many answers are to other problems, and how many exceed the samples asked for.

        Parameters
        ----------
        problems : iterable of str
            The ids of the problems that are asked.
        samples : int
            For each of them.
        """
        asked = set(problems)
        others = sum(len(places) for one, places in self._places.items() if one not in asked)
        more = sum(
            max(0, len(places) - samples) for one, places in self._places.items() if one in asked
        )
        return others, more

    def text(self, problem: str, sample: int) -> str | None:
        """Return a recorded answer to a problem, or None if there are fewer."""
        places = self._places.get(problem, [])
        if sample >= len(places):
            return None
        self._stream.seek(places[sample])
        return self._decoder.decode(self._stream.readline().removeprefix(_BOM)).completion

    async def answer(self, request: Request) -> Answer:
        """Return the recorded answer."""
        text = self.text(request.problem.id, request.sample)
        if text is None:
            count = len(self._places.get(request.problem.id, []))
            raise RequestFailed(
                f"{self._path} has {count} answers to {request.problem.id}", kind="missing"
            )
        return Answer(text=text, finish="recorded")

    async def close(self) -> None:
        """Close the file."""
        self._stream.close()


SETTINGS = RecordedSettings
