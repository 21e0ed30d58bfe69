"""Making a dataset: find machines, decide them, state and check problems, write them."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

import bbsynth
from bbsynth.deciders import Decision, Fate
from bbsynth.deciders.parallel import Workers, spread
from bbsynth.errors import UsageError
from bbsynth.problems.crosscheck import crosscheck
from bbsynth.problems.difficulty import TIERS, measure
from bbsynth.problems.family import Claim, Family, GeneralFamily, draw, families, family
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
from bbsynth.problems.options import Options
from bbsynth.problems.problem import SCHEMA, Problem
from bbsynth.problems.rendering import environment, render_problem
from bbsynth.problems.sampling import Sample, Stratum
from bbsynth.problems.sources import Batch, Source, batches, sources

__all__ = [
    "Choice",
    "ClassSummary",
    "Options",
    "Progress",
    "Summary",
    "choose",
    "generate",
    "in_words",
]

Progress = Callable[[str, int, int | None], None]
"""Called now and then with what is being done, how many are done, and of how many if known."""

_PORTION: Final = 25

_MANY_CLAIMS: Final = 200
_MANY_MACHINES: Final = 2_000
"""So many are worth the start of other processes, which takes about a second."""


@dataclass
class ClassSummary:
    """What became of the machines of a class.

    Parameters
    ----------
    machines : int
        How many were looked at.
    halting, never_halting, undecided : int
        Those that halt; those shown never to halt by a certificate; the rest. If the options say
        that ``runs_suffice``, the rest never halts either, but is not used.
    """

    machines: int = 0
    halting: int = 0
    never_halting: int = 0
    undecided: int = 0

    def count(self, fate: Fate) -> None:
        """Count a machine."""
        self.machines += 1
        self.halting += fate is Fate.HALTS
        self.never_halting += fate is Fate.NEVER_HALTS
        self.undecided += fate is Fate.UNDECIDED


@dataclass(frozen=True)
class Summary:
    """What was generated.

    Parameters
    ----------
    options : Options
        What was asked for.
    folder : Path
        Where it is.
    classes : mapping
        What became of the machines, by the names of the classes.
    available, problems : mapping from (str, str, str) to int
        How many problems of each family, stratum and track were found, and are in the dataset.
    tiers : mapping from str to int
        How many problems in the dataset are of each tier.
    """

    options: Options
    folder: Path
    classes: Mapping[str, ClassSummary]
    available: Mapping[Stratum, int]
    problems: Mapping[Stratum, int]
    tiers: Mapping[str, int] = field(default_factory=dict)

    @property
    def n_problems(self) -> int:
        """How many problems there are in the dataset."""
        return sum(self.problems.values())


@dataclass(frozen=True)
class Choice:
    """What there is to be stated, before it is put into words.

    Parameters
    ----------
    classes : mapping
        What became of the machines, by the names of the classes.
    available : mapping from (str, str, str) to int
        How many problems of each family, stratum and track were found.
    claims : sequence of Claim
        Those that were drawn.
    """

    classes: Mapping[str, ClassSummary]
    available: Mapping[Stratum, int]
    claims: Sequence[Claim]


def generate(
    options: Options,
    folder: Path,
    *,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Write a dataset to `folder`.

    Every problem is checked by `bbsynth.problems.crosscheck` before it is written. The folder is
    replaced as a whole at the end; until then, and if anything goes wrong, it stays as it is. Equal
    options give equal bytes, however many processes there are.

    Parameters
    ----------
    options : Options
        What to generate.
    folder : Path
        Where to.
    workers : Workers, optional
        Processes that do it; without them this one does.
    progress : callable, optional
        Told how far it is.

    Raises
    ------
    UsageError
        If the options do not make sense, or there is no problem such as they ask for.
    OutputError
        If the folder holds something other than an untouched dataset, or cannot be written.
    CrosscheckError
        If a problem is wrong, which is a mistake in bbsynth.
    """
    report = progress or (lambda _what, _done, _total: None)
    check_replaceable(folder)
    choice = choose(options, workers=workers, progress=report)
    problems = dict.fromkeys(choice.available, 0)
    tiers = dict.fromkeys(TIERS, 0)
    for claim in choice.claims:
        problems[claim.family, claim.stratum, claim.track] += 1
        tiers[measure(claim, family(claim.family)).tier] += 1
    summary = Summary(
        options=options,
        folder=folder,
        classes=choice.classes,
        available=choice.available,
        problems=problems,
        tiers=tiers,
    )
    with replaced_folder(folder) as new:
        made = in_words(
            choice.claims, seed=options.seed, checked=True, workers=workers, progress=report
        )
        _write(new, summary, made)
    return summary


