"""Putting a claim into words: Lean, Markdown, and a proof in both, by Jinja2 templates."""

from __future__ import annotations

import functools
import hashlib
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import jinja2

import bbsynth
from bbsynth._common.resources import templates_dir
from bbsynth.busy_beaver.casework import cases
from bbsynth.busy_beaver.counting import counting
from bbsynth.busy_beaver.excerpt import excerpt
from bbsynth.busy_beaver.explaining import ending, history, history_from, reachable, snapshot
from bbsynth.busy_beaver.machines import Direction, Machine, state_name
from bbsynth.busy_beaver.plain import marked, turning, visited
from bbsynth.busy_beaver.rules import legs, linear, row
from bbsynth.busy_beaver.semantics import NAMESPACE, bare_header
from bbsynth.problems.difficulty import bare_method, measure
from bbsynth.problems.family import Claim, GeneralFamily, draw, family
from bbsynth.problems.problem import SCHEMA, Problem

__all__ = ["HEADER", "environment", "problem_id", "render_problem", "subject"]

HEADER: Final = "import BBSynth\n\nopen BBSynth\n"
"""What every Lean text begins with that uses the library, unless it needs more of it."""

_FRAMES: Final = 2
"""Ways of putting what is around the claim in a Markdown statement."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A transition, as the templates see it."""

    state: int
    symbol: int
    write: int
    move: str
    next: int | None
    defined: bool = True


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
    result.globals["cases"] = cases
    result.globals["counting"] = counting
    result.globals["ending"] = ending
    result.globals["history"] = history
    result.globals["history_from"] = history_from
    result.globals["reachable"] = reachable
    result.globals["snapshot"] = snapshot
    result.globals["legs"] = legs
    result.globals["marked"] = marked
    result.globals["turning"] = turning
    result.globals["visited"] = visited
    result.globals["linear"] = linear
    result.globals["row"] = row
    result.globals["goal"] = _goal
    result.globals["excerpt"] = _excerpt
    return result


def _excerpt(proof: str, header: str) -> str:
    """Return what a proof that uses the library needs of it after the header of a bare problem."""
    return excerpt(proof, namespace=NAMESPACE, header=header)


def _header(modules: Sequence[str]) -> str:
    """Return what a Lean text begins with that needs these modules besides the usual ones."""
    library, _, rest = HEADER.partition("\n")
    return "\n".join([library, *(f"import {module}" for module in modules), rest])


