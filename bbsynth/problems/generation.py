"""Making a dataset: enumerate machines, decide them, state and check problems, write them."""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

import bbsynth
from bbsynth.deciders import Fate, decide_tree
from bbsynth.errors import UsageError
from bbsynth.machines import PROVEN_STEPS, tree_steps
from bbsynth.problems.crosscheck import crosscheck
from bbsynth.problems.family import Family, families, family
from bbsynth.problems.folder import README_NAME, check_replaceable, replaced_folder
from bbsynth.problems.index import (
    FORMAT,
    INDEX_NAME,
    MANIFEST_NAME,
    PROBLEMS_NAME,
    PROOFS_NAME,
    encode_problem,
    problem_files,
)
from bbsynth.problems.problem import SCHEMA
from bbsynth.problems.rendering import environment, render_problem
from bbsynth.problems.sampling import Sample

__all__ = ["MAX_LIMIT", "TREE_SIZES", "Options", "Progress", "Summary", "generate"]

Progress = Callable[[str, int, int | None], None]
"""Called now and then with what is being done, how many are done, and of how many if known."""

TREE_SIZES: Final[Mapping[tuple[int, int], int]] = {
    (2, 2): 61,
    (3, 2): 5_417,
    (2, 3): 6_019,
    (4, 2): 858_909,
    (2, 4): 2_154_217,
}
"""Machines in tree normal form of the classes that can be enumerated, apart from those with one
state. (Those of 2x4 at 10,000 steps a machine, which agrees with the published number.)"""

MAX_LIMIT: Final = 100_000
"""The most problems in a sample."""

_ENOUGH_FOR_ALL: Final = 10_000
"""Larger trees are only sampled: every problem of theirs would be millions of files."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What to generate.

    Parameters
    ----------
    states, symbols : int
        The class of machines.
    families : sequence of str
        Names of families; empty for all of them.
    limit : int or None
        How many problems to draw (see `bbsynth.problems.sampling`); None for all there are.
    seed : int
        What the draw depends on, from 0 to 2^63 - 1.
    max_steps : int or None
        Steps to run each machine; None for S(states, symbols), where it is proven.

    Raises
    ------
    UsageError
        If a value is out of range, or the class cannot be enumerated.
    """

    states: int
    symbols: int = 2
    families: Sequence[str] = ()
    limit: int | None = None
    seed: int = 0
    max_steps: int | None = None

    def __post_init__(self) -> None:
        names = [family(name).name for name in self.families] or list(families())
        object.__setattr__(self, "families", tuple(n for n in families() if n in names))
        _check_range("seed", self.seed, 0, 2**63 - 1)
        if self.limit is not None:
            _check_range("limit", self.limit, 1, MAX_LIMIT)
        size = 11 if self.states == 1 else TREE_SIZES.get((self.states, self.symbols))
        if size is None:
            tree_steps(self.states, self.symbols, 1)
            raise UsageError(
                f"the machines with {self.states} states and {self.symbols} symbols are too many "
                f"to enumerate; possible are {_listed(lambda size: size <= _ENOUGH_FOR_ALL)}, all "
                "classes with 1 state, and, with a limit, "
                f"{_listed(lambda size: size > _ENOUGH_FOR_ALL)}"
            )
        try:
            tree_steps(self.states, self.symbols, self.max_steps)
        except UsageError as error:
            hint = " (--max-steps N)" if self.max_steps is None else ""
            raise UsageError(f"{error}{hint}") from error
        if size > _ENOUGH_FOR_ALL and self.limit is None:
            raise UsageError(
                f"the {size:,} machines with {self.states} states and {self.symbols} symbols give "
                f"more than a million problems; set a limit (--limit N, at most {MAX_LIMIT:,})"
            )

    @property
    def class_name(self) -> str:
        """The class in short, such as ``3x2``."""
        return f"{self.states}x{self.symbols}"

    @property
    def steps(self) -> int:
        """Steps to run each machine."""
        return tree_steps(self.states, self.symbols, self.max_steps)

    @property
    def runs_suffice(self) -> bool:
        """Whether a machine that has not halted after `steps` is known never to halt."""
        proven = PROVEN_STEPS.get((self.states, self.symbols))
        return proven is not None and self.steps >= proven


@dataclass(frozen=True)
class Summary:
    """What was generated.

    Parameters
    ----------
    options : Options
        What was asked for.
    folder : Path
        Where it is.
    machines, halting, never_halting, undecided : int
        Machines in tree normal form; those that halt; those shown never to halt by a certificate;
        the rest. If ``options.runs_suffice``, the rest never halts either, but is not used.
    available, problems : mapping from (str, str) to int
        How many problems of each family and stratum there are in the class, and in the dataset.
    """

    options: Options
    folder: Path
    machines: int
    halting: int
    never_halting: int
    undecided: int
    available: Mapping[tuple[str, str], int]
    problems: Mapping[tuple[str, str], int]

    @property
    def n_problems(self) -> int:
        """How many problems there are in the dataset."""
        return sum(self.problems.values())


