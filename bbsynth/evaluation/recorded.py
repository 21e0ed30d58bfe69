"""Answers that were made elsewhere, in a file of JSON lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from bbsynth.errors import UsageError
from bbsynth.evaluation.answers import Answer, Request, RequestFailed
from bbsynth.evaluation.specs import ModelSpec

__all__ = ["RecordedAnswers"]


_MARK = b"\xef\xbb\xbf"


class _Line(msgspec.Struct):
    problem_id: str
    completion: str
    sample: int | str | None = None


class RecordedAnswers:
    """Recorded answers as a model. The file is not held in memory.

    A line is an object with ``problem_id`` and ``completion``, as ``bbsynth check`` reads them;
    other keys are let be. The answers to a problem are its samples 0, 1, …, in the order of the
    file.

    Parameters
    ----------
    spec : ModelSpec
        Of kind ``recorded``.

    Raises
    ------
    UsageError
        If the file cannot be read, or a line of it is not what it should be.
    """

    def __init__(self, spec: ModelSpec) -> None:
        self._path = Path(spec.model)
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
                    # Some editors put a mark before the first line.
                    one = self._decoder.decode(line.removeprefix(_MARK) if number == 1 else line)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    raise UsageError(f"{self._path}, line {number}: {error}") from error
                self._places.setdefault(one.problem_id, []).append(place)
            place += len(line)
        if not self._places:
            raise UsageError(f"{self._path} has no answers in it")

    def unused(self, problems: Iterable[str], samples: int) -> tuple[int, int]:
        """Return how many answers are to other problems, and how many are more than are asked for.

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
        """Return the recorded answer to a problem, None if there is none of this number."""
        places = self._places.get(problem, [])
        if sample >= len(places):
            return None
        self._stream.seek(places[sample])
        return self._decoder.decode(self._stream.readline().removeprefix(_MARK)).completion

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
