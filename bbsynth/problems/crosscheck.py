"""The independent check that every generated problem has to pass.

The rendered texts are read back: the Lean statement, its comments, and the Markdown statement have
to describe the same machine and to make the same claim, and the simulator of
`bbsynth.problems.reference` has to find that the claim is true. Nothing here calls the code that
found the claim.
"""

from __future__ import annotations

from bbsynth.problems.family import Family, family
from bbsynth.problems.problem import Problem
from bbsynth.problems.readback import ReadbackError, read_lean, read_markdown, read_notation

__all__ = ["CrosscheckError", "crosscheck"]


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
    try:
        _check(problem, family(problem.family))
    except (ReadbackError, KeyError) as error:
        raise CrosscheckError(f"problem {problem.id}: {error}") from error


def _check(problem: Problem, kind: Family) -> None:
    lean = read_lean(problem.formal_statement)
    markdown = read_markdown(problem.informal_statement)
    table = read_notation(problem.machine)
    _equal("machine in Lean", lean.table, table)
    _equal("machine in the Lean comment", lean.notation, problem.machine)
    _equal("machine in Markdown", markdown.table, table)
    _equal("notation in Markdown", markdown.notation, problem.machine)
    _equal("size", (problem.states, problem.symbols), (len(table), len(table[0])))
    size = f"{problem.states}x{problem.symbols}"
    _equal("id", problem.id, f"{size}-{problem.family}-{problem.machine}")
    _equal("theorem", lean.theorem, problem.theorem)
    _equal("theorem", lean.theorem, f"{problem.family.replace('-', '_')}_{problem.machine}")

    numbers = tuple(problem.parameters.values())
    _equal("predicate", lean.predicate, kind.predicate)
    _equal("numbers in Lean", lean.numbers, numbers)
    _equal("numbers in the Lean comment", _numbers(lean.sentence, kind), numbers)
    _equal("numbers in Markdown", _numbers(markdown.sentence, kind), numbers)
    wrong = kind.verify(table, numbers, problem.certificate or {})
    if wrong is not None:
        raise ReadbackError(wrong)

    opening = problem.formal_statement.removesuffix(" by\n  sorry\n")
    if not problem.reference_proof.startswith(opening + "\n"):
        raise ReadbackError("the proof does not repeat the formal statement")
    proof = problem.reference_proof.removeprefix(opening)
    for word in ("sorry", "native_decide", "axiom"):
        if word in proof:
            raise ReadbackError(f"the proof contains {word!r}")


def _numbers(sentence: str, kind: Family) -> tuple[int, ...]:
    match = kind.sentence.fullmatch(sentence)
    if match is None:
        raise ReadbackError(f"{sentence!r} is not a claim of {kind.name}")
    return tuple(int(group) for group in match.groups())


def _equal(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise ReadbackError(f"{what}: found {found}, expected {expected}")
