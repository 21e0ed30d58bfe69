"""What a domain is: everything that the general parts ask about the subjects of problems.

A domain is a field that problems come from: its *subjects* (Turing machines, sums, identities),
families of statements about them, and what it takes to write, check and rate these. Generation, the
independent check, datasets, releases, evaluation and the judge are the same for all domains.

To write a domain, subclass `Domain` and what goes with it:

- `Options`: options of its own, if it has any, and the name of the domain;
- `Supply`: where the claims come from;
- `bbsynth.problems.family.Family`: one subclass for each kind of statement;
- a folder of templates: ``lean/<family>.lean.j2`` and ``markdown/<family>.md.j2`` for each family,
  and ``markdown/_dataset.md.j2``, ``prompts/…``, ``release/…`` in place of the general ones where
  these do not do;
- an entry point in the group ``bbsynth.domains`` of its package, or a call of
  `bbsynth.problems.registry.register`.

What has no default has to be written. The checks must share nothing with what they check: templates
write a statement, the readers read it, and a simulator that knows neither tells whether it is true.
"""

from __future__ import annotations

import abc
import functools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import jinja2

from bbsynth._common.guess import COMMON, Guess
from bbsynth._common.progress import Progress
from bbsynth._common.templates import environment
from bbsynth._common.workers import Workers
from bbsynth.problems.family import Claim, Family, Parameters
from bbsynth.problems.options import Options
from bbsynth.problems.problem import Problem
from bbsynth.problems.readback import LeanStatement, MarkdownStatement, Scanner
from bbsynth.problems.tiers import Rating

if TYPE_CHECKING:
    import click

__all__ = ["Columns", "Domain", "Picture", "Supply", "Wording"]


class Columns(NamedTuple):
    """How a subject stands in the columns of a problem.

    Their names are those of the first domain. Another one writes its subject, on one line, into
    `machine`, and leaves the numbers 0 if it has nothing that they could mean.
    """

    machine: str = ""
    states: int = 0
    symbols: int = 0


