"""Machines that never use one of their transitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.certificates.cycler import Cycler
from bbsynth.busy_beaver.certificates.translated_cycler import TranslatedCycler
from bbsynth.busy_beaver.claims import verify_never
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.loop import Loop
from bbsynth.busy_beaver.machines import Direction, Machine, Transition, state_name, trace
from bbsynth.busy_beaver.reading import read_state
from bbsynth.busy_beaver.reference import Table
from bbsynth.problems.family import Claim, Fields, Groups, Parameters, Value, draw, number

__all__ = ["FAMILY", "NeverUses"]

_LONGEST = 2_000


class NeverUses(MachineFamily):
    """The machine never reads a given symbol in a given state."""

    name = "never-uses"
    summary = "never uses a certain one of its transitions"
    title = "A transition that is never used"
    example = "1RB---_1RA---"
    strata = (Cycler.stratum, TranslatedCycler.stratum)
    meanings = (
        "- **Using.** The machine *reads a symbol in a state* if there is a number *t* such that "
        "after *t* steps it is in this state and the cell under its head holds this symbol; it "
        "then uses the transition that the table has for them.",
    )
    proposition = re.compile(r"machine\.NeverUses (?P<state>[0-9]+) (?P<symbol>[0-9]+)")
    sentences = (
        re.compile(
            r"Started on the blank tape, the machine never reads the symbol (?P<symbol>[0-9]+) in "
            r"state (?P<state>[A-Z])\."
        ),
        re.compile(
            r"In the run of the machine from the blank tape, the transition for state "
            r"(?P<state>[A-Z]) and the symbol (?P<symbol>[0-9]+) is never used\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return the claim for a machine in a loop that leaves out a transition."""
        certificate = decision.certificate
        if not isinstance(certificate, Loop):
            return None
        steps = certificate.start + certificate.period
        if steps > _LONGEST:
            return None
        shown = trace(decision.machine, steps)
        columns = shown.origin + shown.heads
        read = shown.tapes[range(len(columns)), columns]
        used = set(zip(shown.states.tolist(), read.tolist(), strict=True))
        machine = decision.machine
        unused = [
            (state, symbol)
            for state in range(machine.n_states)
            for symbol in range(machine.n_symbols)
            if (state, symbol) not in used
        ]
        if not unused:
            return None
        choice = draw(seed, self.name, machine)
        state, symbol = choice.choice(unused)
        return self.make_claim(
            _filled(machine, unused, choice),
            {"state": state, "symbol": symbol},
            certificate.facts(decision.machine),
            stratum=certificate.stratum,
        )

    def label(self, parameters: Parameters) -> str:
        """Return the state and the symbol."""
        return f"{state_name(number(parameters, 'state'))}{number(parameters, 'symbol')}"

    def read(self, groups: Groups) -> dict[str, Value]:
        """Return the state, by its number or its letter, and the symbol."""
        return {"state": read_state(groups["state"]), "symbol": int(groups["symbol"] or "")}

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Follow the loop once, and watch for the transition."""
        steps = int(certificate["start"]) + int(certificate["period"])
        return verify_never(table, certificate) or self.refuted(table, parameters, steps)

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Watch for the transition."""
        state, symbol = number(parameters, "state"), number(parameters, "symbol")
        if state >= len(table) or symbol >= len(table[0]):
            return "there is no such transition"
        return reference.check_never_uses(table, state, symbol, steps)


def _filled(machine: Machine, unused: Sequence[tuple[int, int]], choice: Random) -> Machine:
    """Return the machine with other transitions in place of those that it never uses.

    A transition that is undefined, or halts, would be a hint that it is never used.
    """
    rows = [list(row) for row in machine.transitions]
    for state, symbol in unused:
        rows[state][symbol] = Transition(
            choice.randrange(machine.n_symbols),
            choice.choice((Direction.LEFT, Direction.RIGHT)),
            choice.randrange(machine.n_states),
        )
    return Machine(tuple(map(tuple, rows)))


FAMILY = NeverUses()
