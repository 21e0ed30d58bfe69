"""What a family of problems is, and where the families are found.

A family is one module in `bbsynth.busy_beaver.families` with an object ``FAMILY``, and two
templates, ``lean/<name>.lean.j2`` and ``markdown/<name>.md.j2``. Nothing else has to know of it.
"""

from __future__ import annotations

import abc
import functools
import hashlib
import importlib
import pkgutil
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar, Final, Literal

from bbsynth.busy_beaver.certificate import evidence
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.other_starts import Start
from bbsynth.busy_beaver.reference import Table, halting_time
from bbsynth.errors import UsageError

__all__ = [
    "LONGEST_BARE",
    "MAX_SHOWN",
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
    "families",
    "family",
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
"""What a problem may use: the library, or only the semantics, which it then carries along."""

MAX_SHOWN: Final = 24
"""Symbols of a tape, at most, that a statement writes out."""


LONGEST_BARE: Final = 500
"""Steps, at most, of the run of a machine that halts in a bare problem: it is followed cell by cell
there, and not in blocks."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a family has to say about a machine: a problem before it is put into words.

    Parameters
    ----------
    family : str
        Name of the family.
    machine : Machine or None
        The machine as it was found; in the problem its undefined transitions are ``1RZ``, unless
        the family is about partial machines. None for a statement about machines in general.
    stratum : str
        The part of the family that the claim belongs to.
    parameters : dict
        The numbers, words and lists in the claim, by name.
    certificate : dict
        What the proof rests on.
    metadata : dict
        What else is known of the machine.
    label : str
        What tells the claim from others of the same family about the same machine; part of the id.
    track : str
        One of `TRACKS`.
    """

    family: str
    machine: Machine | None
    stratum: str
    parameters: Parameters
    certificate: Fields
    metadata: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""
    track: str = "library"


class Family(abc.ABC):
    """A kind of statement about machines."""

    name: ClassVar[str]
    """The name in ids, options and file names, such as ``halts-after``."""

    summary: ClassVar[str]
    """What the statements say, in a few words that follow "the machine"."""

    title: ClassVar[str]
    """The heading of the statements in words, which must not tell more or less than they do."""

    example: ClassVar[str]
    """The machine that the gallery shows, in standard notation; a family about machines in general
    has none."""

    strata: ClassVar[tuple[str, ...]]
    """The parts between which a sample is balanced."""

    about: ClassVar[Literal["machine", "partial", "general"]] = "machine"
    """Whether a statement is about one machine, about all completions of a partial one, or about
    machines in general."""

    proposition: ClassVar[re.Pattern[str]]
    """Matches what the Lean theorem states; the named groups are the parameters. For a family of
    two sides, it matches both the statement and its negation."""

    sentences: ClassVar[tuple[re.Pattern[str], ...]]
    """Match the whole claim in words, one for each way of putting it; the named groups are the
    parameters. They are written apart from the templates, which are checked against them."""

    meanings: ClassVar[tuple[str, ...]] = ()
    """What the statement in words says of the words that it uses, a paragraph each, after what all
    statements say of machines. Written apart from the templates, as `sentences` are."""

    induction: ClassVar[bool] = False
    """Whether a proof has to be by induction, and no computation alone can be one."""

    by_rules: ClassVar[Literal["always", "sometimes", "never"]] = "never"
    """Whether the family is about machines that sweep over a growing block, by the certificate of
    this kind, though another may have been found first."""

    tracks: ClassVar[tuple[str, ...]] = TRACKS
    """The tracks that there are problems in."""

    tells: ClassVar[Literal["time", "tape", "more"]] = "more"
    """What a claim tells of a run that halts: no more than when it halts, if at all; what is left
    on the tape, too; or more than that."""

    weight: ClassVar[int] = 0
    """What the argument adds to the difficulty, if it rests on no kind of certificate."""

    two_sided: ClassVar[bool] = False
    """Whether a proof of the negation is an answer, too."""

    @abc.abstractmethod
    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return what the family claims of a machine; None if it has nothing to say.

        Where there is a choice, such as of a bound, it depends on the seed and the machine only.
        """

    @abc.abstractmethod
    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Check a claim with the simulator of `bbsynth.busy_beaver.reference` and nothing else.

        Parameters
        ----------
        table : tuple
            The machine that was read back from the statement.
        parameters : mapping
            The parameters that were read back from the statement.
        certificate : mapping
            The certificate of the problem.

        Returns
        -------
        str or None
            What is wrong with the claim; None if it is right.
        """

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Look for what a run of so many steps tells against a claim, without its certificate.

        The simulator is that of `bbsynth.busy_beaver.reference`. By default the claim is verified
        as if its certificate were the run, as far as one can be told from the other.

        Returns
        -------
        str or None
            What is wrong with the claim; None if nothing was seen.
        """
        time, kind = halting_time(table, steps), "halts"
        if time is None:
            named = (parameters.get(name) for name in ("steps", "bound", "least"))
            time, kind = next((one for one in named if isinstance(one, int)), None), "runs"
        if time is None or time > steps:
            return None
        try:
            return self.verify(table, parameters, {"kind": kind, "steps": time})
        except LookupError:
            return None  # It takes more than a run.

    def make_claim(
        self,
        machine: Machine,
        parameters: Parameters,
        certificate: Fields,
        *,
        stratum: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Claim:
        """Return a claim of this family, by default in its first stratum, with its label."""
        return Claim(
            family=self.name,
            machine=machine,
            stratum=self.strata[0] if stratum is None else stratum,
            parameters=parameters,
            certificate=certificate,
            metadata={} if metadata is None else metadata,
            label=self.label(parameters),
        )

    def label(self, parameters: Parameters) -> str:
        """Return what tells a claim with these parameters from others of the family about the same
        machine, as a part of its id; empty if there is no other."""
        return ""

    def start(self, parameters: Parameters) -> Start | None:
        """Return the configuration that a claim with these parameters starts from, one of them if
        there are many; None if that is the blank tape."""
        return None

    def has_class(self, n_states: int, n_symbols: int) -> bool:
        """Return whether there can be claims about machines of a class."""
        return True

    def has_bare(self, claim: Claim) -> bool:
        """Return whether there is a reference proof of a claim that needs no library.

        There is one if what the library has for the kind of certificate can be repeated, and the
        run of a machine that halts is not longer than `LONGEST_BARE`.
        """
        kind = evidence(claim.certificate.get("kind"))
        return (
            "bare" in self.tracks
            and (kind is None or kind.in_bare)
            and int(claim.certificate.get("steps", 0)) <= LONGEST_BARE
        )

    def proof_lines(self, claim: Claim) -> int:
        """Return about how many lines the reference proof of a claim in the library track has."""
        return 2

    def bare_lines(self, claim: Claim) -> int | None:
        """Return about how many lines the bare reference proof of a claim has; None for as many as
        others of its kind of certificate."""
        return None

    def told(self, parameters: Parameters) -> Literal["time", "tape", "more"]:
        """Return what a claim with these parameters `tells`."""
        return self.tells

    def first_steps(self, claim: Claim) -> int | None:
        """Return how many steps of the run, from the first on, a claim is about; None if it is
        about all of them."""
        return None

    def meaning(self, parameters: Parameters) -> tuple[str, ...]:
        """Return the `meanings` for a claim with these parameters."""
        return self.meanings

    def read(self, groups: Groups) -> dict[str, Value]:
        """Return the parameters from the named groups of a match; numbers unless overridden."""
        return {name: int(text) for name, text in groups.items() if text is not None}


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement about machines in general, with its proof. All is written by hand.

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
        Modules of the library that the proof needs and that ``import BBSynth`` does not import.
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
    """A kind of statement about machines in general: a fixed set of facts."""

    about = "general"
    weight = 2

    @property
    @abc.abstractmethod
    def facts(self) -> Sequence[Fact]:
        """The facts."""

    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return None: nothing is said of any one machine."""
        return None

    def claims(self) -> list[Claim]:
        """Return a claim for each fact."""
        return [
            Claim(
                family=self.name,
                machine=None,
                stratum=fact.stratum,
                parameters={},
                certificate={"kind": "fact"},
                label=fact.name,
            )
            for fact in self.facts
        ]

    def has_bare(self, claim: Claim) -> bool:
        """Return whether the proof of a fact needs little of the library."""
        return claim.stratum != "classes"

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


@functools.cache
def families() -> Mapping[str, Family]:
    """Return all families by name, in the order of their modules."""
    package = importlib.import_module("bbsynth.busy_beaver.families")
    modules = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    found: dict[str, Family] = {}
    for name in modules:
        one = importlib.import_module(f"{package.__name__}.{name}").FAMILY
        found[one.name] = one
    return MappingProxyType(found)


def family(name: str) -> Family:
    """Return the family called `name`.

    Raises
    ------
    UsageError
        If there is none.
    """
    known = families()
    if name not in known:
        raise UsageError(f"no family is called {name!r}; there are {', '.join(known)}")
    return known[name]
