"""The independent check that every generated problem has to pass.

The rendered texts are read back: the Lean statement, its comments, and the Markdown statement have
to describe the same subject and to make the same claim, and the independent simulator of the domain
has to find that the claim is true. Nothing here calls the code that found the claim.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from bbsynth.errors import UsageError
from bbsynth.problems.domain import Columns, Domain
from bbsynth.problems.family import Family, GeneralFamily, Value
from bbsynth.problems.problem import Problem
from bbsynth.problems.readback import (
    LeanStatement,
    MarkdownStatement,
    ReadbackError,
    read_lean,
    read_markdown,
)
from bbsynth.problems.registry import domain_of, family

__all__ = ["CrosscheckError", "crosscheck", "crosscheck_statements", "fact_name"]

_FORBIDDEN = re.compile(r"\b(sorry|native_decide|axiom|BBSynth)\b")


class CrosscheckError(RuntimeError):
    """A generated problem is wrong. This is a mistake in bbsynth, not in its input."""


def crosscheck(problem: Problem) -> None:
    """Check that the statements of `problem` agree, and that they are true.

    The proof is compared with the formal statement, which it has to repeat; whether it is right is
    for Lean to say.

    Raises
    ------
    CrosscheckError
        If there is anything wrong with the problem.
    """
    _caught(problem, shown=True)


def crosscheck_statements(problem: Problem) -> None:
    """Check that the statements of `problem` agree, where its proof is not shown; errors as above.

    Whether they are true is looked at as far as the domain can tell without the certificate, and
    not for statements of two sides: what else that rests on may not be there.
    """
    _caught(problem, shown=False)


def _caught(problem: Problem, *, shown: bool) -> None:
    try:
        _check(problem, family(problem.family), domain_of(problem.family), shown=shown)
    except (
        *(ReadbackError, UsageError),
        # What a problem that was not made here may hold in places where something else belongs.
        *(LookupError, ValueError, TypeError, AttributeError, RecursionError),
    ) as error:
        raise CrosscheckError(f"problem {problem.id}: {error}") from error


def _check(problem: Problem, kind: Family, domain: Domain, *, shown: bool) -> None:
    lean = read_lean(problem.formal_statement, problem.header, domain.read_lean_subject)
    markdown = read_markdown(problem.informal_statement, domain.read_markdown_subject)
    _equal("title", markdown.title, kind.title)
    subject = domain.check_subject(problem, kind, lean, markdown)
    if problem.header != domain.expected_header(problem, kind, lean):
        raise ReadbackError("the header is not that of the track")
    if isinstance(kind, GeneralFamily):
        _check_fact(problem, kind, domain, lean, markdown)
    else:
        _check_claim(problem, kind, domain, subject, lean, markdown, shown=shown)
    if shown:
        _check_proof(problem)


def _check_names(problem: Problem, domain: Domain, lean: LeanStatement, label: str) -> None:
    columns = Columns(problem.machine, problem.states, problem.symbols)
    size, text = domain.name_parts(columns)
    bare = problem.track == "bare"
    if len(text) > 120:
        # As file names have an end: the beginning, and what tells it from others.
        text = f"{text[:103]}_{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"
    parts = (size, problem.family, label, text, "bare" if bare else "")
    _equal("id", problem.id, "-".join(part for part in parts if part))
    _equal("theorem", lean.theorem, problem.theorem)
    _equal("theorem", lean.theorem, problem.id.removeprefix(f"{size}-").replace("-", "_"))


def fact_name(problem: Problem, kind: GeneralFamily) -> str:
    """Return the name of the fact that a problem is about, which is a part of its id."""
    name = problem.id.removeprefix(f"any-{kind.name}-")
    return name.removesuffix("-bare") if problem.track == "bare" else name


def _check_fact(
    problem: Problem,
    kind: GeneralFamily,
    domain: Domain,
    lean: LeanStatement,
    markdown: MarkdownStatement,
) -> None:
    _equal("parameters", problem.parameters, {})
    fact = kind.fact(fact_name(problem, kind))
    _check_names(problem, domain, lean, fact.name)
    _equal("proposition", lean.proposition, " ".join(fact.proposition.split()).removeprefix(": "))
    _equal_conventions(markdown, kind.meaning({}))
    for sentence in (lean.sentence, markdown.sentence):
        _equal("sentence", " ".join(sentence.split()), " ".join(fact.sentence.split()))


def _equal_conventions(markdown: MarkdownStatement, expected: tuple[str, ...]) -> None:
    for said, wanted in zip(markdown.conventions, expected, strict=False):
        _equal("conventions", said, wanted)
    _equal("number of conventions", len(markdown.conventions), len(expected))


def _check_claim(
    problem: Problem,
    kind: Family,
    domain: Domain,
    subject: Any,
    lean: LeanStatement,
    markdown: MarkdownStatement,
    *,
    shown: bool,
) -> None:
    parameters = {name: value for name, value in problem.parameters.items() if value is not None}
    stated = _read(kind, (kind.proposition,), lean.proposition)
    comment = lean.sentence
    if kind.two_sided:
        comment, _, hint = comment.partition(" (To refute it, prove instead ")
        _equal("hint", hint, f"`theorem {problem.negation} : ¬ {lean.proposition}`.)")
        negation = read_lean(problem.negation_statement, problem.header, domain.read_lean_subject)
        _equal("negated theorem", negation.theorem, problem.negation)
        _equal("negation", negation.proposition, f"¬ {lean.proposition}")
        rest = (negation.subject, negation.sentence)
        _equal("rest of the negation", rest, (lean.subject, lean.sentence))
    _equal("parameters in Lean", stated, parameters)
    domain.check_testable(stated)
    _check_names(problem, domain, lean, kind.label(stated))
    _equal_conventions(markdown, (*domain.conventions, *kind.meaning(parameters)))
    phrasings = kind.sentences
    if shown:
        phrasing = problem.metadata["phrasing"]
        if not isinstance(phrasing, int) or not 0 <= phrasing < len(phrasings):
            raise ReadbackError(f"there is no way of putting it that is called {phrasing!r}")
        phrasings = (phrasings[phrasing],)
    _equal(
        "parameters in the Lean comment",
        _read(kind, kind.sentences[:1], comment),
        parameters,
    )
    _equal(
        "parameters in Markdown",
        _read(kind, phrasings, markdown.sentence),
        parameters,
    )
    if not shown:
        wrong = None if kind.two_sided else domain.refuted(kind, subject, stated)
    else:
        certificate = problem.certificate or {}
        domain.check_testable({n: v for n, v in certificate.items() if isinstance(v, int)})
        wrong = kind.verify(subject, stated, certificate)
        wrong = wrong or domain.check_metadata(subject, problem.metadata)
    if wrong is not None:
        raise ReadbackError(wrong)


def _check_proof(problem: Problem) -> None:
    openings = [problem.formal_statement]
    if problem.negation_statement:
        openings.append(problem.negation_statement)
    for opening in openings:
        before, _, theorem = opening.removesuffix(" by\n  sorry\n").rpartition("\n/-- ")
        begins = problem.reference_proof.startswith(before)
        _, found, proof = problem.reference_proof.partition(f"\n/-- {theorem}")
        if begins and found and proof.startswith("\n"):
            break
    else:
        raise ReadbackError("the proof does not repeat the formal statement")
    own = problem.reference_proof.removeprefix(before)
    for word in _FORBIDDEN.findall(own):
        raise ReadbackError(f"the proof contains {word!r}")


def _read(kind: Family, patterns: tuple[re.Pattern[str], ...], text: str) -> Mapping[str, Value]:
    for pattern in patterns:
        match = pattern.fullmatch(text)
        if match is not None:
            return kind.read(match.groupdict())
    raise ReadbackError(f"{text!r} is not a claim of {kind.name}")


def _equal(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise ReadbackError(f"{what}: found {found}, expected {expected}")
