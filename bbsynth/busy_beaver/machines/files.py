"""Machines in files: lists as text, and the seed database of bbchallenge.

A text list has one machine per line, in standard notation. Empty lines are skipped, and so is what
follows a ``#``; of what is left, only the first word counts, so that lists with remarks in further
columns can be read.

The seed database holds machines with five states and two symbols. It starts with a header of 30
bytes: how many machines ran out of time, out of space, and both together, as unsigned integers of
4 bytes; one byte that is 1 if the machines are sorted; and zeros. Each machine is 30 bytes: for
states A to E, and for each symbol, the symbol written, the move (0 is right, 1 left) and the next
state (1 is A); 0, 0, 0 is an undefined transition. All integers are big-endian.

References
----------
.. [1] bbchallenge.org, "Download the seed database".
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bbsynth._common.files import write_atomically
from bbsynth.busy_beaver.machines.notation import HALT, UNDEFINED, Direction, Machine, Transition
from bbsynth.errors import DatasetError, MachineFormatError, UsageError

__all__ = [
    "SeedDatabase",
    "read_machine_list",
    "write_seed_database",
]

_HEADER = struct.Struct(">IIIB")
_HEADER_SIZE = _RECORD_SIZE = 30
_STATES, _SYMBOLS = 5, 2


def read_machine_list(
    lines: Iterable[str], *, where: str, one_class: bool = False
) -> Iterator[Machine]:
    """Return the machines of a text list.

    Parameters
    ----------
    lines : iterable of str
        The lines.
    where : str
        The name of the file, for messages.
    one_class : bool
        Whether all machines have to have as many states and symbols as the first.

    Raises
    ------
    DatasetError
        At the first line that is not a machine, or not one of the same class.
    """
    size: tuple[int, int] | None = None
    for number, line in enumerate(lines, start=1):
        words = line.split("#", 1)[0].split()
        if not words:
            continue
        try:
            machine = Machine.parse(words[0])
        except MachineFormatError as error:
            raise DatasetError(f"{where}, line {number}: {error}") from None
        if size is None:
            size = machine.n_states, machine.n_symbols
        elif one_class and size != (machine.n_states, machine.n_symbols):
            raise DatasetError(
                f"{where}, line {number}: a machine of {machine.n_states} states and "
                f"{machine.n_symbols} symbols among machines of {size[0]} and {size[1]}; put each "
                "class into a file of its own"
            )
        yield machine


@dataclass(frozen=True)
class SeedDatabase:
    """A seed database on disk; machines are read when they are asked for.

    Parameters
    ----------
    path : Path
        The file.
    out_of_time, out_of_space : int
        Machines of either sort; those out of time come first.
    is_sorted : bool
        Whether each sort is in the order of the text.
    """

    path: Path
    out_of_time: int
    out_of_space: int
    is_sorted: bool

    @classmethod
    def open(cls, path: Path) -> SeedDatabase:
        """Read the header and compare it with the size of the file.

        Raises
        ------
        DatasetError
            If the file cannot be read, is truncated, or has another header.
        """
        try:
            with path.open("rb") as stream:
                header = stream.read(_HEADER_SIZE)
            size = path.stat().st_size
        except OSError as error:
            raise DatasetError(f"cannot read {path}: {error.strerror or error}") from None
        if len(header) < _HEADER_SIZE:
            raise DatasetError(
                f"{path} has {len(header)} bytes, less than the {_HEADER_SIZE} of a seed "
                "database's header"
            )
        time, space, total, is_sorted = _HEADER.unpack_from(header)
        if time + space != total or is_sorted > 1 or any(header[_HEADER.size :]):
            raise DatasetError(f"{path} does not begin with the header of a seed database")
        expected = _HEADER_SIZE + _RECORD_SIZE * total
        if size != expected:
            raise DatasetError(
                f"{path} has {size:,} bytes, but {total:,} machines take {expected:,}; it is "
                f"{'truncated' if size < expected else 'longer than its header says'}"
            )
        return cls(path, time, space, bool(is_sorted))

    def __len__(self) -> int:
        return self.out_of_time + self.out_of_space

    def tables(self, start: int = 0, stop: int | None = None) -> npt.NDArray[np.int8]:
        """Return the machines from index `start` to `stop`, `stop` excluded, as tables.

        Returns
        -------
        ndarray of int8, shape (N, 5, 2, 3)
            As made by `Machine.to_array`.

        Raises
        ------
        UsageError
            If there are no such machines.
        DatasetError
            If a record is not a machine.
        """
        stop = len(self) if stop is None else stop
        if not 0 <= start <= stop <= len(self):
            raise UsageError(
                f"{self.path} has machines 0 to {len(self) - 1}, not {start} to {stop}"
            )
        with self.path.open("rb") as stream:
            stream.seek(_HEADER_SIZE + _RECORD_SIZE * start)
            data = stream.read(_RECORD_SIZE * (stop - start))
        raw = np.frombuffer(data, dtype=np.uint8).reshape(-1, _STATES, _SYMBOLS, 3)
        write, move, following = raw[..., 0], raw[..., 1], raw[..., 2]
        missing = following == 0
        good = (write < _SYMBOLS) & (move <= 1) & (following <= _STATES)
        good &= ~missing | ((write == 0) & (move == 0))
        if not good.all():
            index, state, symbol = np.argwhere(~good)[0].tolist()
            raise DatasetError(
                f"{self.path}, machine {start + index}: the transition of state "
                f"{chr(ord('A') + state)} on symbol {symbol} is "
                f"{tuple(raw[index, state, symbol].tolist())}, which means nothing"
            )
        tables = np.empty(raw.shape, dtype=np.int8)
        tables[..., 0] = np.where(missing, 1, write)
        tables[..., 1] = np.where(missing | (move == 0), 1, -1)
        tables[..., 2] = np.where(missing, UNDEFINED, following.astype(np.int8) - 1)
        return tables

    def machines(self, start: int = 0, stop: int | None = None) -> Iterator[Machine]:
        """Return the machines from index `start` to `stop`, a few thousand read at a time."""
        stop = len(self) if stop is None else stop
        for first in range(start, stop, 4_096):
            yield from map(Machine.from_array, self.tables(first, min(stop, first + 4_096)))


def write_seed_database(path: Path, machines: Iterable[Machine], *, is_sorted: bool = False) -> int:
    """Write machines as a seed database, all as out of time, and return how many.

    ``1RZ`` is written as an undefined transition, which halts in the same way.

    Raises
    ------
    DatasetError
        If a machine has not five states and two symbols, or halts with another transition than
        ``1RZ``; nothing is written then.
    OutputError
        If the file cannot be written.
    """
    records = bytearray()
    for machine in machines:
        records += _record(machine)
    count = len(records) // _RECORD_SIZE
    header = _HEADER.pack(count, 0, count, is_sorted)
    write_atomically(path, header.ljust(_HEADER_SIZE, b"\0") + bytes(records))
    return count


def _record(machine: Machine) -> bytes:
    if (machine.n_states, machine.n_symbols) != (_STATES, _SYMBOLS):
        raise DatasetError(
            f"{machine} has {machine.n_states} states and {machine.n_symbols} symbols; a seed "
            "database holds machines with 5 states and 2 symbols"
        )
    record = bytearray()
    for row in machine.transitions:
        for transition in row:
            if transition is None or transition == Transition(1, Direction.RIGHT, HALT):
                record += bytes(3)
            elif transition.halts:
                raise DatasetError(
                    f"{machine} halts with {transition}, for which a seed database has no "
                    "place; only 1RZ can stand for an undefined transition"
                )
            else:
                move = int(transition.move is Direction.LEFT)
                record += bytes((transition.write, move, transition.next + 1))
    return bytes(record)
