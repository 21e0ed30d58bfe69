"""What a family of problems is: a kind of statement, and the claims that it makes."""

from __future__ import annotations

import abc
import hashlib
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

__all__ = [
    "TRACKS",
    "Claim",
    "Fact",
    "Family",
    "Fields",
    "GeneralFamily",
    "Groups",
    "Parameters",
    "Value",
    "draw",
    "number",
]

Value = int | str | list[int]
"""A parameter of a claim: a number, a word, or a list of numbers."""

Parameters = Mapping[str, Value]
"""The parameters of a claim, by name."""

Fields = Mapping[str, int | str]
"""A certificate as problems carry it: its kind, and its numbers and words, by name."""

Groups = Mapping[str, str | None]
"""What the named groups of a regular expression have matched; None where one has not."""

TRACKS: Final = ("library", "bare")
"""What a problem may use: a library, or only what the problem carries along."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a family has to say about a subject: a problem before it is put into words.

    Parameters
    ----------
    family : str
        Name of the family.
    subject : object or None
        What the claim is about, such as a machine, as it was found; see
        `bbsynth.problems.domain.Domain.stated` for how it stands in the problem. None for a
        statement about all of them.
    stratum : str
        The part of the family that the claim belongs to.
    parameters : dict
        The numbers, words and lists in the claim, by name.
    certificate : dict
        What the proof rests on.
    metadata : dict
        What else is known of the subject.
    label : str
        What tells the claim from others of the same family about the same subject; part of the id.
    track : str
        One of `TRACKS`.
    """

    family: str
    subject: Any
    stratum: str
    parameters: Parameters
    certificate: Fields
    metadata: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""
    track: str = "library"


class Family(abc.ABC):
    """A kind of statement.

    It comes with two templates in the folder of its domain, ``lean/<name>.lean.j2`` and
    ``markdown/<name>.md.j2``.
    """

    name: ClassVar[str]
    """The name in ids, options and file names, such as ``halts-after``; no other family has it, in
    any domain."""

    summary: ClassVar[str]
    """What the statements say, in a few words that follow what the subject is called."""

    title: ClassVar[str]
    """The heading of the statements in words, which must not tell more or less than they do."""

    strata: ClassVar[tuple[str, ...]]
    """The parts between which a sample is balanced. Of two that end in ``-true`` and ``-false``
    and have the rest in common, a release tells only the rest where proofs are hidden."""

    proposition: ClassVar[re.Pattern[str]]
    """Matches what the Lean theorem states; the named groups are the parameters. For a family of
    two sides, it matches both the statement and its negation."""

    sentences: ClassVar[tuple[re.Pattern[str], ...]]
    """Match the whole claim in words, one for each way of putting it; the named groups are the
    parameters. They are written apart from the templates, which are checked against them."""

    meanings: ClassVar[tuple[str, ...]] = ()
    """What the statement in words says of the words that it uses, a paragraph each, after what all
    statements of the domain say. Written apart from the templates, as `sentences` are."""

    tracks: ClassVar[tuple[str, ...]] = TRACKS
    """The tracks that there are problems in."""

    two_sided: ClassVar[bool] = False
    """Whether a proof of the negation is an answer, too. The certificate then has ``holds``, 1 or
    0."""

    @abc.abstractmethod
    def verify(self, subject: Any, parameters: Parameters, certificate: Fields) -> str | None:
        """Check a claim with the independent simulator of the domain and nothing else.

        Parameters
        ----------
        subject : object
            What the statement is about, as it was read back from the statement.
        parameters : mapping
            The parameters that were read back from the statement.
        certificate : mapping
            The certificate of the problem.

        Returns
        -------
        str or None
            What is wrong with the claim; None if it is right.
        """

    def has_bare(self, claim: Claim) -> bool:
        """Return whether there is a reference proof of a claim that needs no library."""
        return "bare" in self.tracks

    def label(self, parameters: Parameters) -> str:
        """Return what tells a claim with these parameters from others of the family about the same
        subject, as a part of its id; empty if there is no other."""
        return ""

    def meaning(self, parameters: Parameters) -> tuple[str, ...]:
        """Return the `meanings` for a claim with these parameters."""
        return self.meanings

    def read(self, groups: Groups) -> dict[str, Value]:
        """Return the parameters from the named groups of a match; numbers unless overridden."""
        return {name: int(text) for name, text in groups.items() if text is not None}


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement about all subjects of a domain, with its proof. All is written by hand.

    Parameters
    ----------
    name : str
        What it is called in ids.
    stratum : str
        The part of the family that it belongs to.
    proposition : str
        The theorem's statement in Lean, binders before the colon included.
    sentence : str
        The same in words.
    proof : str
        The Lean proof from the library, what stands after ``:=``.
    explanation : str
        The proof in words.
    lemmas : str
        Lean declarations that the proof needs, before the theorem.
    modules : tuple of str
        Modules of the library that the proof needs and that the usual imports do not bring.
    """

    name: str
    stratum: str
    proposition: str
    sentence: str
    proof: str
    explanation: str
    lemmas: str = ""
    modules: tuple[str, ...] = ()


class GeneralFamily(Family):
    """A kind of statement about all subjects of a domain: a fixed set of facts."""

    @property
    @abc.abstractmethod
    def facts(self) -> Sequence[Fact]:
        """The facts."""

    def claims(self) -> list[Claim]:
        """Return a claim for each fact."""
        return [
            Claim(
                family=self.name,
                subject=None,
                stratum=fact.stratum,
                parameters={},
                certificate={"kind": "fact"},
                label=fact.name,
            )
            for fact in self.facts
        ]

    def verify(self, subject: Any, parameters: Parameters, certificate: Fields) -> str | None:
        """Return None: there is nothing to be run. Lean alone decides."""
        return None

    def fact(self, name: str) -> Fact:
        """Return the fact of a name.

        Raises
        ------
        LookupError
            If there is none.
        """
        for fact in self.facts:
            if fact.name == name:
                return fact
        raise LookupError(f"there is no fact {name!r}")


def number(parameters: Parameters, name: str) -> int:
    """Return a parameter that is a number.

    Raises
    ------
    ValueError
        If it is not one.
    """
    value = parameters[name]
    if not isinstance(value, int):
        raise ValueError(f"the parameter {name} is {value!r}, not a number")
    return value


def draw(seed: int, *words: object) -> random.Random:
    """Return a random generator that depends on the seed and the words only."""
    text = "\0".join(map(str, words)).encode()
    digest = hashlib.blake2b(text, digest_size=16, key=str(seed).encode()).digest()
    return random.Random(int.from_bytes(digest, "big"))  # noqa: S311  (not for keeping secrets)
