"""``bbsynth check``: have candidate proofs judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec
from rich.table import Table

from bbsynth.cli.console import ProgressBar, output, printable
from bbsynth.files import check_writable, write_atomically
from bbsynth.judge.pool import Judge
from bbsynth.judge.verdict import Status, Task, Verdict
from bbsynth.problems.candidates import find_candidates, read_candidate
from bbsynth.problems.index import Dataset

__all__ = ["command"]

_STYLES = {
    Status.PROVED: "green",
    Status.WRONG: "red",
    Status.CHEATING: "bold red",
    Status.HARNESS_ERROR: "bold yellow",
}
_LONGEST_REASON = 300


@click.command()
@click.argument("paths", metavar="PATH...", type=click.Path(path_type=Path), nargs=-1)
@click.option(
    "--dataset",
    type=click.Path(path_type=Path),
    help="The dataset with the problems.  [default: the one that PATH lies in]",
)
@click.option(
    "--json",
    "report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write all verdicts to this file.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Lean processes at a time.  [default: as many as cores and memory allow]",
)
def command(
    paths: tuple[Path, ...], dataset: Path | None, report: Path | None, jobs: int | None
) -> int:
    """Check candidate proofs with Lean.

    PATH is a file <problem-id>.lean, a folder of such files, or a dataset, whose own reference
    proofs are then checked. The problems are those of the dataset that PATH lies in, or of the one
    given by --dataset.

    A proof counts only if Lean's kernel accepts it, it proves exactly the statement of the
    problem, and it rests on no axioms but those of Lean's own logic. The exit status is 0 if every
    proof was accepted, 1 if some were not, and 2 if some could not be judged.

    \b
    Examples:
      bbsynth check generated/3x2
      bbsynth check answers --dataset generated/3x2 --json verdicts.json
    """
    if not paths:
        raise click.UsageError("name the proofs to check: files, folders, or a dataset")
    if report is not None:
        check_writable(report)
    candidates = find_candidates(paths, None if dataset is None else Dataset.open(dataset))
    tasks = []
    for candidate in candidates:
        text, fault = read_candidate(candidate.path)
        tasks.append(
            Task(
                name=str(candidate.path),
                theorem=candidate.problem.theorem,
                reference=candidate.problem.formal_statement,
                candidate=text,
                fault=fault,
            )
        )
    verdicts = []
    with (
        ProgressBar() as progress,
        Judge(jobs=jobs, note=lambda what: progress(what, 0, None)) as judge,
    ):
        for verdict in judge.check(tasks):
            verdicts.append(verdict)
            progress.print(_line(verdict), _STYLES.get(verdict.status, "yellow"))
            progress("checking proofs", len(verdicts), len(tasks))
    if report is not None:
        write_atomically(report, _json(verdicts))
    _summarize(verdicts)
    if any(verdict.status is Status.HARNESS_ERROR for verdict in verdicts):
        return 2
    return 0 if all(verdict.proved for verdict in verdicts) else 1


def _line(verdict: Verdict) -> str:
    line = f"{verdict.status:<13}  {printable(verdict.name)}"
    if verdict.proved:
        return f"{line}  {verdict.milliseconds['total']} ms"
    place = ""
    if verdict.position is not None:
        place = f":{verdict.position.line}:{verdict.position.column + 1}"
    reason = printable(verdict.reason)
    if len(reason) > _LONGEST_REASON:
        reason = reason[:_LONGEST_REASON] + "…"
    return f"{line}{place}: {verdict.rule}: {reason}"


def _summarize(verdicts: Sequence[Verdict]) -> None:
    counts = Counter(verdict.status for verdict in verdicts)
    table = Table(title="Verdicts", title_justify="left", show_header=False, show_footer=True)
    table.add_column(footer="total")
    table.add_column(justify="right", footer=f"{len(verdicts):,}")
    for status in Status:
        if counts[status]:
            table.add_row(status.value, f"{counts[status]:,}")
    console = output()
    console.print()
    console.print(table)


def _json(verdicts: Sequence[Verdict]) -> bytes:
    document = {
        "total": len(verdicts),
        "statuses": Counter(verdict.status.value for verdict in verdicts),
        "verdicts": [verdict.to_json() for verdict in verdicts],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
