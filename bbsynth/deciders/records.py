"""Decisions as lines of JSON, one machine per line, to be kept and checked again later.

A line is an object with the keys ``machine``, ``fate``, ``certificate`` (null if undecided),
``steps``, ``cells_visited`` and ``non_blank``, the last three as in
`bbsynth.deciders.pipeline.Decision`. Only ``machine`` and ``certificate`` are needed for a check;
``fate`` has to agree with the certificate.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bbsynth.deciders.certificates import Certificate, Halts, certificate_from_dict
from bbsynth.deciders.checking import check
from bbsynth.deciders.pipeline import Decision, Fate
from bbsynth.errors import BBSynthError, DatasetError
from bbsynth.machines.notation import Machine

__all__ = ["Verdict", "read_record", "record_line", "record_of", "verify_file", "verify_lines"]


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
    except (json.JSONDecodeError, RecursionError) as error:
        raise DatasetError(f"{where} is not JSON: {error}") from None
    if not isinstance(data, dict) or "machine" not in data or "certificate" not in data:
        raise DatasetError(f"{where} is not an object with the keys machine and certificate")
    try:
        machine = Machine.parse(data["machine"])
        if data["certificate"] is None:
            certificate, fate = None, Fate.UNDECIDED
        else:
            certificate = certificate_from_dict(data["certificate"])
            fate = Fate.HALTS if isinstance(certificate, Halts) else Fate.NEVER_HALTS
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
    """

    line: int
    machine: Machine
    certificate: Certificate | None
    accepted: bool


def verify_lines(lines: Iterable[str], *, where: str) -> Iterator[Verdict]:
    """Check records; empty lines are skipped.

    Raises
    ------
    DatasetError
        At the first line that is not a record; `where` names the file.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            machine, certificate = read_record(line, where=f"{where}, line {number}")
            accepted = certificate is not None and check(machine, certificate)
            yield Verdict(number, machine, certificate, accepted)


def verify_file(path: Path) -> Iterator[Verdict]:
    """Check the records in a file; see `verify_lines`.

    Raises
    ------
    DatasetError
        If the file cannot be read, or a line is not a record.
    """
    try:
        with path.open(encoding="utf-8") as stream:
            yield from verify_lines(stream, where=str(path))
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise DatasetError(f"{path} is not a text file in UTF-8") from None
