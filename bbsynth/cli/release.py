"""``bbsynth release``: build a dataset release, and verify one."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, Final

import click
from rich.table import Table

from bbsynth._common.resources import cores
from bbsynth._common.workers import Workers
from bbsynth.cli.arguments import missing
from bbsynth.cli.console import ProgressBar, output, printable
from bbsynth.cli.judging import jobs_option
from bbsynth.errors import UsageError
from bbsynth.judge import Judge
from bbsynth.release.build import Summary, build_release, check_arguments
from bbsynth.release.held_out import SEED_VARIABLE, PrivateSeed
from bbsynth.release.verify import Report, verify_release

__all__ = ["command"]

_PATH: Final = click.Path(path_type=Path)
_SHOWN: Final = 50

_seed = click.option(
    "--private-seed",
    "seed_file",
    type=_PATH,
    help=f"A file with the seed of the held-out set.  [default: ${SEED_VARIABLE}, if set]",
)
_previous = click.option(
    "--previous", type=_PATH, help="The release before, if the configuration names one."
)


@click.group(invoke_without_command=True)
@click.option("--config", type=_PATH, help="The configuration, such as releases/tiny.toml.")
@click.option("--out", type=_PATH, help="The folder to make.")
@click.option("--held-out", "private", type=_PATH, help="Where to keep the held-out rows; private.")
@_seed
@_previous
@jobs_option
@click.pass_context
def command(
    context: click.Context,
    config: Path | None,
    out: Path | None,
    private: Path | None,
    seed_file: Path | None,
    previous: Path | None,
    jobs: int | None,
) -> int | None:
    """Build a dataset release.

    Draws problems as the configuration says, divides them into splits that share no machine,
    cross-checks every statement, has every reference proof judged, and writes tables, texts, a
    dataset card and all else that belongs to a release. Equal configurations give equal bytes, but
    for the folder `measured`. The folder appears as a whole when everything is done, and not at
    all if a single proof is not accepted.

    Verdicts are remembered: a build that was interrupted goes on from where it was.

    The keys of a configuration are explained in docs/release.md.

    \b
    Examples:
      bbsynth release --config releases/tiny.toml --out dist/tiny \\
        --held-out private/tiny --private-seed seed.txt
      bbsynth release verify dist/tiny --proofs all
    """
    if context.invoked_subcommand is not None:
        if any(value is not None for value in context.params.values()):
            raise click.UsageError(
                f"options go behind {context.invoked_subcommand!r}, which has its own"
            )
        return None
    if config is None or out is None:
        raise missing(
            ("the configuration with --config", config), ("the folder to make with --out", out)
        )
    try:
        text = config.read_bytes()
    except OSError as error:
        raise UsageError(
            f"cannot read the configuration {config}: {error.strerror or error}"
        ) from error
    arguments: dict[str, Any] = {
        "where": str(config),
        "seed": PrivateSeed.find(seed_file),
        "private": private,
        "previous": previous,
    }
    check_arguments(text, out, **arguments)  # before a Lean is started
    with (
        ProgressBar() as progress,
        Workers(jobs or cores()) as workers,
        _judge(progress, jobs, remember=True) as judge,
    ):
        summary = build_release(
            text,
            out,
            judge=judge,
            workers=workers,
            progress=progress,
            **arguments,
        )
    _print_summary(summary)
    return 0


@command.command()
@click.argument("dist", type=_PATH)
@click.option(
    "--held-out", "private", type=_PATH, help="The private folder with the held-out rows."
)
@_seed
@_previous
@click.option("--rebuild", is_flag=True, help="Build it again, and compare all files.")
@click.option(
    "--proofs",
    default="0",
    show_default=True,
    metavar="N|all",
    help="How many of the proofs shown to judge again.",
)
@click.option("--seed", default=0, help="What the choice of these depends on.")
@jobs_option
def verify(
    dist: Path,
    private: Path | None,
    seed_file: Path | None,
    previous: Path | None,
    rebuild: bool,
    proofs: str,
    seed: int,
    jobs: int | None,
) -> int:
    """Check a release: is it what it says it is?

    Compares checksums, reads all rows, holds the files with rows against each other, tests every
    statement, and looks for machines in two splits, whatever they are called. With --held-out it
    sees whether a held-out machine is public, with --previous whether the changelog is right.

    Only --rebuild tells whether every byte is what the configuration makes: it builds the release
    again, all proofs judged, and compares. With --proofs some of the proofs are judged anew, and
    nothing is remembered of it.

    The exit status is 0 if nothing wrong was found, and 1 otherwise.
    """
    count = _number_of_proofs(proofs)
    secret = PrivateSeed.find(seed_file)
    with contextlib.ExitStack() as stack:
        progress = stack.enter_context(ProgressBar())
        workers = stack.enter_context(Workers(jobs or cores()))
        judge = None
        if rebuild or count != 0:
            judge = stack.enter_context(_judge(progress, jobs, remember=rebuild and count == 0))
        report = verify_release(
            dist,
            private=private,
            seed=secret,
            rebuild=rebuild,
            previous=previous,
            proofs=count,
            sample_seed=seed,
            judge=judge,
            workers=workers,
            progress=progress,
        )
    _print_report(dist, report)
    return 0 if report.good else 1


def _number_of_proofs(text: str) -> int | None:
    if text == "all":
        return None
    if not text.isascii() or not text.isdigit():
        raise click.UsageError(f"--proofs is a number or 'all', not {text!r}")
    return int(text)


def _judge(progress: ProgressBar, jobs: int | None, *, remember: bool) -> Judge:
    return Judge(jobs=jobs, remember=remember, note=progress.note)


def _print_summary(summary: Summary) -> None:
    table = Table(title=summary.release, title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for split, rows in summary.rows.items():
        table.add_row(split, f"{rows:,}")
    if summary.held_out:
        table.add_row("held out", f"{summary.held_out:,}")
    times = summary.times
    table.add_row("proofs judged now", f"{times['judged_in_this_run']:,}")
    table.add_row("known from earlier runs", f"{times['known_from_earlier_runs']:,}")
    if times["proofs_per_second"] is not None:
        table.add_row("proofs a second", f"{times['proofs_per_second']}")
    console = output()
    console.print(table)
    console.print(f"Written to {summary.folder}", soft_wrap=True)
    console.print(f"Fingerprint {summary.fingerprint}", soft_wrap=True)


def _print_report(dist: Path, report: Report) -> None:
    console = output()
    wrong = {finding.check for finding in report.findings}
    for check, how_much in report.checked.items():
        console.print(f"{'wrong' if check in wrong else 'good':<6} {check}: {how_much}")
    for finding in report.findings[:_SHOWN]:
        console.print(f"{finding.check}: {printable(finding.what)}", soft_wrap=True)
    if len(report.findings) > _SHOWN:
        console.print(f"and {len(report.findings) - _SHOWN} more findings")
    verdict = "nothing wrong was found" if report.good else "this release must not be trusted"
    console.print(f"{dist}: {verdict}", soft_wrap=True)
    if report.good and "rebuild" not in report.checked:
        console.print(
            "Only --rebuild tells whether every byte is what the configuration makes.",
            soft_wrap=True,
        )
