"""The page on classes of machines: how many there are, and what decides them.

``python -m bbsynth.busy_beaver.deciders.classes --jobs 2 > docs/classes.md`` makes it, in some
fifteen minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import click

from bbsynth.busy_beaver.certificate import kinds
from bbsynth.busy_beaver.deciders.late_halts import decide_late_tree
from bbsynth.busy_beaver.deciders.parallel import Settings, decide_units, tree_units
from bbsynth.busy_beaver.deciders.pipeline import decide_batch, decide_tree
from bbsynth.busy_beaver.deciders.shown_rules import shown_rule
from bbsynth.busy_beaver.deciders.survey import survey_tree
from bbsynth.busy_beaver.machines import PROVEN_STEPS, enumerate_tnf_arrays, sample_tnf
from bbsynth.busy_beaver.machines.listing import TreeCounts, class_size, count_machines

__all__ = ["COMPLETE", "LATE", "classes_page", "count_row", "decided_row", "late_rows", "rules_row"]

COMPLETE: Final = ((2, 2), (3, 2), (2, 3), (4, 2))
"""The classes of which every machine is decided, by states and symbols."""

LATE: Final = (2, 4)
"""Another such class, in which a few machines halt very late."""

LATE_STEPS: Final = 4_000
SAMPLED: Final = ((5, 2), (3, 3), (6, 2), (4, 3))
SAMPLE: Final = 10_000
SEED: Final = 52
TREE_STEPS: Final = 1_000
MAX_STEPS: Final = 100_000
SURVEYED: Final = (5, 2)

RULE_STEPS: Final = 3_000

_KINDS: Final = (*kinds(), "undecided")

_TOP: Final = """\
# Classes of machines

A class is written *states*x*symbols*. Machines are counted in tree normal form: the root, whose
transitions are all undefined, is a machine; when a run meets an undefined transition, every way to
define it is a child, with states taken in order, the first move to the right, and any first write.
An undefined transition halts as `1RZ` does. A step count includes the halting step; the cell that
it enters is not visited. This page was made by `python -m bbsynth.busy_beaver.deciders.classes`.

## Counts

*Halting (Radó)* is the number of all tables with a halt state, (2k(n+1))^(nk) of them, that halt;
it is found from the tree. What is left of a class never halts: each such machine has a certificate,
which was checked by code that shares nothing with the search (next table). The counts of machines,
of those that halt, the longest runs and the most cells are those of Coq-BB5 (arXiv 2509.12337);
for 2x4 this was compared for S and Σ only. There, every machine is run for 4,000 steps, and those
that are undecided then, which are 24, to their end.

"""

_DECIDED: Final = """\

## What decides them

Deciders are tried in the order of the columns, but for loops that show late; each machine is
counted for the one that decided it.

"""

_RULES: Final = """\

## Rules

Of the machines that never halt and are no loops, most sweep to and fro over repeated words
(*bouncers*), in linearly growing time, or count (*counters*), in exponentially growing time. For
these, a rule was found from each configuration C(n) of a family to C(n + 1), and checked.

"""

_SAMPLES: Final = """\

## Larger classes

Random machines of the tree, {sample:,} of each class, drawn independently and with equal
probabilities (seed {seed}; the tree is that of runs of at most {tree:,} steps), run for at most
{steps:,} steps. *Left* are machines for which nothing was found; some of them may halt.

