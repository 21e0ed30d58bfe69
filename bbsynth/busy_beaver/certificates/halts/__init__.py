"""Halts: the machine comes to a transition that halts, or that is undefined.

Nothing is searched for: whoever runs a machine sees it. The check runs it once more (see
`plain_run`); late halts are followed by a compiled loop of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from bbsynth.busy_beaver.certificate import Certificate, Fate, Guess, limits, quantity
from bbsynth.busy_beaver.machines.notation import Machine
from bbsynth.busy_beaver.plain_run import halts_on, run_plainly

__all__ = ["KIND", "MAX_CHECKED_HALT", "Halts"]

MAX_CHECKED_HALT: Final = 20_000_000_000
"""Steps beyond which a halt is not followed, though compiled code does it."""

_LATE: Final = 100_000
_PORTION: Final = 2**28
_FIRST_WIDTH: Final = 2**16
_LAST_WIDTH: Final = 2**31


@dataclass(frozen=True)
class Halts(Certificate):
    """The machine halts at step `steps` (the halting transition counted)."""

    kind = "halts"
    order = 0
    fate = Fate.HALTS
    plain = True
    guesses = (
        Guess(2.6, "by exact Machine.haltsAfter_of_check (by decide +kernel)"),
        Guess(1.6, "by exact Machine.haltsLeaving_of_check (N := {}) (by decide +kernel)", (6.0,)),
    )

    steps: int = field(metadata=limits(1))

    def check(self, machine: Machine) -> bool:
        """Run the machine; see ``MAX_CHECKED_HALT``."""
        if self.steps > _LATE:
            return _halts_late(machine, self.steps)
        tape: dict[int, int] = {}
        end = run_plainly(machine, tape, 0, 0, self.steps - 1)
        return end is not None and halts_on(machine, end.state, tape.get(end.head, 0))

    def in_words(self) -> str:
        return f"Halts after {quantity(self.steps, 'step', ',')}."

    def reason(self) -> str:
        return f"it halts after {quantity(self.steps, 'step')}"


def _halts_late(machine: Machine, steps: int) -> bool:
    if steps > MAX_CHECKED_HALT:
        return False
    # numba takes a noticeable part of a second to import.
    from bbsynth.busy_beaver.certificates.halts.kernel import follow

    table = np.full((machine.n_states, machine.n_symbols, 3), -1, dtype=np.int64)
    for state, row in enumerate(machine.transitions):
        for symbol, one in enumerate(row):
            if one is not None and not one.halts:
                table[state, symbol] = (one.write, one.move.offset, one.next)
    tape = np.zeros(_FIRST_WIDTH, dtype=np.uint8)
    head, state, left = tape.size // 2, 0, steps - 1
    while left:
        # In portions, so that an interrupt from the keyboard is noticed.
        fuel = min(_PORTION, left)
        head, state, unused = follow(table, tape, head, state, fuel)
        left -= fuel - unused
        if not 0 <= head < tape.size:
            if tape.size >= _LAST_WIDTH:
                return False
            margin = tape.size // 2
            tape = np.pad(tape, margin)
            head += margin
        elif unused:
            return False
    return bool(table[state, tape[head], 2] < 0)


KIND = Halts
