"""Decisions as lines of JSON, one machine per line, to be kept and checked again later.

A line is an object with the keys ``machine``, ``fate``, ``certificate`` (null if undecided),
``steps``, ``cells_visited`` and ``non_blank``, the last three as in
`bbsynth.busy_beaver.deciders.pipeline.Decision`. Only ``machine`` and ``certificate`` are needed
for a check; what else is given has to agree with them.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from bbsynth.busy_beaver.certificate import Certificate, Fate, certificate_from_dict, check
from bbsynth.busy_beaver.certificates.halts import Halts
from bbsynth.busy_beaver.deciders.pipeline import Decision
from bbsynth.busy_beaver.machines.notation import Machine
from bbsynth.busy_beaver.machines.simulation import run_batch
from bbsynth.errors import BBSynthError, DatasetError

__all__ = ["Verdict", "read_record", "record_line", "record_of", "verify_file", "verify_lines"]

_RUN_KEYS: Final = ("steps", "cells_visited", "non_blank")
_TOGETHER: Final = 1_000
_MOST_STEPS: Final = 2**26


def record_of(decision: Decision) -> dict[str, Any]:
    """Return a decision as a dict for JSON."""
    certificate = decision.certificate
    return {
        "machine": str(decision.machine),
        "fate": decision.fate.value,
        "certificate": None if certificate is None else certificate.to_dict(),
        "steps": decision.steps,
        "cells_visited": decision.cells_visited,
        "non_blank": decision.non_blank,
    }


def record_line(decision: Decision) -> str:
    """Return a decision as one line of JSON, with its end of line."""
    return json.dumps(record_of(decision)) + "\n"


def read_record(line: str, *, where: str = "the record") -> tuple[Machine, Certificate | None]:
    """Return the machine and the certificate of a line.

    Raises
    ------
    DatasetError
        If the line is not a record, or its fate is not what the certificate would show; `where`
        says in the message which line it is.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits is a plain ValueError.
        raise DatasetError(f"{where} is not JSON: {error}") from None
    if not isinstance(data, dict) or "machine" not in data or "certificate" not in data:
        raise DatasetError(f"{where} is not an object with the keys machine and certificate")
    try:
        machine = Machine.parse(data["machine"])
        if data["certificate"] is None:
            certificate, fate = None, Fate.UNDECIDED
        else:
            certificate = certificate_from_dict(data["certificate"])
            fate = certificate.fate
    except BBSynthError as error:
        raise DatasetError(f"{where}: {error}") from None
    if data.get("fate", fate.value) != fate.value:
        raise DatasetError(
            f"{where}: the fate is {data['fate']!r}, but the certificate is for {fate.value!r}"
        )
    return machine, certificate


@dataclass(frozen=True)
class Verdict:
    """What the check says of one record.

    Parameters
    ----------
    line : int
        Its line, from 1.
    machine : Machine
        The machine.
    certificate : Certificate or None
        The certificate; None if the record claims nothing.
    accepted : bool
        Whether the certificate is right; False if there is none.
    wrong : tuple of str
        The keys among ``steps``, ``cells_visited`` and ``non_blank`` whose numbers are not those of
        a run of the machine. (Of runs of more than 2^26 steps that do not halt, nothing is known.)
    """

    line: int
    machine: Machine
    certificate: Certificate | None
    accepted: bool
    wrong: tuple[str, ...] = ()


def verify_lines(lines: Iterable[str], *, where: str) -> Iterator[Verdict]:
    """Check records; empty lines are skipped.

    Raises
    ------
    DatasetError
        At the first line that is not a record; `where` names the file.
    """
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    while some := list(itertools.islice(numbered, _TOGETHER)):
        verdicts: list[Verdict] = []
        given: list[dict[str, int]] = []
        for number, line in some:
            place = f"{where}, line {number}"
            machine, certificate = read_record(line, where=place)
            accepted = certificate is not None and check(machine, certificate)
            verdicts.append(Verdict(number, machine, certificate, accepted))
            given.append(_numbers(json.loads(line), place))
        yield from _with_numbers(verdicts, given)


def _numbers(data: dict[str, Any], where: str) -> dict[str, int]:
    """Return what a record says of the run."""
    found: dict[str, int] = {name: data[name] for name in _RUN_KEYS if name in data}
    for name, value in found.items():
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**62:
            raise DatasetError(f"{where}: {name} is a number from 0, not {value!r}")
    return found


def _with_numbers(verdicts: list[Verdict], given: list[dict[str, int]]) -> Iterator[Verdict]:
    """Compare with runs: machines of one class that are to run as far are run together."""
    groups: dict[tuple[int, int, int], list[int]] = {}
    wrong: dict[int, tuple[str, ...]] = {}
    for place, (verdict, numbers) in enumerate(zip(verdicts, given, strict=True)):
        steps = numbers.get("steps")
        if isinstance(verdict.certificate, Halts):
            if not verdict.accepted:
                continue
            if steps not in (None, verdict.certificate.steps):
                wrong[place] = ("steps",)
            steps = verdict.certificate.steps
        elif steps is None or steps > _MOST_STEPS:
            continue
        size = verdict.machine.n_states, verdict.machine.n_symbols
        groups.setdefault((*size, steps), []).append(place)
    for (_, _, steps), places in groups.items():
        tables = np.stack([verdicts[place].machine.to_array() for place in places])
        for place, outcome in zip(places, run_batch(tables, steps), strict=True):
            numbers = given[place]
            wrong[place] = wrong.get(place, ()) + tuple(
                name
                for name in _RUN_KEYS
                if name in numbers
                and int(outcome[name]) != numbers[name]
                and name not in wrong.get(place, ())
            )
    for place, verdict in enumerate(verdicts):
        yield dataclasses.replace(verdict, wrong=wrong.get(place, ()))


def verify_file(path: Path) -> Iterator[Verdict]:
    """Check the records in a file, or on standard input if it is ``-``; see `verify_lines`.

    Raises
    ------
    DatasetError
        If the file cannot be read, or a line is not a record.
    """
    if str(path) == "-":
        yield from verify_lines(sys.stdin, where="standard input")
        return
    try:
        with path.open(encoding="utf-8") as stream:
            yield from verify_lines(stream, where=str(path))
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise DatasetError(f"{path} is not a text file in UTF-8") from None
