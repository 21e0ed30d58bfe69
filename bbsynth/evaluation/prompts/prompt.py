"""The exact text that a model is given, and from its answer to what is judged."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Sequence

import msgspec

from bbsynth.errors import UsageError
from bbsynth.evaluation.prompts.styles import Style
from bbsynth.problems import Problem
from bbsynth.problems.registry import domain_of

__all__ = ["Message", "Prompt", "candidate_text", "examples_for", "make_prompt"]


class Message(msgspec.Struct, frozen=True):
    """A turn of a chat."""

    role: str
    content: str


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """What a model is given for one problem in one style.

    Attributes
    ----------
    problem : str
        The id.
    style : str
        The style, as text.
    messages : tuple of Message
        For a chat.
    text : str
        For plain completion: the same in one piece.
    prefix : str
        The Lean text that the answer continues; empty if it stands for itself.
    stop : tuple of str
        Where a continuation ends.
    """

    problem: str
    style: str
    messages: tuple[Message, ...]
    text: str
    prefix: str = ""
    stop: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """A digest of the prompt, 16 hexadecimal digits."""
        return _digest(self)


@functools.lru_cache(4_096)  # asked for once in each sample
def _digest(prompt: Prompt) -> str:
    return hashlib.sha256(msgspec.json.encode(prompt)).hexdigest()[:16]


def make_prompt(problem: Problem, style: Style, *, pool: Sequence[Problem] = ()) -> Prompt:
    """Return what a model is given.

    Parameters
    ----------
    problem : Problem
        What is to be proved.
    style : Style
    pool : sequence of Problem
        Where the examples are taken from, if the style has any; see `examples_for`.

    Raises
    ------
    UsageError
        If the pool does not have as many examples as the style shows.
    """
    domain, bare = domain_of(problem.family), _is_bare(problem)
    text = domain.environment.get_template(f"prompts/{style.form}.j2").render(
        problem=problem,
        style=style,
        wording=domain.wording,
        examples=examples_for(problem, pool, style.shots),
        bare=bare,
        # A bare problem can use nothing of the library.
        sheet_shown=style.sheet and not bare,
        definitions=problem.header if bare else domain.definitions(),
        sheet="" if bare else domain.theorem_sheet(),
        negation=_negation(problem),
    )
    text = re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"
    if not style.continued:
        system = f"You are an expert in Lean 4 and in {domain.wording.field}."
        return Prompt(
            problem=problem.id,
            style=style.name,
            messages=(Message("system", system), Message("user", text)),
            text=text,
        )
    # What is shown ends as the file does, without its `sorry`; where a proof of the negation is an
    # answer too, it ends before the theorem, and the model goes on with one of the two.
    prefix = problem.formal_statement.removesuffix("  sorry\n")
    if _negation(problem):
        prefix = prefix[: prefix.rindex(f"theorem {problem.theorem} ")]
    shown = text[: text.rindex(prefix.splitlines()[-1])] + prefix.splitlines()[-1] + "\n"
    return Prompt(
        problem=problem.id,
        style=style.name,
        messages=(Message("user", shown),),
        text=shown,
        prefix=prefix,
        stop=("```",),
    )


def _is_bare(problem: Problem) -> bool:
    return problem.track == "bare"


def _negation(problem: Problem) -> str:
    """Return the theorem that refutes the statement, without a proof; empty if there is none."""
    text = problem.negation_statement
    start = text.rfind(f"theorem not_{problem.theorem} ")
    return text[start:].removesuffix(" by\n  sorry\n").strip() if start >= 0 else ""


def examples_for(problem: Problem, pool: Sequence[Problem], shots: int) -> tuple[Problem, ...]:
    """Return problems whose proofs are shown as examples, always the same ones for a problem.

    They are about other subjects, in the same domain and track; those of the same family come
    first, and each is of another stratum as long as there is one.

    Raises
    ------
    UsageError
        If the pool has too few.
    """
    if shots == 0:
        return ()

    domain = domain_of(problem.family)

    def rank(other: Problem) -> tuple[bool, bytes]:
        mark = hashlib.sha256(f"{problem.id} {other.id}".encode()).digest()
        return other.family != problem.family, mark

    fit = (
        other
        for other in pool
        if (other.machine or other.id) != (problem.machine or problem.id)
        and _is_bare(other) == _is_bare(problem)
        and domain_of(other.family) is domain
    )
    ranked = sorted(fit, key=rank)
    chosen: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for fresh in (True, False):
        for other in ranked:
            kind = other.family, other.stratum
            if len(chosen) < shots and other not in chosen and (kind not in seen) is fresh:
                chosen.append(other)
                seen.add(kind)
    if len(chosen) < shots:
        raise UsageError(
            f"the style shows {shots} examples, but there are only {len(chosen)} problems about "
            f"other {domain.wording.subjects} than that of {problem.id}"
        )
    return tuple(sorted(chosen, key=ranked.index))


def candidate_text(prompt: Prompt, answer: str) -> str:
    """Return what is judged: the answer, or a continuation behind the text that it continues."""
    if not prompt.prefix or not answer.strip():
        return answer
    continued = answer.split("```", 1)[0]
    if prompt.prefix.rstrip().endswith("by") and not continued.startswith((" ", "\n")):
        continued = "  " + continued
    return f"```lean\n{prompt.prefix}{continued.rstrip()}\n```\n"