def _write(new: Path, summary: Summary, problems: Iterable[Problem]) -> None:
    (new / PROBLEMS_NAME).mkdir()
    (new / PROOFS_NAME).mkdir()
    digest = hashlib.sha256()
    with (new / INDEX_NAME).open("wb") as index:
        for problem in problems:
            line = encode_problem(problem)
            digest.update(line)
            index.write(line)
            for name, text in problem_files(problem).items():
                (new / name).write_bytes(text.encode())
    (new / README_NAME).write_bytes(_readme(summary).encode())
    (new / MANIFEST_NAME).write_bytes(_manifest(summary, digest.hexdigest()))


def in_words(
    claims: Sequence[Claim],
    *,
    seed: int,
    checked: bool,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Iterator[Problem]:
    """Return the problems that claims become, in their order.

    Parameters
    ----------
    claims : sequence of Claim
        The claims.
    seed : int
        What the choice between the ways of putting them depends on.
    checked : bool
        Whether each problem is checked by `bbsynth.problems.crosscheck`.
    workers : Workers, optional
        Processes that do it; without them this one does.
    progress : callable, optional
        Told how far it is.

    Raises
    ------
    CrosscheckError
        If a problem is wrong, which is a mistake in bbsynth.
    """
    report = progress or (lambda _what, _done, _total: None)
    portions = [claims[i : i + _PORTION] for i in range(0, len(claims), _PORTION)]
    put = functools.partial(_put, seed=seed, checked=checked)
    done = 0
    for problems in spread(put, portions, workers if len(claims) >= _MANY_CLAIMS else None):
        report("writing problems", done, len(claims))
        yield from problems
        done += len(problems)
    report("writing problems", done, len(claims))


def _put(claims: Sequence[Claim], *, seed: int, checked: bool) -> list[Problem]:
    problems = [render_problem(claim, seed=seed) for claim in claims]
    if checked:
        for problem in problems:
            crosscheck(problem)
    return problems


def choose(
    options: Options, *, workers: Workers | None = None, progress: Progress | None = None
) -> Choice:
    """Return a sample of what there is to be stated about the machines that the options ask for.

    Parameters are as in `generate`.

    Raises
    ------
    UsageError
        If there is no problem such as the options ask for.
    """
    report = progress or (lambda _what, _done, _total: None)
    chosen = [family(name) for name in options.families]
    for one in chosen:
        environment().get_template(f"lean/{one.name}.lean.j2")
        environment().get_template(f"markdown/{one.name}.md.j2")
    classes = {name: ClassSummary() for name in options.classes}
    sample = Sample(
        options.limit,
        options.seed,
        [
            (one.name, stratum, track)
            for one in chosen
            for stratum in one.strata
            for track in options.tracks
        ],
        per_stratum=options.per_stratum,
    )
    named = len(options.families) < len(families())
    for one in chosen:
        # Facts about machines in general belong to no class.
        if isinstance(one, GeneralFamily) and (named or options.is_default):
            for claim in one.claims():
                _offer(sample, one, claim, options)
    about_machines = [one for one in chosen if one.about != "general"]
    if about_machines:
        _look_at_machines(options, about_machines, classes, sample, workers, report)
    claims = sample.claims()
    if not claims:
        raise UsageError(_nothing(options, sample))
    return Choice(classes, sample.offered, claims)


def _look_at_machines(
    options: Options,
    chosen: Sequence[Family],
    classes: Mapping[str, ClassSummary],
    sample: Sample,
    workers: Workers | None,
    report: Progress,
) -> None:
    # The inner loops may have to be compiled first, which takes seconds.
    report("getting ready", 0, None)
    done, total = 0, sum(options.machines_of(*size) for size in options.sizes)
    rules = any(one.by_rules != "never" for one in chosen)
    look = functools.partial(_looked_at, names=[one.name for one in chosen], rules=rules)
    for name, size in zip(options.classes, options.sizes, strict=True):
        many = options.machines_of(*size) >= _MANY_MACHINES
        for found in spread(look, batches(options, *size), workers if many else None):
            for fate, claims in found:
                classes[name].count(fate)
                for claim in claims:
                    _offer(sample, family(claim.family), claim, options)
                done += 1
                if done % 1000 == 1:
                    report("deciding machines", done, max(done, total))
    report("deciding machines", done, done)


def _looked_at(
    batch: Batch, *, names: Sequence[str], rules: bool
) -> list[tuple[Fate, list[Claim]]]:
    """Return the fates of the machines of a batch, and what the families have to say of each."""
    return [
        (
            source.decision.fate,
            [
                claim
                for name in names
                if (claim := _claim(family(name), source, batch.options.seed)) is not None
            ],
        )
        for source in sources(batch, rules=rules)
    ]


def _claim(one: Family, source: Source, seed: int) -> Claim | None:
    tries: list[Decision | None] = [source.decision]
    if one.by_rules == "always":
        tries = [source.rule]
    elif (
        one.by_rules == "sometimes"
        and source.rule is not None
        # A machine that both certificates are known of is in one of the strata only.
        and draw(seed, "rule", source.decision.machine).random() < 0.5
    ):
        tries.insert(0, source.rule)
    claims = (one.claim(decision, seed) for decision in tries if decision is not None)
    claim = next((claim for claim in claims if claim is not None), None)
    if claim is not None and source.origin:
        return dataclasses.replace(claim, metadata={**claim.metadata, **source.origin})
    return claim


def _offer(sample: Sample, one: Family, claim: Claim, options: Options) -> None:
    """Offer a claim in the tracks that it is possible in, if it is in a tier that is wanted."""
    for track in options.tracks:
        if track == "bare" and not one.has_bare(claim):
            continue
        tracked = claim if track == claim.track else dataclasses.replace(claim, track=track)
        if len(options.tiers) < len(TIERS) and measure(tracked, one).tier not in options.tiers:
            continue
        sample.offer(tracked)


def _nothing(options: Options, sample: Sample) -> str:
    tracks = sorted({track for _, _, track in sample.offered})
    return (
        f"there is no problem of the families {', '.join(options.families)} in the "
        f"{' and '.join(tracks)} track and the tiers {', '.join(options.tiers)} about the machines "
        f"of {', '.join(options.classes)} that were looked at; other tiers, other classes, "
        "more machines (--machines N) or more steps (--max-steps N) may have some"
    )


def _manifest(summary: Summary, digest: str) -> bytes:
    options = summary.options
    counts: dict[str, dict[str, dict[str, int]]] = {name: {} for name in options.families}
    for (name, stratum, track), count in summary.problems.items():
        counts[name].setdefault(stratum, {})[track] = count
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "schema": SCHEMA,
        "bbsynth": bbsynth.__version__,
        "options": {
            "classes": list(options.classes),
            "families": list(options.families),
            "tracks": list(options.tracks),
            "tiers": list(options.tiers),
            "limit": options.limit,
            "per_stratum": options.per_stratum,
            "seed": options.seed,
            "machines": options.machines,
            "max_steps": options.max_steps,
            "disguise": options.disguise,
        },
        "machines": {
            name: {
                "enumerated": options.enumerates(*size),
                "max_steps": options.steps(*size),
                "looked_at": summary.classes[name].machines,
                "halting": summary.classes[name].halting,
                "never_halting": summary.classes[name].never_halting,
                "undecided": summary.classes[name].undecided,
            }
            for name, size in zip(options.classes, options.sizes, strict=True)
        },
        "problems": {
            "total": summary.n_problems,
            "tiers": dict(summary.tiers),
            "families": counts,
        },
        "sha256": {INDEX_NAME: digest},
    }
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def _readme(summary: Summary) -> str:
    template = environment().get_template("markdown/_dataset.md.j2")
    options = summary.options
    complete = options.limit is None and options.per_stratum is None
    return template.render(
        classes=options.classes,
        sampled=not complete,
        families=[
            {
                "name": name,
                "summary": family(name).summary,
                "count": sum(n for (of, _, _), n in summary.problems.items() if of == name),
            }
            for name in options.families
        ],
        tracks={
            track: sum(n for (_, _, of), n in summary.problems.items() if of == track)
            for track in options.tracks
        },
        tiers=summary.tiers,
        total=summary.n_problems,
    )
