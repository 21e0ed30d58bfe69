"""Machines that are started in a configuration that the statement names."""

from __future__ import annotations

import re
from typing import Final

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.certificates.cycler import Cycler
from bbsynth.busy_beaver.certificates.translated_cycler import TranslatedCycler
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.family import MachineFamily
from bbsynth.busy_beaver.other_starts import Loop, Start, drawn_start, fate
from bbsynth.busy_beaver.reading import INTEGER, read_cells, read_integer, read_state
from bbsynth.busy_beaver.reference import Table
from bbsynth.problems.family import Claim, Fields, Groups, Parameters, Value, draw, number

__all__ = ["FAMILY", "StartedElsewhere"]

_LEAST_STEPS: Final = 5

_WHERE = (
    r"in state (?P<state>[A-Z]) with the head on cell (?P<head>-?[0-9]+) of the tape on which "
    r"cells (?P<start>-?[0-9]+) to (?P<end>-?[0-9]+) hold, from left to right, "
    r"(?P<symbols>[0-9]+(?: [0-9]+)*) and all others are blank, the machine "
)


class StartedElsewhere(MachineFamily):
    """From a configuration that is written out, the machine halts after N steps, or never does."""

    name = "started-elsewhere"
    summary = "started on a given tape, halts after exactly N steps, or never"
    title = "A machine that is started elsewhere"
    example = "1RB0RC_1LA0RC_---0RB"
    strata = ("halts", "never-halts")
    meanings = (
        "- **Another start.** What is asked here is not about the run from the blank tape. The "
        "machine is started in the configuration that is named below, and steps are counted from "
        "there. It halts *after exactly N steps* if its *N*-th step is the one in which it halts.",
    )
    proposition = re.compile(
        r"machine\.(?P<says>HaltsAfterFrom|NeverHaltsFrom) \(\.written (?P<state>[0-9]+) "
        rf"(?P<head>{INTEGER}) (?P<start>{INTEGER}) \[(?P<symbols>[0-9]+(?:, [0-9]+)*)\]\)"
        r"(?: (?P<steps>[0-9]+))?"
    )
    sentences = (
        re.compile(
            rf"Started {_WHERE}(?:halts after exactly (?P<steps>[0-9]+) steps?|never halts)\."
        ),
        re.compile(
            rf"Show that, started {_WHERE}(?:makes (?P<steps>[0-9]+) steps?, in the last of which, "
            r"and in no other, it halts|goes on for ever)\."
        ),
    )

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return what a machine does from a configuration that is drawn, if it can be found out."""
        choice = draw(seed, self.name, decision.machine)
        machine = decision.machine.completed()
        if machine.n_symbols < 2:
            return None
        start = drawn_start(machine, choice)
        found = fate(machine, start)
        if found is None or (isinstance(found, int) and found < _LEAST_STEPS):
            return None
        where: dict[str, Value] = {
            "state": start.state,
            "head": start.head,
            "start": start.start,
            "symbols": list(start.symbols),
        }
        if isinstance(found, Loop):
            return self.make_claim(
                decision.machine,
                {"says": "never", **where},
                {
                    "kind": (TranslatedCycler if found.shift else Cycler).kind,
                    "start": found.start,
                    "period": found.period,
                    "width": found.width,
                    "shift": found.shift,
                    "direction": "R" if found.ahead == 1 else "L",
                },
                stratum="never-halts",
            )
        parameters = {"says": "halts", **where, "steps": found}
        return self.make_claim(decision.machine, parameters, {"kind": "halts", "steps": found})

    def start(self, parameters: Parameters) -> Start:
        """Return the configuration."""
        symbols = parameters["symbols"]
        state, head, first = (number(parameters, name) for name in ("state", "head", "start"))
        return Start(state, head, first, tuple(symbols if isinstance(symbols, list) else ()))

    def label(self, parameters: Parameters) -> str:
        """Return the state, the symbols, and the place of the head among them."""
        symbols, head = parameters["symbols"], number(parameters, "head")
        written = "".join(map(str, symbols if isinstance(symbols, list) else []))
        return f"{number(parameters, 'state')}-{written}-{head - number(parameters, 'start')}"

    def read(self, groups: Groups) -> dict[str, Value]:
        """Return the configuration and the steps; both ends, if given, have to agree."""
        start = read_integer(groups["start"])
        symbols = read_cells(groups["symbols"], start, groups.get("end"))
        steps = groups["steps"]
        says = groups.get("says")
        if says is not None and (says == "HaltsAfterFrom") != (steps is not None):
            raise ValueError(f"{says} with {steps} steps")
        found: dict[str, Value] = {
            "says": "never" if steps is None else "halts",
            "state": read_state(groups["state"]),
            "head": read_integer(groups["head"]),
            "start": start,
            "symbols": symbols,
        }
        return found if steps is None else {**found, "steps": int(steps)}

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Run the machine from the configuration to its end, or follow its loop once."""
        tape = self._tape(table, parameters)
        if isinstance(tape, str):
            return tape
        if parameters["says"] == "halts":
            return reference.check_halts_from(tape, number(parameters, "steps"))
        return reference.check_loop(
            table,
            start=int(certificate["start"]),
            period=int(certificate["period"]),
            width=int(certificate["width"]),
            shift=int(certificate["shift"]),
            ahead=-1 if certificate["direction"] == "L" else 1,
            tape=tape,
        )

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Run the machine from the configuration."""
        tape = self._tape(table, parameters)
        if isinstance(tape, str):
            return tape
        halts = number(parameters, "steps") if parameters["says"] == "halts" else None
        if halts is not None and halts <= steps:
            return reference.check_halts_from(tape, halts)
        tape.run(steps)
        return None if tape.state is not None else f"the machine halts after {tape.time} steps"

    def _tape(self, table: Table, parameters: Parameters) -> reference.Tape | str:
        """Return the machine in the configuration, or why there is no such configuration."""
        symbols = parameters["symbols"]
        if not isinstance(symbols, list):
            return "the symbols are not a list"
        state, head, start = (number(parameters, name) for name in ("state", "head", "start"))
        tape = reference.started(table, state, head, start, symbols)
        return "the machine has no such state or symbol" if tape is None else tape


FAMILY = StartedElsewhere()