def generate(options: Options, folder: Path, *, progress: Progress | None = None) -> Summary:
    """Write a dataset to `folder`.

    Every problem is checked by `bbsynth.problems.crosscheck` before it is written. The folder is
    replaced as a whole at the end; until then, and if anything goes wrong, it stays as it is. Equal
    options give equal bytes.

    Raises
    ------
    UsageError
        If the options do not make sense.
    OutputError
        If the folder holds something other than an untouched dataset, or cannot be written.
    CrosscheckError
        If a problem is wrong, which is a mistake in bbsynth.
    """
    report = progress or (lambda _what, _done, _total: None)
    check_replaceable(folder)
    chosen = [family(name) for name in options.families]
    for one in chosen:
        environment().get_template(f"lean/{one.name}.lean.j2")
        environment().get_template(f"markdown/{one.name}.md.j2")
    fates, sample = _decide_all(options, chosen, report)
    claims = sample.claims()
    problems = dict.fromkeys(sample.offered, 0)
    for claim in claims:
        problems[claim.family, claim.stratum] += 1
    summary = Summary(
        options=options,
        folder=folder,
        machines=sum(fates.values()),
        halting=fates[Fate.HALTS],
        never_halting=fates[Fate.NEVER_HALTS],
        undecided=fates[Fate.UNDECIDED],
        available=sample.offered,
        problems=problems,
    )
    with replaced_folder(folder) as new:
        (new / PROBLEMS_NAME).mkdir()
        (new / PROOFS_NAME).mkdir()
        digest = hashlib.sha256()
        with (new / INDEX_NAME).open("wb") as index:
            for done, claim in enumerate(claims):
                if done % 100 == 0:
                    report("writing problems", done, len(claims))
                problem = render_problem(claim)
                crosscheck(problem)
                line = encode_problem(problem)
                digest.update(line)
                index.write(line)
                for name, text in problem_files(problem).items():
                    (new / name).write_bytes(text.encode())
        report("writing problems", len(claims), len(claims))
        (new / README_NAME).write_bytes(_readme(summary).encode())
        (new / MANIFEST_NAME).write_bytes(_manifest(summary, digest.hexdigest()))
    return summary


def _decide_all(
    options: Options, chosen: Sequence[Family], report: Progress
) -> tuple[Mapping[Fate, int], Sample]:
    fates = dict.fromkeys(Fate, 0)
    sample = Sample(
        options.limit,
        options.seed,
        [(one.name, stratum) for one in chosen for stratum in one.strata],
    )
    total = TREE_SIZES.get((options.states, options.symbols))
    done = 0
    # The inner loops may have to be compiled first, which takes seconds.
    report("getting ready", 0, None)
    for decision in decide_tree(options.states, options.symbols, max_steps=options.max_steps):
        fates[decision.fate] += 1
        for one in chosen:
            claim = one.claim(decision)
            if claim is not None:
                sample.offer(claim)
        done += 1
        if done % 1000 == 1:
            report("deciding machines", done, total)
    report("deciding machines", done, done)
    return fates, sample


def _manifest(summary: Summary, digest: str) -> bytes:
    options = summary.options
    counts: dict[str, dict[str, int]] = {name: {} for name in options.families}
    for (name, stratum), count in summary.problems.items():
        counts[name][stratum] = count
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "schema": SCHEMA,
        "bbsynth": bbsynth.__version__,
        "options": {
            "states": options.states,
            "symbols": options.symbols,
            "families": list(options.families),
            "limit": options.limit,
            "seed": options.seed,
            "max_steps": options.steps,
        },
        "machines": {
            "in_tree_normal_form": summary.machines,
            "halting": summary.halting,
            "never_halting": summary.never_halting,
            "undecided": summary.undecided,
        },
        "problems": {"total": summary.n_problems, "families": counts},
        "sha256": {INDEX_NAME: digest},
    }
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def _readme(summary: Summary) -> str:
    template = environment().get_template("markdown/_dataset.md.j2")
    options = summary.options
    return template.render(
        states=options.states,
        symbols=options.symbols,
        sampled=options.limit is not None,
        families=[
            {
                "name": name,
                "summary": family(name).summary,
                "count": sum(n for (of, _), n in summary.problems.items() if of == name),
            }
            for name in options.families
        ],
        total=summary.n_problems,
    )


def _listed(wanted: Callable[[int], bool]) -> str:
    names = [f"{n}x{k}" for (n, k), size in TREE_SIZES.items() if wanted(size)]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _check_range(name: str, value: object, least: int, most: int) -> None:
    try:
        good = not isinstance(value, bool) and least <= operator.index(value) <= most  # type: ignore[arg-type]
    except TypeError:
        good = False
    if not good:
        raise UsageError(f"the {name} is an integer from {least:,} to {most:,}, not {value!r}")