"""


def count_row(n_states: int, n_symbols: int) -> list[str]:
    """Return a line of the table of counts."""
    return _counted(n_states, n_symbols, count_machines(enumerate_tnf_arrays(n_states, n_symbols)))


def late_rows(
    n_states: int, n_symbols: int, *, first_steps: int, jobs: int = 1
) -> tuple[list[str], list[str]]:
    """Return the lines of both tables for a class in which a few machines halt very late."""
    last = PROVEN_STEPS[n_states, n_symbols]
    tree = decide_late_tree(
        n_states, n_symbols, first_steps=first_steps, last_steps=last, jobs=jobs
    )
    return (
        _counted(n_states, n_symbols, count_machines(tree.chunks())),
        _decided(f"{n_states}x{n_symbols}", tree.counts),
    )


def _counted(n_states: int, n_symbols: int, counts: TreeCounts) -> list[str]:
    return [
        f"{n_states}x{n_symbols}",
        *(
            f"{value:,}"
            for value in (
                counts.machines,
                counts.halting,
                counts.machines - counts.halting,
                counts.steps,
                counts.non_blank,
                counts.cells_visited,
                counts.represented,
                class_size(n_states, n_symbols),
            )
        ),
    ]


def decided_row(n_states: int, n_symbols: int, *, jobs: int = 1) -> list[str]:
    """Return a line of the table of what decides a class."""
    counts: Counter[str] = Counter()
    for result in decide_units(tree_units(n_states, n_symbols, Settings(records=False)), jobs=jobs):
        counts.update(result.counts)
    return _decided(f"{n_states}x{n_symbols}", counts)


def rules_row(n_states: int, n_symbols: int) -> list[str]:
    """Return a line of the table of rules."""
    counts: Counter[str] = Counter()
    for decision in decide_tree(n_states, n_symbols):
        if decision.certificate is not None and not decision.certificate.plain:
            rule = shown_rule(decision, bouncer_steps=RULE_STEPS)
            counts["none" if rule is None else rule.name] += 1
    return [
        f"{n_states}x{n_symbols}",
        f"{counts.total():,}",
        *(f"{counts[kind]:,}" for kind in ("bouncer", "counter", "none")),
    ]


def sample_row(n_states: int, n_symbols: int) -> list[str]:
    """Return a line of the table of random machines."""
    tables = sample_tnf(n_states, n_symbols, SAMPLE, seed=SEED, max_steps=TREE_STEPS)
    decisions = decide_batch(tables, max_steps=MAX_STEPS)
    counts = Counter(decision.decider or "undecided" for decision in decisions)
    return _decided(f"{n_states}x{n_symbols}", counts)


def survey_sentence(n_states: int, n_symbols: int, *, jobs: int = 1) -> str:
    """Return what a survey of a whole tree finds."""
    halting = loops = left = 0
    for survey in survey_tree(n_states, n_symbols, max_steps=TREE_STEPS, jobs=jobs):
        halting += survey.halting
        loops += survey.cyclers + survey.translated_cyclers
        left += len(survey.undecided)
    return (
        f"The whole tree of {n_states}x{n_symbols}, surveyed with runs of {TREE_STEPS:,} steps and "
        f"a search of 200 steps for loops: {halting + loops + left:,} machines, of which "
        f"{halting:,} halt, {loops:,} loop (as far as the search can tell: a survey checks "
        f"nothing), and {left:,} are left.\n"
    )


def classes_page(*, jobs: int = 1) -> str:
    """Return the page, in Markdown."""
    head = [
        "class",
        "machines",
        "halting",
        "never halting",
        "S",
        "Σ",
        "cells",
        "halting (Radó)",
        "all (Radó)",
    ]
    kinds = ["class", *_KINDS[:-1]]
    counted, decided = late_rows(*LATE, first_steps=LATE_STEPS, jobs=jobs)
    return (
        _TOP
        + _table(head, [*(count_row(*one) for one in COMPLETE), counted])
        + _DECIDED
        + _table(
            [*kinds, "undecided"], [*(decided_row(*one, jobs=jobs) for one in COMPLETE), decided]
        )
        + _RULES
        + _table(
            ["class", "no loops", "bouncers", "counters", "others"],
            [rules_row(*one) for one in COMPLETE if one != (2, 2)],
        )
        + _SAMPLES.format(sample=SAMPLE, seed=SEED, tree=TREE_STEPS, steps=MAX_STEPS)
        + _table([*kinds, "left"], [sample_row(*one) for one in SAMPLED])
        + "\n"
        + survey_sentence(*SURVEYED, jobs=jobs)
    )


def _decided(name: str, counts: Counter[str]) -> list[str]:
    unknown = counts.keys() - set(_KINDS)
    if unknown:
        raise ValueError(f"there is no column for {', '.join(sorted(unknown))}")
    return [name, *(f"{counts[kind]:,}" for kind in _KINDS)]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, [":---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


@click.command()
@click.option("--jobs", type=int, default=1, show_default=True, help="Processes.")
def _main(jobs: int) -> None:
    """Print the page on classes of machines."""
    click.echo(classes_page(jobs=jobs), nl=False)


if __name__ == "__main__":
    _main()
