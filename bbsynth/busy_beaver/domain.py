"""The domain of Turing machines and of what they do, as `bbsynth.problems` asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bbsynth._common.guess import Guess
from bbsynth._common.progress import Progress
from bbsynth._common.resources import templates_dir
from bbsynth._common.workers import Workers
from bbsynth.busy_beaver import checking, sheet, texts
from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.difficulty import Difficulty, measure
from bbsynth.busy_beaver.equivalence import machine_keys
from bbsynth.busy_beaver.families import families
from bbsynth.busy_beaver.family import MachineFacts, MachineFamily
from bbsynth.busy_beaver.guesses import guesses
from bbsynth.busy_beaver.machines import Machine, machine_key, save_image, trace
from bbsynth.busy_beaver.options import MachineOptions
from bbsynth.busy_beaver.picture import picture_of
from bbsynth.busy_beaver.readback import (
    CONVENTIONS,
    MachineText,
    read_lean_machine,
    read_markdown_machine,
)
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.rules import by_rule
from bbsynth.busy_beaver.spellings import machines_in
from bbsynth.busy_beaver.supply import MachineSupply
from bbsynth.errors import UsageError
from bbsynth.problems.domain import Columns, Domain, Picture, Wording
from bbsynth.problems.family import Claim, Family, Parameters
from bbsynth.problems.problem import Problem
from bbsynth.problems.readback import LeanStatement, MarkdownStatement, Scanner

if TYPE_CHECKING:
    import click

__all__ = ["BusyBeaver"]

_MOST_ROWS: Final = 40
_WATCHED: Final = 25


class BusyBeaver(Domain):
    """Turing machines: halting, running for ever, and what they do on the way."""

    name = "busy-beaver"
    wording = Wording(
        subject="a Turing machine",
        subjects="Turing machines",
        small="small Turing machines",
        field="the theory of computation",
        name="it speaks of the machine by the name `machine`, which is defined already",
        plan="what the machine does",
        tags=("turing-machines", "busy-beaver"),
    )
    options = MachineOptions
    conventions = CONVENTIONS

    @property
    def families(self) -> Mapping[str, MachineFamily | MachineFacts]:
        """The families by name."""
        return families()

    @property
    def templates(self) -> Path:
        """The folder with the templates about machines."""
        return templates_dir() / "busy_beaver"

    def command_options(self) -> Sequence[click.Option]:
        """Return the options of the command that choose the machines."""
        from bbsynth.busy_beaver.command_options import OPTIONS

        return OPTIONS

    def supply(
        self,
        options: MachineOptions,
        families: Sequence[Family],
        *,
        workers: Workers | None,
        progress: Progress,
    ) -> MachineSupply:
        """Return the claims about the machines of the classes that are asked for."""
        return MachineSupply(options, families, workers=workers, progress=progress)

    def columns(self, subject: Machine | None) -> Columns:
        """Return a machine in standard notation, and its size."""
        if subject is None:
            return Columns()
        return Columns(str(subject), subject.n_states, subject.n_symbols)

    def stated(self, claim: Claim) -> Machine | None:
        """Return the machine; undefined transitions are ``1RZ``, unless it is a partial one."""
        machine: Machine | None = claim.subject
        if machine is None or families()[claim.family].about == "partial":
            return machine
        return machine.completed()

    def name_parts(self, columns: Columns) -> tuple[str, str]:
        """Return the class, and the machine as file names may have it."""
        if not columns.machine:
            return "any", ""
        return f"{columns.states}x{columns.symbols}", columns.machine.replace("---", "xxx")

    def same(self, subject: Machine) -> str:
        """Return a key that machines share which differ in names only."""
        return machine_key(subject)

    def shape(self, claim: Claim) -> str:
        """Return the certificate, and what is stated where that has several forms."""
        return super().shape(claim) + str(claim.parameters.get("says", ""))

    def keys(self, family: str, notation: str, parameters: Parameters) -> tuple[str, ...]:
        """Return the keys of what the machine does; see `bbsynth.busy_beaver.equivalence`."""
        return machine_keys(family, notation, parameters)

    def mentions(
        self, text: str, sizes: Collection[tuple[int, int]] | None
    ) -> Iterator[tuple[int, str, str]]:
        """Yield the machines in a text; see `bbsynth.busy_beaver.spellings`."""
        return machines_in(text, sizes)

    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """Return what the templates ask about runs, certificates and rules."""
        return texts.FUNCTIONS

    def header(self, claim: Claim, statement: Callable[[], str]) -> str:
        """Return the imports, or the definitions that a bare statement rests on."""
        return texts.header(claim, statement)

    def context(self, claim: Claim) -> Mapping[str, Any]:
        """Return the machine as the templates write it."""
        return texts.context(claim, self.stated(claim))

    def metadata(self, claim: Claim) -> Mapping[str, Any]:
        """Return the machine as it was found, and what the kernel has to do."""
        found = {} if claim.subject is None else {"machine_in_tree": str(claim.subject)}
        return {"kernel_cost": self.rating(claim).kernel_cost, **found}

    def read_lean_subject(self, scanner: Scanner) -> tuple[MachineText, str]:
        """Read the machine, and configurations that are defined after it."""
        return read_lean_machine(scanner)

    def read_markdown_subject(self, scanner: Scanner) -> MachineText:
        """Read the machine."""
        return read_markdown_machine(scanner)

    def check_subject(
        self, problem: Problem, kind: Family, lean: LeanStatement, markdown: MarkdownStatement
    ) -> Table:
        """Check that all texts are about the same machine, and return its table."""
        return checking.check_machine(problem, families()[kind.name], lean, markdown)

    def expected_header(self, problem: Problem, kind: Family, lean: LeanStatement) -> str:
        """Return the header that a problem has to have."""
        return checking.expected_header(problem, families()[kind.name], lean)

    def check_testable(self, values: Mapping[str, object]) -> None:
        """Check that runs are not too long, and tapes not too large, to be tested."""
        checking.check_testable(values)

    def check_metadata(self, subject: Table, metadata: Mapping[str, Any]) -> str | None:
        """Return what is wrong with what metadata tell of the run of the machine."""
        return checking.wrong_metadata(subject, metadata)

    def refuted(self, kind: Family, subject: Table, parameters: Parameters) -> str | None:
        """Return what a run tells against a claim."""
        if not isinstance(kind, MachineFamily):
            return None
        wrong = kind.refuted(subject, parameters, checking.WATCHED_STEPS)
        return wrong and f"by a run of {checking.WATCHED_STEPS:,} steps: {wrong}"

    def rating(self, claim: Claim) -> Difficulty:
        """Return how hard the problem is that a claim becomes."""
        return measure(claim, families()[claim.family])

    def guesses(self) -> Sequence[Guess]:
        """Return scripts such as the library's theorems ask for."""
        return guesses()

    def definitions(self) -> str:
        """Return the semantics of machines, and the predicates."""
        return sheet.semantics()

    def theorem_sheet(self) -> str:
        """Return the theorems of the library that proofs are meant to use."""
        return sheet.theorem_sheet()

    def example(self, kind: Family) -> Claim:
        """Return what a family claims of its example."""
        one = families()[kind.name]
        if isinstance(one, MachineFacts):
            return one.claims()[0]
        machine = Machine.parse(one.example)
        decision = decide(machine, max_steps=10_000)
        if one.by_rules == "always":
            decision = by_rule(decision)
        claim = one.claim(decision)
        if claim is None:
            raise UsageError(f"the family {one.name} has nothing to say about {machine}")
        return claim

    def picture(self, problem: Problem) -> Picture | None:
        """Return the first steps of the machine."""
        return picture_of(problem)

    def image_name(self, problem: Problem) -> str:
        """Return the name of the space-time diagram."""
        return f"{problem.machine}.png" if problem.machine else ""

    def save_image(self, problem: Problem, path: Path) -> None:
        """Write a space-time diagram."""
        machine = Machine.parse(problem.machine)
        halts = (problem.certificate or {}).get("kind") in ("halts", "class")
        steps = int((problem.certificate or {})["steps"]) if halts else _WATCHED
        save_image(trace(machine, min(steps, _MOST_ROWS)), path, machine=machine)