@dataclass(frozen=True)
class Wording:
    """What the subjects of a domain are called, in prompts and on cards.

    Parameters
    ----------
    subject : str
        One of them, with its article, such as "a Turing machine".
    subjects : str
        Several, such as "Turing machines".
    small : str
        Those that releases are about, such as "small Turing machines".
    field : str
        The field of an expert in them, such as "the theory of computation".
    name : str
        What a statement in Lean calls its subject, as a clause that follows "it says the same";
        empty if it has no name.
    plan : str
        What the plan of a proof tells first, such as "what the machine does"; empty for nothing.
    tags : tuple of str
        Tags of a release on a hub of datasets.
    """

    subject: str
    subjects: str
    small: str
    field: str = "mathematics"
    name: str = ""
    plan: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a subject as rows of cells, such as a space-time diagram, downwards in time.

    Attributes
    ----------
    rows : tuple of str
        For each row a character for each cell.
    marks : tuple of int
        For each row the column of the cell that is marked.
    labels : str
        For each row a letter.
    """

    rows: tuple[str, ...]
    marks: tuple[int, ...]
    labels: str


class Supply(abc.ABC):
    """Where the claims of a dataset come from."""

    @abc.abstractmethod
    def claims(self) -> Iterator[Claim]:
        """Yield the claims, in the library track where a family has it; equal options give equal
        claims in the same order, however many processes there are."""

    def manifest(self) -> dict[str, Any]:
        """Return what the manifest of a dataset says of the subjects that were looked at, once the
        claims have come; its keys are those of the domain."""
        return {}

    def table(self) -> tuple[str, list[str], list[list[str]]] | None:
        """Return the same for people: a title, the heads of columns, and rows; None for nothing."""
        return None

    @property
    def advice(self) -> str:
        """What an error says, after "there is no problem of these families in these tracks"."""
        return ""


class Domain(abc.ABC):
    """A field that problems come from; see the module."""

    name: ClassVar[str]
    """The name in options, such as ``busy-beaver``."""

    wording: ClassVar[Wording]
    """What its subjects are called."""

    options: ClassVar[type[Options]]
    """The class of its options."""

    conventions: ClassVar[tuple[str, ...]] = ()
    """What every statement in words says of subjects, a paragraph each, before what its family says
    of the words that it uses. Written apart from the templates."""

    @property
    @abc.abstractmethod
    def families(self) -> Mapping[str, Family]:
        """The families by name, in the order in which they are listed."""

    @property
    @abc.abstractmethod
    def templates(self) -> Path:
        """The folder with the templates of the domain."""

    def command_options(self) -> Sequence[click.Option]:
        """Return what the domain adds to ``bbsynth generate``, named as in its `options`."""
        return ()

    @abc.abstractmethod
    def supply(
        self,
        options: Any,
        families: Sequence[Family],
        *,
        workers: Workers | None,
        progress: Progress,
    ) -> Supply:
        """Return where claims come from.

        Parameters
        ----------
        options : Options
            What is asked for, of the class `options`.
        families : sequence of Family
            The families that are asked for.
        workers : Workers or None
            Processes that do it; without them this one does.
        progress : callable
            Told how far it is.
        """

    # Subjects

    @abc.abstractmethod
    def columns(self, subject: Any) -> Columns:
        """Return how a subject stands in a problem; `Columns` without anything if it is None."""

    def stated(self, claim: Claim) -> Any:
        """Return the subject as it stands in the statement."""
        return claim.subject

    def name_parts(self, columns: Columns) -> tuple[str, str]:
        """Return what an id begins with, and how it names the subject: letters, digits, _ and -."""
        return ("any" if columns == Columns() else self.name), columns.machine

    def same(self, subject: Any) -> str:
        """Return a key that subjects share of which a sample is to have one only."""
        return str(subject)

    def shape(self, claim: Claim) -> str:
        """Return a key that claims share whose proofs look alike, so that samples have few."""
        return str(sorted(claim.certificate.items()))

    def keys(self, family: str, notation: str, parameters: Parameters) -> tuple[str, ...]:
        """Return what a problem about a subject must not share with one in another split.

        The subject is given as it stands in `Columns.machine`. Keys of different domains differ.
        They are the same for subjects that are the same but for their names.
        """
        return (f"{self.name} {notation}",)

    def mentions(
        self, text: str, sizes: Collection[tuple[int, int]] | None
    ) -> Iterator[tuple[int, str, str]]:
        """Yield the subjects that occur in a text, in any spelling.

        Parameters
        ----------
        text : str
            The text.
        sizes : collection of (int, int) or None
            The numbers `Columns.states` and `Columns.symbols` of subjects that are looked for where
            a spelling does not tell them; None for all.

        Yields
        ------
        position : int
            Where it begins.
        subject : str
            How it stands in a problem.
        key : str
            The first of its `keys`.
        """
        yield from ()

    # Texts

    @functools.cached_property
    def environment(self) -> jinja2.Environment:
        """The Jinja environment, with the templates of the domain and the general ones."""
        made = environment(self.templates).overlay()
        made.globals = {**made.globals, **self.functions()}
        return made

    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """Return functions that the templates use."""
        return {}

    @abc.abstractmethod
    def header(self, claim: Claim, statement: Callable[[], str]) -> str:
        """Return what the Lean texts of a problem begin with, such as imports.

        Parameters
        ----------
        claim : Claim
            The claim.
        statement : callable
            Returns the Lean statement without a header: a bare header may depend on it.
        """

    def context(self, claim: Claim) -> Mapping[str, Any]:
        """Return what templates are told of a claim beyond what `render_problem` tells them."""
        return {}

    def metadata(self, claim: Claim) -> Mapping[str, Any]:
        """Return what the metadata of a problem tell beyond those of its claim."""
        return {}

    # Reading back, and checking

    @abc.abstractmethod
    def read_lean_subject(self, scanner: Scanner) -> tuple[Any, str]:
        r"""Read what a Lean statement has between its header and the comment on its theorem.

        Returns
        -------
        subject : object
            What is read of the subject, as `check_subject` wants it.
        definitions : str
            Definitions that belong to the claim; they are put before the proposition.

        Raises
        ------
        ReadbackError
            If it is not such as the domain writes it.
        """

    @abc.abstractmethod
    def read_markdown_subject(self, scanner: Scanner) -> Any:
        """Read what a statement in words has between its title and its conventions; see
        `read_lean_subject`."""

    @abc.abstractmethod
    def check_subject(
        self, problem: Problem, kind: Family, lean: LeanStatement, markdown: MarkdownStatement
    ) -> Any:
        """Check that all texts of a problem are about the same subject, and return it as
        `Family.verify` wants it.

        Raises
        ------
        ReadbackError
            If they are not.
        """

    @abc.abstractmethod
    def expected_header(self, problem: Problem, kind: Family, lean: LeanStatement) -> str:
        """Return the header that a problem has to have."""

    def check_testable(self, values: Mapping[str, object]) -> None:
        """Check that parameters, or numbers of a certificate, are not too large to be tested.

        Raises
        ------
        ReadbackError
            If they are.
        """
        return

    def check_metadata(self, subject: Any, metadata: Mapping[str, Any]) -> str | None:
        """Return what is wrong with what the metadata tell of a subject; None if nothing is."""
        return None

    def refuted(self, kind: Family, subject: Any, parameters: Parameters) -> str | None:
        """Return what tells against a claim whose certificate is not shown; None if nothing does.

        It is not asked for families of two sides.
        """
        return None

    # Difficulty

    @abc.abstractmethod
    def rating(self, claim: Claim) -> Rating:
        """Return how hard the problem is that a claim becomes."""

    # What provers and readers are shown

    def guesses(self) -> Sequence[Guess]:
        """Return proof scripts that somebody might try without a look at the problem."""
        return COMMON

    def definitions(self) -> str:
        """Return the definitions of the library that statements are written in, as Lean; empty if
        the domain has no library."""
        return ""

    def theorem_sheet(self) -> str:
        """Return the theorems of the library that proofs are meant to use, as Lean without proofs;
        empty if the domain has no library."""
        return ""

    @abc.abstractmethod
    def example(self, kind: Family) -> Claim:
        """Return the claim that the gallery shows of a family about one subject.

        Raises
        ------
        UsageError
            If the family has nothing to say about its example.
        """

    def picture(self, problem: Problem) -> Picture | None:
        """Return a picture of the subject of a problem for the report; None if there is none."""
        return None

    def image_name(self, problem: Problem) -> str:
        """Return the name of the image file of a problem in the gallery; empty if it has none."""
        return ""

    def save_image(self, problem: Problem, path: Path) -> None:
        """Write the image of a problem that has one."""
        return
