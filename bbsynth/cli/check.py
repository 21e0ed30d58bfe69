"""``bbsynth check``: have candidate proofs judged."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from rich.table import Table

from bbsynth._common.files import check_writable, write_atomically
from bbsynth._common.jsonlines import LineWriter
from bbsynth.cli.console import ProgressBar, output, printable
from bbsynth.cli.judging import jobs_option, limit_options
from bbsynth.errors import JudgeError
from bbsynth.judge import Judge, Limits, Status, Task, Verdict, assemble, extract
from bbsynth.judge.completion import Code
from bbsynth.judge.paranoid import describe
from bbsynth.judge.report import json_report, junit_report
from bbsynth.problems.candidates import Candidate, find_candidates, is_read
from bbsynth.problems.index import Dataset

__all__ = ["command"]

_STYLES = {
    Status.PROVED: "green",
    Status.WRONG: "red",
    Status.CHEATING: "bold red",
    Status.HARNESS_ERROR: "bold yellow",
}
_LONGEST_REASON = 300
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("paths", metavar="PATH...", type=click.Path(path_type=Path), nargs=-1)
@click.option(
    "--dataset",
    type=click.Path(path_type=Path),
    help="The dataset with the problems.  [default: the one that PATH lies in]",
)
@click.option("--json", "report", type=_FILE, help="Write all verdicts to this file.")
@click.option(
    "--results", type=_FILE, help="Write verdicts to this file as they come, one JSON a line."
)
@click.option("--junit", type=_FILE, help="Write a report for continuous integration, as XML.")
@jobs_option
@limit_options
@click.option(
    "--afresh", is_flag=True, help="Judge everything anew, and remember none of the verdicts."
)
@click.option(
    "--paranoid",
    is_flag=True,
    help="Have other checkers, such as come with Lean 4.35, check each accepted proof again.",
)
@click.option(
    "--require-sandbox",
    is_flag=True,
    help="Refuse to work where the system cannot lock Lean in; `bbsynth doctor` tells.",
)
@click.option("--quiet", is_flag=True, help="Print only proofs that were not accepted.")
def command(
    paths: tuple[Path, ...],
    dataset: Path | None,
    report: Path | None,
    results: Path | None,
    junit: Path | None,
    jobs: int | None,
    heartbeats: int,
    seconds: float,
    afresh: bool,
    paranoid: bool,
    require_sandbox: bool,
    quiet: bool,
) -> int:
    """Check candidate proofs with Lean.

    PATH is a file <problem-id>.lean, a folder of such files or of <problem-id>/<sample>.lean, a
    file of lines {"problem_id": …, "sample": …, "completion": …} called *.jsonl, or a dataset,
    whose own reference proofs are then checked. A proof is a whole file, the theorem, or only what
    comes after ":="; in a completion it may stand in a block of code with prose around it.

    The problems are those of the dataset that PATH lies in, or of the one given by --dataset.

    A proof counts only if Lean's kernel accepts it, it proves exactly the statement of the
    problem, and it rests on no axioms but those of Lean's own logic. Statements whose truth is
    known are judged among the others; if the judge is wrong about one, no verdict counts.

    Verdicts are remembered: a run that was interrupted goes on from where it was.

    The exit status is 0 if every proof was accepted, 1 if some were not, and 2 if some could not
    be judged.

    \b
    Examples:
      bbsynth check generated/2x2
      bbsynth check answers --dataset generated/2x2 --json verdicts.json
      bbsynth check answers.jsonl --dataset generated/2x2 --results verdicts.jsonl
    """
    if not paths:
        raise click.UsageError("name the proofs to check: files, folders, or a dataset")
    outputs = [file.resolve() for file in (report, results, junit) if file is not None]
    if len(set(outputs)) < len(outputs):
        raise click.UsageError("--json, --results and --junit are to be different files")
    for file in (report, results, junit):
        if file is not None:
            if is_read(file, paths):
                raise click.UsageError(
                    f"{file} is one of the proofs to check, or would be taken for one by the next "
                    "run: write to another place"
                )
            check_writable(file)
    tasks = _tasks(find_candidates(paths, None if dataset is None else Dataset.open(dataset)))
    limits = Limits(heartbeats=heartbeats, seconds=seconds)
    verdicts: list[Verdict] = []
    counts: Counter[Status] = Counter()
    with contextlib.ExitStack() as stack:
        progress = stack.enter_context(ProgressBar())
        judge = stack.enter_context(
            Judge(
                jobs=jobs,
                limits=limits,
                remember=not afresh,
                paranoid=paranoid,
                require_sandbox=require_sandbox,
                note=progress.note,
            )
        )
        if paranoid and not quiet:
            progress.print(describe(judge.checkers))
        lines = None
        if results is not None:
            lines = stack.enter_context(LineWriter(results, append=False))
        try:
            for verdict in judge.check_all(tasks):
                verdicts.append(verdict)
                counts[verdict.status] += 1
                if lines is not None:
                    lines.write(verdict)
                if not (quiet and verdict.proved):
                    progress.print(_line(verdict), _STYLES.get(verdict.status, "yellow"))
                seen = ", ".join(
                    f"{counts[status]} {status}" for status in Status if counts[status]
                )
                progress("checking proofs", len(verdicts), len(tasks), seen)
        except JudgeError:
            if lines is not None:
                lines.reject()
            raise
    if report is not None:
        write_atomically(report, json_report(verdicts))
    if junit is not None:
        write_atomically(junit, junit_report(verdicts))
    _summarize(verdicts)
    if counts[Status.HARNESS_ERROR]:
        return 2
    return 0 if all(verdict.proved for verdict in verdicts) else 1


def _tasks(candidates: Iterable[Candidate]) -> list[Task]:
    tasks = []
    for one in candidates:
        code = extract(one.text, one.problem.theorem)
        if one.fault:
            code = Code("", fault=one.fault)
        tasks.append(assemble(one.problem, code, name=one.name))
    return tasks


def _line(verdict: Verdict) -> str:
    line = f"{verdict.status:<13}  {printable(verdict.name)}"
    if verdict.proved:
        known = ", known" if verdict.cached else ""
        others = "".join(
            f", {name} {_shortened(said)}" for name, said in verdict.second_opinions.items()
        )
        return f"{line}  {verdict.milliseconds['total']} ms{known}{others}"
    place = ""
    if verdict.position is not None:
        place = f":{verdict.position.line}:{verdict.position.column + 1}"
    return f"{line}{place}: {verdict.rule}: {_shortened(verdict.reason)}"


def _shortened(text: str) -> str:
    text = printable(text)
    return text if len(text) <= _LONGEST_REASON else text[:_LONGEST_REASON] + "…"


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
    known = sum(verdict.cached for verdict in verdicts)
    if known:
        console.print(f"{known:,} of these verdicts were known from earlier runs.")
