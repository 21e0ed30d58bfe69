"""The independent check that every generated problem has to pass.

The rendered texts are read back: the Lean statement, its comments, and the Markdown statement have
to describe the same machine and to make the same claim, and the simulator of
`bbsynth.busy_beaver.reference` has to find that the claim is true. Nothing here calls the code that
found the claim.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from bbsynth.busy_beaver.reference import Table, check_facts
from bbsynth.busy_beaver.semantics import bare_header
from bbsynth.errors import UsageError
from bbsynth.problems.family import Fact, Family, GeneralFamily, Value, family
from bbsynth.problems.problem import Problem
from bbsynth.problems.readback import (
    COMMON_CONVENTIONS,
    LeanStatement,
    MarkdownStatement,
    ReadbackError,
    read_lean,
    read_markdown,
    read_notation,
)

__all__ = ["CrosscheckError", "crosscheck", "crosscheck_statements"]

_MOST_STEPS = 20_000_000
_WATCHED_STEPS = 20_000
_FACTS = ("steps", "cells_visited", "non_blank")  # what metadata tell of a machine that halts
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

    Whether they are true is looked at as far as running the machine for a while can tell, and not
    for statements of two sides: what else that rests on may not be there.
    """
    _caught(problem, shown=False)


def _caught(problem: Problem, *, shown: bool) -> None:
    try:
        _check(problem, family(problem.family), shown=shown)
    except (
        *(ReadbackError, UsageError),
        # What a problem that was not made here may hold in places where something else belongs.
        *(LookupError, ValueError, TypeError, AttributeError, RecursionError),
    ) as error:
        raise CrosscheckError(f"problem {problem.id}: {error}") from error


def _check(problem: Problem, kind: Family, *, shown: bool) -> None:
    lean = read_lean(problem.formal_statement, problem.header)
    markdown = read_markdown(problem.informal_statement)
    _equal("title", markdown.title, kind.title)
    _check_machine(problem, kind, lean, markdown)
    _check_header(problem, kind, lean)
    if isinstance(kind, GeneralFamily):
        _check_fact(problem, kind, lean, markdown)
    else:
        _check_claim(problem, kind, lean, markdown, shown=shown)
    if shown:
        _check_proof(problem)


def _check_names(problem: Problem, lean: LeanStatement, label: str) -> None:
    size = f"{problem.states}x{problem.symbols}" if problem.machine else "any"
    bare = problem.track == "bare"
    text = problem.machine.replace("---", "xxx")
    if len(text) > 120:
        # As file names have an end: the beginning, and what tells it from others.
        text = f"{text[:103]}_{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"
    parts = (size, problem.family, label, text, "bare" if bare else "")
    _equal("id", problem.id, "-".join(part for part in parts if part))
    _equal("theorem", lean.theorem, problem.theorem)
    _equal("theorem", lean.theorem, problem.id.removeprefix(f"{size}-").replace("-", "_"))


def _check_machine(
    problem: Problem, kind: Family, lean: LeanStatement, markdown: MarkdownStatement
) -> None:
    if kind.about == "general":
        found = (problem.machine, lean.notation, markdown.notation, lean.table, markdown.table)
        _equal("machine", found, ("", "", "", (), ()))
        _equal("size", (problem.states, problem.symbols), (0, 0))
        return
    table = read_notation(problem.machine, partial=kind.about == "partial")
    _equal("machine in Lean", lean.table, table)
    _equal("machine in the Lean comment", lean.notation, problem.machine)
    _equal("machine in Markdown", markdown.table, table)
    _equal("notation in Markdown", markdown.notation, problem.machine)
    _equal("size", (problem.states, problem.symbols), (len(table), len(table[0])))


def _check_header(problem: Problem, kind: Family, lean: LeanStatement) -> None:
    modules = _fact(problem, kind).modules if isinstance(kind, GeneralFamily) else ()
    imports = "".join(f"import {module}\n" for module in ("BBSynth", *modules))
    expected = f"{imports}\nopen BBSynth\n"
    if problem.track == "bare":
        expected = bare_header(f"{lean.theorem} : {lean.proposition}")
    if problem.header != expected:
        raise ReadbackError("the header is not that of the track")


def _fact(problem: Problem, kind: GeneralFamily) -> Fact:
    name = problem.id.removeprefix(f"any-{kind.name}-")
    return kind.fact(name.removesuffix("-bare") if problem.track == "bare" else name)


def _check_fact(
    problem: Problem, kind: GeneralFamily, lean: LeanStatement, markdown: MarkdownStatement
) -> None:
    _equal("parameters", problem.parameters, {})
    fact = _fact(problem, kind)
    _check_names(problem, lean, fact.name)
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
        negation = read_lean(problem.negation_statement, problem.header)
        _equal("negated theorem", negation.theorem, problem.negation)
        _equal("negation", negation.proposition, f"¬ {lean.proposition}")
        rest = (negation.table, negation.notation, negation.sentence)
        _equal("rest of the negation", rest, (lean.table, lean.notation, lean.sentence))
    _equal("parameters in Lean", stated, parameters)
    for name, value in stated.items():
        if isinstance(value, int):
            _small(value, name)
        elif isinstance(value, str) and re.search(r":(?:-|[0-9]{5})", value):
            raise ReadbackError(f"{name} is {value!r:.60}, with more than can be tested")
    _check_names(problem, lean, kind.label(stated))
    _equal_conventions(markdown, (*COMMON_CONVENTIONS, *kind.meaning(parameters)))
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
        _check_run(kind, lean.table, stated)
        return
    certificate = problem.certificate or {}
    for name, value in certificate.items():
        if isinstance(value, int):
            _small(value, name)
    wrong = kind.verify(lean.table, stated, certificate)
    if wrong is None and not {*_FACTS}.isdisjoint(problem.metadata):
        steps, cells, non_blank = (_small(problem.metadata[name], name) for name in _FACTS)
        wrong = check_facts(lean.table, steps, cells, non_blank)
    if wrong is not None:
        raise ReadbackError(wrong)


def _small(value: object, name: str) -> int:
    if not isinstance(value, int):
        raise ReadbackError(f"{name} is {value!r}, and no number")
    if abs(value) > _MOST_STEPS:
        raise ReadbackError(f"{name} is {value:,}, which is more than can be tested")
    return value


def _check_run(kind: Family, table: Table, stated: Mapping[str, Value]) -> None:
    """Test a claim without its certificate, as far as a run can tell."""
    if kind.two_sided:
        return
    wrong = kind.refuted(table, stated, _WATCHED_STEPS)
    if wrong is not None:
        raise ReadbackError(f"by a run of {_WATCHED_STEPS:,} steps: {wrong}")


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
