"""A second domain, as small as one can be: sums of two numbers, in core Lean alone.

It shows what `bbsynth.problems.domain` asks for, and that nothing general knows machines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import click

from bbsynth._common.workers import spread
from bbsynth.problems.domain import Columns, Domain, Supply, Wording
from bbsynth.problems.family import Claim, Family, Fields, Parameters, draw
from bbsynth.problems.options import Options, check_range
from bbsynth.problems.problem import Problem
from bbsynth.problems.readback import LeanStatement, MarkdownStatement, ReadbackError, Scanner
from bbsynth.problems.tiers import tier_of

HEADER = "/-! Natural numbers of core Lean. -/\n"
CONVENTIONS = ("- **Numbers.** All numbers are natural numbers, written in base ten.",)


class Sum(NamedTuple):
    """Two numbers that are added."""

    left: int
    right: int

    def __str__(self) -> str:
        return f"{self.left}+{self.right}"


class SumFamily(Family):
    """A statement about the sum of two numbers."""

    strata = ("short", "long")
    tracks = ("bare",)
    proposition = re.compile(r"(?P<left>[0-9]+) \+ (?P<right>[0-9]+) = (?P<total>[0-9]+)")

    def claim(self, numbers: Sum, seed: int) -> Claim:
        """Return what is claimed of two numbers."""
        return made(self, numbers, sum(numbers), "long" if sum(numbers) > 9 else "short", {})

    def verify(self, subject: Sum, parameters: Parameters, certificate: Fields) -> str | None:
        """Add the numbers digit by digit."""
        found = added(str(subject.left), str(subject.right)) == str(parameters["total"])
        holds = certificate.get("holds", 1) == 1
        return None if found is holds else f"the sum is{'' if found else ' not'} right"


class SumIs(SumFamily):
    """A true sum."""

    name = "sum-is"
    summary = "is a number"
    title = "A sum"
    sentences = (
        re.compile(r"The sum of (?P<left>\d+) and (?P<right>\d+) is (?P<total>\d+)\."),
        re.compile(r"If (?P<right>\d+) is added to (?P<left>\d+), the result is (?P<total>\d+)\."),
    )


class SumOrNot(SumFamily):
    """A sum that may be wrong."""

    name = "sum-or-not"
    summary = "may be a number"
    title = "A question about a sum"
    strata = ("equal-true", "equal-false")
    two_sided = True
    sentences = (
        re.compile(
            r"Prove or refute: the sum of (?P<left>\d+) and (?P<right>\d+) is (?P<total>\d+)\."
        ),
    )

    def claim(self, numbers: Sum, seed: int) -> Claim:
        """Return a sum that is right, or wrong by one, at random."""
        holds = draw(seed, self.name, numbers).randrange(2)
        stratum = "equal-true" if holds else "equal-false"
        return made(self, numbers, sum(numbers) + 1 - holds, stratum, {"holds": holds})


def made(
    kind: Family, numbers: Sum, total: int, stratum: str, certificate: Mapping[str, int]
) -> Claim:
    return Claim(
        family=kind.name,
        subject=numbers,
        stratum=stratum,
        parameters={"left": numbers.left, "right": numbers.right, "total": total},
        certificate={"kind": "addition", **certificate},
        track="bare",
    )


def added(one: str, other: str) -> str:
    """The simulator: addition as at school."""
    length = max(len(one), len(other))
    carry, digits = 0, ""
    for a, b in zip(reversed(one.zfill(length)), reversed(other.zfill(length)), strict=True):
        carry, digit = divmod(int(a) + int(b) + carry, 10)
        digits = str(digit) + digits
    return (str(carry) if carry else "") + digits


FAMILIES: dict[str, Any] = {one.name: one for one in (SumIs(), SumOrNot())}


@dataclass(frozen=True, kw_only=True)
class SumOptions(Options):
    """Options: how large the numbers are."""

    domain = "sums"

    largest: int = 9

    def __post_init__(self) -> None:
        super().__post_init__()
        check_range("largest number", self.largest, 0, 1_000)

    def manifest(self) -> dict[str, Any]:
        return {**super().manifest(), "largest": self.largest}


class SumSupply(Supply):
    """All sums of numbers up to one."""

    def __init__(self, options: SumOptions, names: list[str], workers: Any) -> None:
        self.options, self.names, self.workers = options, names, workers
        self.count = 0

    def claims(self) -> Iterator[Claim]:
        numbers = range(self.options.largest + 1)
        tasks = [(self.names, left, self.options.largest, self.options.seed) for left in numbers]
        for found in spread(claims_of, tasks, self.workers):
            self.count += 1
            yield from found

    def manifest(self) -> dict[str, Any]:
        return {"numbers": self.count}

    def table(self) -> tuple[str, list[str], list[list[str]]]:
        return "Numbers", ["up to", "looked at"], [[str(self.options.largest), str(self.count)]]


def claims_of(task: tuple[list[str], int, int, int]) -> list[Claim]:
    names, left, largest, seed = task
    return [
        FAMILIES[name].claim(Sum(left, right), seed)
        for right in range(largest + 1)
        for name in names
    ]


class Digits(NamedTuple):
    """How hard a sum is: how many digits it has."""

    score: int

    @property
    def tier(self) -> str:
        return tier_of(self.score)


class Sums(Domain):
    """Sums of two natural numbers."""

    name = "sums"
    wording = Wording(
        "a sum of two numbers", "sums", "small sums", field="arithmetic", tags=("arithmetic",)
    )
    options = SumOptions
    conventions = CONVENTIONS

    @property
    def families(self) -> Mapping[str, Family]:
        return FAMILIES

    @property
    def templates(self) -> Path:
        return Path(__file__).parent / "templates"

    def command_options(self) -> list[click.Option]:
        return [click.Option(["--largest"], type=int, default=9, help="The largest number.")]

    def supply(
        self, options: SumOptions, families: Any, *, workers: Any, progress: Any
    ) -> SumSupply:
        return SumSupply(options, [one.name for one in families], workers)

    def columns(self, subject: Sum | None) -> Columns:
        return Columns("" if subject is None else str(subject))

    def name_parts(self, columns: Columns) -> tuple[str, str]:
        return self.name, columns.machine.replace("+", "-and-")

    def same(self, subject: Sum) -> str:
        return str(Sum(*sorted(subject)))

    def keys(self, family: str, notation: str, parameters: Parameters) -> tuple[str, ...]:
        return (f"{self.name} {'+'.join(sorted(notation.split('+'), key=int))}",)

    def mentions(self, text: str, sizes: Any) -> Iterator[tuple[int, str, str]]:
        for match in re.finditer(r"(?<![0-9])([0-9]{1,9})(?: ?\+ ?|-and-)([0-9]{1,9})", text):
            notation = f"{int(match[1])}+{int(match[2])}"
            yield match.start(), notation, self.keys("", notation, {})[0]

    def header(self, claim: Claim, statement: Callable[[], str]) -> str:
        return HEADER

    def read_lean_subject(self, scanner: Scanner) -> tuple[None, str]:
        return None, ""

    def read_markdown_subject(self, scanner: Scanner) -> Sum:
        scanner.expect("\n## The numbers\n\nThere are two numbers, ")
        left = scanner.number()
        scanner.expect(" and ")
        right = scanner.number()
        scanner.expect(".\n")
        return Sum(left, right)

    def check_subject(
        self, problem: Problem, kind: Family, lean: LeanStatement, markdown: MarkdownStatement
    ) -> Sum:
        found = kind.proposition.fullmatch(lean.proposition)
        if found is None:
            raise ReadbackError(f"{lean.proposition!r} is no sum")
        numbers = Sum(int(found["left"]), int(found["right"]))
        if markdown.subject != numbers or problem.machine != str(numbers):
            raise ReadbackError(f"there are {numbers}, {markdown.subject} and {problem.machine}")
        return numbers

    def expected_header(self, problem: Problem, kind: Family, lean: LeanStatement) -> str:
        return HEADER

    def refuted(self, kind: Family, subject: Sum, parameters: Parameters) -> str | None:
        return kind.verify(subject, parameters, {})

    def rating(self, claim: Claim) -> Digits:
        return Digits(len(str(claim.parameters["total"])))

    def example(self, kind: Family) -> Claim:
        return FAMILIES[kind.name].claim(Sum(1, 1), 0)
