"""Putting a claim into words: Lean, Markdown, and a reference proof, by Jinja2 templates."""

from __future__ import annotations

import functools
import textwrap
from dataclasses import dataclass
from typing import Any, Final

import jinja2

import bbsynth
from bbsynth.machines import Direction, Machine, state_name
from bbsynth.problems.family import Claim
from bbsynth.problems.problem import SCHEMA, Problem
from bbsynth.resources import templates_dir

__all__ = ["HEADER", "environment", "problem_id", "render_problem"]

HEADER: Final = "import BBSynth\n\nopen BBSynth\n"
"""What every Lean text begins with."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A transition, as the templates see it."""

    state: int
    symbol: int
    write: int
    move: str
    next: int | None


def _fill(text: str, width: int) -> str:
    """Break a text at spaces into lines of at most `width` characters, where that is possible."""
    return textwrap.fill(
        " ".join(text.split()),
        width,
        break_long_words=False,
        break_on_hyphens=False,
    )


@functools.cache
def environment() -> jinja2.Environment:
    """Return the Jinja2 environment with all templates.

    An undefined variable is an error, and nothing is escaped: the output is Lean and Markdown.
    """
    result = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates_dir()),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - no HTML is made
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    result.filters["fill"] = _fill
    return result


def problem_id(claim: Claim) -> str:
    """Return the id of the problem that a claim becomes."""
    machine = claim.machine.completed()
    return f"{machine.n_states}x{machine.n_symbols}-{claim.family}-{machine}"


def render_problem(claim: Claim) -> Problem:
    """Return the problem in which `claim` is stated in Lean and in Markdown, and proved.

    The undefined transitions of the machine become ``1RZ``.
    """
    machine = claim.machine.completed()
    theorem = f"{claim.family.replace('-', '_')}_{machine}"
    context: dict[str, Any] = {
        "header": HEADER,
        "machine": str(machine),
        "states": [state_name(state) for state in range(machine.n_states)],
        "symbols": list(range(machine.n_symbols)),
        "rows": _rows(machine),
        "theorem": theorem,
        "parameters": dict(claim.parameters),
        "certificate": dict(claim.certificate),
    }
    lean = environment().get_template(f"lean/{claim.family}.lean.j2")
    markdown = environment().get_template(f"markdown/{claim.family}.md.j2")
    return Problem(
        id=problem_id(claim),
        family=claim.family,
        stratum=claim.stratum,
        machine=str(machine),
        states=machine.n_states,
        symbols=machine.n_symbols,
        parameters=dict(claim.parameters),
        theorem=theorem,
        header=HEADER,
        formal_statement=lean.render(context, proof=False),
        informal_statement=markdown.render(context),
        reference_proof=lean.render(context, proof=True),
        certificate=dict(claim.certificate),
        metadata={
            "schema": SCHEMA,
            "bbsynth": bbsynth.__version__,
            "machine_in_tree": str(claim.machine),
            **claim.metadata,
        },
    )


def _rows(machine: Machine) -> list[list[_Entry]]:
    rows = []
    for state, row in enumerate(machine.transitions):
        entries = []
        for symbol, transition in enumerate(row):
            if transition is None:
                raise ValueError("a machine in a problem has all its transitions")
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
