"""Making a dataset: choose what to state, put it into words, check that, and write it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

import bbsynth
from bbsynth._common.folders import replaced_folder
from bbsynth._common.progress import Progress, silent
from bbsynth._common.workers import Workers, spread
from bbsynth.problems.choice import choose
from bbsynth.problems.crosscheck import crosscheck
from bbsynth.problems.domain import Supply
from bbsynth.problems.family import Claim
from bbsynth.problems.folder import README_NAME, check_replaceable
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
from bbsynth.problems.registry import domain
from bbsynth.problems.rendering import render_problem
from bbsynth.problems.stratified import Stratum
from bbsynth.problems.tiers import TIERS

__all__ = ["Summary", "generate", "in_words"]

_PORTION: Final = 25

_MANY: Final = 200
"""So many claims are worth the start of other processes, which takes about a second."""


@dataclass(frozen=True)
class Summary:
    """What was generated.

    Parameters
    ----------
    options : Options
        What was asked for.
    folder : Path
        Where it is.
    supply : Supply
        Where the claims came from, with what was looked at.
    available, problems : mapping from (str, str, str) to int
        How many problems of each family, stratum and track were found, and are in the dataset.
    tiers : mapping from str to int
        How many problems in the dataset are of each tier.
    """

    options: Options
    folder: Path
    supply: Supply
    available: Mapping[Stratum, int]
    problems: Mapping[Stratum, int]
    tiers: Mapping[str, int] = field(default_factory=dict)

    @property
    def n_problems(self) -> int:
        """How many problems there are in the dataset."""
        return sum(self.problems.values())


def generate(
    options: Options,
    folder: Path | str,
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
    folder : path
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
    report, folder = progress or silent, Path(folder)
    check_replaceable(folder)
    chosen = domain(options.domain)
    for name in options.families:
        chosen.environment.get_template(f"lean/{name}.lean.j2")
        chosen.environment.get_template(f"markdown/{name}.md.j2")
    choice = choose(options, workers=workers, progress=report)
    problems = dict.fromkeys(choice.available, 0)
    tiers = dict.fromkeys(TIERS, 0)
    for claim in choice.claims:
        problems[claim.family, claim.stratum, claim.track] += 1
        tiers[chosen.rating(claim).tier] += 1
    summary = Summary(
        options=options,
        folder=folder,
        supply=choice.supply,
        available=choice.available,
        problems=problems,
        tiers=tiers,
    )
    with replaced_folder(folder, check=check_replaceable) as new:
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
    report = progress or silent
    portions = [claims[i : i + _PORTION] for i in range(0, len(claims), _PORTION)]
    put = functools.partial(_put, seed=seed, checked=checked)
    done = 0
    for problems in spread(put, portions, workers if len(claims) >= _MANY else None):
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


def _manifest(summary: Summary, digest: str) -> bytes:
    options = summary.options
    counts: dict[str, dict[str, dict[str, int]]] = {name: {} for name in options.families}
    for (name, stratum, track), count in summary.problems.items():
        counts[name].setdefault(stratum, {})[track] = count
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "schema": SCHEMA,
        "bbsynth": bbsynth.__version__,
        "options": options.manifest(),
        **summary.supply.manifest(),
        "problems": {
            "total": summary.n_problems,
            "tiers": dict(summary.tiers),
            "families": counts,
        },
        "sha256": {INDEX_NAME: digest},
    }
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def _readme(summary: Summary) -> str:
    options, about = summary.options, domain(summary.options.domain)
    return about.environment.get_template("markdown/_dataset.md.j2").render(
        options=options,
        wording=about.wording,
        families=[
            {
                "name": name,
                "summary": about.families[name].summary,
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
