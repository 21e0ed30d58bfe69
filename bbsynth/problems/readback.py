"""Reading statements back: the frame of a statement in Lean and in words, in every domain.

A reader knows how a statement looks, but shares nothing with the templates that wrote it. It is
strict: every character has to be accounted for. What stands in the frame about a subject is read by
the domain.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

__all__ = [
    "DIGITS",
    "LeanStatement",
    "MarkdownStatement",
    "ReadbackError",
    "Scanner",
    "read_lean",
    "read_markdown",
]

DIGITS: Final = string.digits
_NAME: Final = string.ascii_letters + DIGITS + "_"


class ReadbackError(ValueError):
    """A text does not have the form of a statement."""


@dataclass(frozen=True)
class LeanStatement:
    """What a Lean statement says.

    Parameters
    ----------
    subject : object
        What the domain has read of the subject.
    sentence : str
        The claim, as the comment on the theorem has it, on one line.
    theorem : str
        The name of the theorem.
    proposition : str
        What the theorem states, with the definitions before it, if there are any.
    """

    subject: Any
    sentence: str
    theorem: str
    proposition: str


@dataclass(frozen=True)
class MarkdownStatement:
    """What a Markdown statement says.

    Parameters
    ----------
    title : str
        Its heading.
    subject : object
        What the domain has read of the subject.
    sentence : str
        The claim.
    conventions : tuple of str
        What is said of subjects and of the words in the claim, a paragraph each.
    """

    title: str
    subject: Any
    sentence: str
    conventions: tuple[str, ...]


class Scanner:
    """A place in a text, and what stands there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def sees(self, literal: str) -> bool:
        """Return whether `literal` comes next, and go past it if so."""
        if not self.text.startswith(literal, self.place):
            return False
        self.place += len(literal)
        return True

    def expect(self, literal: str) -> None:
        """Go past `literal`, which has to come next."""
        if not self.sees(literal):
            raise self.error(repr(literal))

    def error(self, expected: str) -> ReadbackError:
        """Return the error that something else comes next than what was expected."""
        line = self.text.count("\n", 0, self.place) + 1
        found = self.text[self.place : self.place + 30]
        return ReadbackError(f"line {line}: expected {expected}, found {found!r}")

    def take(self, characters: str) -> str:
        """Return the longest run of the given characters; there has to be at least one."""
        start = self.place
        while self.place < len(self.text) and self.text[self.place] in characters:
            self.place += 1
        if self.place == start:
            raise self.error(f"one of {characters}")
        return self.text[start : self.place]

    def number(self) -> int:
        """Return a number, which has no leading zero."""
        digits = self.take(DIGITS)
        if digits != str(int(digits)):
            raise ReadbackError(f"a number is written {digits!r}")
        return int(digits)

    def until(self, literal: str) -> str:
        """Return what comes before the next `literal`, and go past it."""
        start = self.place
        end = self.text.find(literal, start)
        if end < 0:
            raise ReadbackError(f"there is no {literal!r}")
        self.place = end + len(literal)
        return self.text[start:end]

    def choice(self, *literals: str) -> int:
        """Go past whichever of the literals comes next, and return its index."""
        for index, literal in enumerate(literals):
            if self.sees(literal):
                return index
        raise self.error(" or ".join(map(repr, literals)))

    def comment(self) -> str:
        """Return the comment on the next Lean declaration, and go past it."""
        self.expect("\n/-- ")
        return self.until(" -/\n")

    def next_comment(self) -> str:
        """Return the same, but stay here."""
        place = self.place
        try:
            return self.comment()
        finally:
            self.place = place

    def end(self) -> None:
        """Be at the end of the text."""
        if self.place != len(self.text):
            raise ReadbackError(f"there is more text: {self.text[self.place : self.place + 40]!r}")


def read_lean(
    text: str, header: str, subject: Callable[[Scanner], tuple[Any, str]]
) -> LeanStatement:
    """Return what a Lean statement says.

    Parameters
    ----------
    text : str
        The statement.
    header : str
        What it begins with.
    subject : callable
        `bbsynth.problems.domain.Domain.read_lean_subject` of its domain.

    Raises
    ------
    ReadbackError
        If it has another form.
    """
    scanner = Scanner(text)
    scanner.expect(header)
    found, definitions = subject(scanner)
    comment = scanner.comment()
    scanner.expect("theorem ")
    theorem = scanner.take(_NAME)
    scanner.expect(" ")
    proposition = scanner.until(" := by\n  sorry\n")
    scanner.end()
    return LeanStatement(
        subject=found,
        sentence=" ".join(comment.split()),
        theorem=theorem,
        proposition=definitions + " ".join(proposition.removeprefix(": ").split()),
    )


def read_markdown(text: str, subject: Callable[[Scanner], Any]) -> MarkdownStatement:
    """Return what a Markdown statement says.

    Parameters
    ----------
    text : str
        The statement.
    subject : callable
        `bbsynth.problems.domain.Domain.read_markdown_subject` of its domain.

    Raises
    ------
    ReadbackError
        If it has another form.
    """
    scanner = Scanner(text)
    scanner.expect("# ")
    title = scanner.until("\n")
    found = subject(scanner)
    scanner.expect("\n## Conventions\n\n")
    conventions = scanner.until("\n\n## To prove")
    scanner.choice("\n\n", " or to refute\n\n")
    sentence = scanner.until("\n")
    scanner.end()
    return MarkdownStatement(
        title=title,
        subject=found,
        sentence=sentence,
        conventions=tuple(conventions.split("\n")),
    )
