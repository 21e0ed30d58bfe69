"""What the templates of problems about machines are told, and the headers of their Lean texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bbsynth.busy_beaver.casework import cases
from bbsynth.busy_beaver.counting import counting
from bbsynth.busy_beaver.difficulty import bare_method
from bbsynth.busy_beaver.excerpt import excerpt
from bbsynth.busy_beaver.explaining import ending, history, history_from, reachable, snapshot
from bbsynth.busy_beaver.families import families
from bbsynth.busy_beaver.family import MachineFacts
from bbsynth.busy_beaver.machines import Direction, Machine, state_name
from bbsynth.busy_beaver.plain import marked, turning, visited
from bbsynth.busy_beaver.rules import legs, linear, row
from bbsynth.busy_beaver.semantics import NAMESPACE, bare_header
from bbsynth.problems.family import Claim

__all__ = ["FUNCTIONS", "HEADER", "context", "header"]

HEADER: Final = "import BBSynth\n\nopen BBSynth\n"
"""What every Lean text begins with that uses the library, unless it needs more of it."""


def _excerpt(proof: str, header: str) -> str:
    """Return what a proof that uses the library needs of it after the header of a bare problem."""
    return excerpt(proof, namespace=NAMESPACE, header=header)


def _goal(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configurations that a rule leads to, by the names of those that it starts from."""
    return {name: parameters[f"to_{name}"] for name in ("state", "facing", "left", "right")}


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "cases": cases,
    "counting": counting,
    "ending": ending,
    "history": history,
    "history_from": history_from,
    "reachable": reachable,
    "snapshot": snapshot,
    "legs": legs,
    "marked": marked,
    "turning": turning,
    "visited": visited,
    "linear": linear,
    "row": row,
    "goal": _goal,
    "excerpt": _excerpt,
}
"""Functions that the templates use, by name."""


def header(claim: Claim, statement: Callable[[], str]) -> str:
    """Return what the Lean texts of a problem begin with; see `Domain.header`."""
    if claim.track == "bare":
        return bare_header(_what_is_stated(statement()))
    kind = families()[claim.family]
    modules: Sequence[str] = ()
    if isinstance(kind, MachineFacts):
        modules = kind.fact(claim.label).modules
    library, _, rest = HEADER.partition("\n")
    return "\n".join([library, *(f"import {module}" for module in modules), rest])


def _what_is_stated(text: str) -> str:
    """Return what of a Lean text says what is to be proved: definitions, but that of the machine,
    and the theorem, with its name."""
    _, _, theorem = text.rpartition("\ntheorem ")
    definitions = re.findall(r"^noncomputable def [CD] .*?\n\n", text, re.MULTILINE | re.DOTALL)
    return "".join(definitions) + theorem.partition(" := ")[0]


def context(claim: Claim, machine: Machine | None) -> dict[str, Any]:
    """Return what templates are told of a claim and of the machine as it stands in the problem."""
    kind = families()[claim.family]
    return {
        "about": kind.about,
        "machine": "" if machine is None else str(machine),
        "states": [] if machine is None else [state_name(s) for s in range(machine.n_states)],
        "symbols": [] if machine is None else list(range(machine.n_symbols)),
        "rows": [] if machine is None else _rows(machine),
        "method": bare_method(claim, kind),
        "fact": kind.fact(claim.label) if isinstance(kind, MachineFacts) else None,
    }


@dataclass(frozen=True, slots=True)
class _Entry:
    """A transition, as the templates see it."""

    state: int
    symbol: int
    write: int
    move: str
    next: int | None
    defined: bool = True


def _rows(machine: Machine) -> list[list[_Entry]]:
    rows = []
    for state, transitions in enumerate(machine.transitions):
        entries = []
        for symbol, transition in enumerate(transitions):
            if transition is None:
                entries.append(_Entry(state, symbol, 0, "", None, defined=False))
                continue
            entries.append(
                _Entry(
                    state=state,
                    symbol=symbol,
                    write=transition.write,
                    move="left" if transition.move is Direction.LEFT else "right",
                    next=None if transition.halts else transition.next,
                )
            )
        rows.append(entries)
    return rows
