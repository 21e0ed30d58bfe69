"""Putting a claim into words: Lean, Markdown, and a proof in both, by Jinja2 templates."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

import bbsynth
from bbsynth.problems.domain import Domain
from bbsynth.problems.family import Claim, draw
from bbsynth.problems.problem import SCHEMA, Problem
from bbsynth.problems.registry import domain_of, family

__all__ = ["problem_id", "render_problem"]

_FRAMES: Final = 2
"""Ways of putting what is around the claim in a Markdown statement."""


_LONGEST_NAME: Final = 120
"""Characters of a subject in the id of a problem, at most."""


def _names(claim: Claim, domain: Domain) -> tuple[str, list[str]]:
    """Return what the id of a problem begins with, and what follows in the name of its theorem."""
    size, text = domain.name_parts(domain.columns(domain.stated(claim)))
    if len(text) > _LONGEST_NAME:
        # File names have an end, and a machine of many states and symbols has none in sight.
        digest = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
        text = f"{text[: _LONGEST_NAME - len(digest) - 1]}_{digest}"
    parts = [claim.family, claim.label, text, "bare" if claim.track == "bare" else ""]
    return size, [part for part in parts if part]


def problem_id(claim: Claim) -> str:
    """Return the id of the problem that a claim becomes."""
    size, parts = _names(claim, domain_of(claim.family))
    return "-".join([size, *parts])


def render_problem(claim: Claim, *, seed: int = 0) -> Problem:
    """Return the problem in which `claim` is stated in Lean and in Markdown, and proved.

    Parameters
    ----------
    claim : Claim
        The claim.
    seed : int
        What the choice between the ways of putting it into words depends on.
    """
    kind, domain = family(claim.family), domain_of(claim.family)
    columns = domain.columns(domain.stated(claim))
    size, parts = _names(claim, domain)
    identity = "-".join([size, *parts])
    choice = draw(seed, "text", identity)
    phrasing = choice.randrange(len(kind.sentences))
    frame = choice.randrange(_FRAMES)
    context: dict[str, Any] = {
        "header": "",
        "track": claim.track,
        "two_sided": kind.two_sided,
        "theorem": "_".join(parts).replace("-", "_"),
        "stratum": claim.stratum,
        "parameters": dict(claim.parameters),
        "certificate": dict(claim.certificate),
        "known": dict(claim.metadata),
        "phrasing": phrasing,
        "frame": frame,
        "proof": False,
        "negated": False,
        "bare_claim": False,
        **domain.context(claim),
    }
    lean = domain.environment.get_template(f"lean/{claim.family}.lean.j2")
    markdown = domain.environment.get_template(f"markdown/{claim.family}.md.j2")
    context["claim"] = markdown.render(context | {"bare_claim": True, "phrasing": 0}).strip()
    context["header"] = domain.header(claim, lambda: lean.render(context))
    negation = lean.render(context | {"negated": True}) if kind.two_sided else ""
    refuted = kind.two_sided and claim.certificate.get("holds") == 0
    formal = lean.render(context)
    proof = lean.render(context | {"proof": True, "negated": refuted})
    rating = domain.rating(claim)
    return Problem(
        id=identity,
        family=claim.family,
        stratum=claim.stratum,
        track="bare" if claim.track == "bare" else "library",
        machine=columns.machine,
        states=columns.states,
        symbols=columns.symbols,
        parameters=dict(claim.parameters),
        theorem=context["theorem"],
        header=context["header"],
        formal_statement=formal,
        negation_statement=negation,
        informal_statement=markdown.render(context),
        reference_proof=proof,
        informal_proof=_tidy(markdown.render(context | {"proof": True})),
        certificate=dict(claim.certificate),
        difficulty=rating.score,
        tier=rating.tier,
        metadata={
            "schema": SCHEMA,
            "bbsynth": bbsynth.__version__,
            "seed": seed,
            "phrasing": phrasing,
            "frame": frame,
            "proof_characters": len(proof) - len(formal),
            "proof_lines": proof.count("\n") - formal.count("\n") + 1,
            **domain.metadata(claim),
            **claim.metadata,
        },
    )


def _tidy(text: str) -> str:
    """Return a text without empty lines that follow each other or end it."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