def _goal(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configurations that a rule leads to, by the names of those that it starts from."""
    return {name: parameters[f"to_{name}"] for name in ("state", "facing", "left", "right")}


def subject(claim: Claim) -> Machine | None:
    """Return the machine that the problem is about, as it stands in the statement.

    Undefined transitions become ``1RZ``, unless the claim is about a partial machine.
    """
    if claim.machine is None or family(claim.family).about == "partial":
        return claim.machine
    return claim.machine.completed()


def _notation(machine: Machine | None) -> str:
    return "" if machine is None else str(machine)


_LONGEST_NAME: Final = 120
"""Characters of a machine's notation in the id of a problem, at most."""


def _name_parts(claim: Claim) -> list[str]:
    machine = subject(claim)
    notation = _notation(machine).replace("---", "xxx")
    if len(notation) > _LONGEST_NAME:
        # File names have an end, and a machine of many states and symbols has none in sight.
        digest = hashlib.blake2b(notation.encode(), digest_size=8).hexdigest()
        notation = f"{notation[: _LONGEST_NAME - len(digest) - 1]}_{digest}"
    parts = [claim.label, notation]
    return [part for part in parts if part]


def problem_id(claim: Claim) -> str:
    """Return the id of the problem that a claim becomes."""
    machine = subject(claim)
    size = "any" if machine is None else f"{machine.n_states}x{machine.n_symbols}"
    bare = ["bare"] if claim.track == "bare" else []
    return "-".join([size, claim.family, *_name_parts(claim), *bare])


def theorem_name(claim: Claim) -> str:
    """Return the name of the theorem that a claim becomes."""
    bare = ["bare"] if claim.track == "bare" else []
    name = "_".join([claim.family, *_name_parts(claim), *bare])
    return name.replace("-", "_")


def render_problem(claim: Claim, *, seed: int = 0) -> Problem:
    """Return the problem in which `claim` is stated in Lean and in Markdown, and proved.

    Parameters
    ----------
    claim : Claim
        The claim.
    seed : int
        What the choice between the ways of putting it into words depends on.
    """
    kind = family(claim.family)
    machine = subject(claim)
    identity = problem_id(claim)
    fact = kind.fact(claim.label) if isinstance(kind, GeneralFamily) else None
    choice = draw(seed, "text", identity)
    phrasing = choice.randrange(len(kind.sentences))
    frame = choice.randrange(_FRAMES)
    context: dict[str, Any] = {
        "header": _header(() if fact is None else fact.modules),
        "track": claim.track,
        "about": kind.about,
        "two_sided": kind.two_sided,
        "machine": _notation(machine),
        "states": [] if machine is None else [state_name(s) for s in range(machine.n_states)],
        "symbols": [] if machine is None else list(range(machine.n_symbols)),
        "rows": [] if machine is None else _rows(machine),
        "theorem": theorem_name(claim),
        "stratum": claim.stratum,
        "parameters": dict(claim.parameters),
        "certificate": dict(claim.certificate),
        "known": dict(claim.metadata),
        "phrasing": phrasing,
        "frame": frame,
        "method": bare_method(claim, kind),
        "proof": False,
        "negated": False,
        "bare_claim": False,
        "fact": fact,
    }
    lean = environment().get_template(f"lean/{claim.family}.lean.j2")
    markdown = environment().get_template(f"markdown/{claim.family}.md.j2")
    plainest = markdown.render(context | {"bare_claim": True, "phrasing": 0})
    context["claim"] = plainest.strip()
    if claim.track == "bare":
        context["header"] = bare_header(_statement(lean.render(context)))
    negation = lean.render(context | {"negated": True}) if kind.two_sided else ""
    refuted = kind.two_sided and claim.certificate.get("holds") == 0
    formal = lean.render(context)
    proof = lean.render(context | {"proof": True, "negated": refuted})
    difficulty = measure(claim, kind)
    return Problem(
        id=identity,
        family=claim.family,
        stratum=claim.stratum,
        track="bare" if claim.track == "bare" else "library",
        machine=_notation(machine),
        states=0 if machine is None else machine.n_states,
        symbols=0 if machine is None else machine.n_symbols,
        parameters=dict(claim.parameters),
        theorem=context["theorem"],
        header=context["header"],
        formal_statement=formal,
        negation_statement=negation,
        informal_statement=markdown.render(context),
        reference_proof=proof,
        informal_proof=_tidy(markdown.render(context | {"proof": True})),
        certificate=dict(claim.certificate),
        difficulty=difficulty.score,
        tier=difficulty.tier,
        metadata={
            "schema": SCHEMA,
            "bbsynth": bbsynth.__version__,
            "seed": seed,
            "phrasing": phrasing,
            "frame": frame,
            "proof_characters": len(proof) - len(formal),
            "proof_lines": proof.count("\n") - formal.count("\n") + 1,
            "kernel_cost": difficulty.kernel_cost,
            **({} if claim.machine is None else {"machine_in_tree": str(claim.machine)}),
            **claim.metadata,
        },
    )


def _statement(text: str) -> str:
    """Return what of a Lean text says what is to be proved: definitions, but that of the machine,
    and the theorem, with its name."""
    _, _, theorem = text.rpartition("\ntheorem ")
    definitions = re.findall(r"^noncomputable def [CD] .*?\n\n", text, re.MULTILINE | re.DOTALL)
    return "".join(definitions) + theorem.partition(" := ")[0]


def _tidy(text: str) -> str:
    """Return a text without empty lines that follow each other or end it."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


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
