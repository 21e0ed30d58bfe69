"""``bbsynth eval``: ask models for proofs, and have them judged."""

from __future__ import annotations

from pathlib import Path

import click

from bbsynth._common.files import check_writable, write_atomically
from bbsynth.cli.arguments import missing
from bbsynth.cli.console import ProgressBar, output, printable
from bbsynth.cli.judging import jobs_option, limit_options
from bbsynth.evaluation.api import evaluate, figures
from bbsynth.evaluation.reports.page import render_page
from bbsynth.evaluation.runs.run import Outcome
from bbsynth.evaluation.runs.selection import select
from bbsynth.evaluation.runs.study import plan_study
from bbsynth.judge import Judge, Limits
from bbsynth.problems import Dataset

__all__ = ["command"]


@click.command()
@click.argument("dataset", type=click.Path(path_type=Path), required=False)
@click.option("--model", "models", multiple=True, help="A model; see above. May be repeated.")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="A TOML file with models and what is asked of them; --model then picks some of them.",
)
@click.option("--endpoint", default="", help="The base URL for models that are a name alone.")
@click.option(
    "--key", default="", metavar="VARIABLE", help="The environment variable with the key for it."
)
@click.option("--style", "styles", multiple=True, help="A prompt style; see `bbsynth prompt`.")
@click.option("--samples", type=click.IntRange(1, 100_000), help="Samples for each problem.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Of all samples.  [default: 0]")
@click.option("--family", "families", multiple=True, help="Only problems of this family.")
@click.option("--tier", "tiers", multiple=True, help="Only problems of this tier.")
@click.option("--track", "tracks", multiple=True, help="Only problems of this track.")
@click.option("--problem", "ids", multiple=True, help="Only problems with this id, or pattern.")
@click.option("--limit", type=click.IntRange(1), help="The most problems.")
@click.option(
    "--budget",
    type=click.FloatRange(0),
    help="The most that may be spent.",
)
@click.option(
    "--budget-tokens",
    type=click.IntRange(0),
    help="The most tokens.",
)
@click.option("--out", type=click.Path(path_type=Path), help="The run.  [default: runs/<dataset>]")
@jobs_option
@limit_options
@click.option("--no-judge", is_flag=True, help="Only collect answers; judge them in a later run.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a report to this file at the end; see `bbsynth report`.",
)
def command(
    dataset: Path | None,
    models: tuple[str, ...],
    config: Path | None,
    endpoint: str,
    key: str,
    styles: tuple[str, ...],
    samples: int | None,
    seed: int | None,
    families: tuple[str, ...],
    tiers: tuple[str, ...],
    tracks: tuple[str, ...],
    ids: tuple[str, ...],
    limit: int | None,
    budget: float | None,
    budget_tokens: int | None,
    out: Path | None,
    jobs: int | None,
    heartbeats: int,
    seconds: float,
    no_judge: bool,
    html: Path | None,
) -> int:
    """Ask models for proofs of the problems in DATASET, and have every answer judged.

    A model is NAME@URL (behind an OpenAI-compatible endpoint such as http://localhost:8000/v1),
    command:PROGRAM, recorded:FILE.jsonl, transformers:NAME, a baseline that needs no model
    (tactic:simp, scripts:0.5, certificate), or the name of a model in the file given by --config.

    Every answer is kept in the folder of the run. The same command goes on with a run that was
    interrupted, and asks again where a request has failed; more models, styles and samples may be
    added. `bbsynth report` makes figures of it.

    Keys are taken from the environment, and are written nowhere.

    The exit status is 0 if every sample has an answer and a verdict, 1 if some are missing
    (requests failed, or the budget is used up), and 2 if something was wrong.

    \b
    Examples:
      bbsynth eval generated/2x2 --model certificate --model tactic:decide --out runs/2x2
      bbsynth eval generated/2x2 --model qwq-32b@http://localhost:8000/v1 --samples 4 \\
        --out runs/qwq
      bbsynth eval generated/2x2 --model recorded:answers.jsonl --out runs/recorded
    """
    if dataset is None or not (models or config):
        raise missing(
            ("the problems as DATASET", dataset),
            ("a model with --model or a file of models with --config", models or config),
        )
    if html is not None:
        check_writable(html)
    study = plan_study(
        models,
        config=config,
        endpoint=endpoint,
        key=key,
        styles=styles,
        samples=samples,
        seed=seed,
        budget=budget,
        budget_tokens=budget_tokens,
    )
    opened = Dataset.open(dataset)
    problems = select(
        opened.problems, families=families, tiers=tiers, tracks=tracks, ids=ids, limit=limit
    )
    path = out if out is not None else Path("runs") / dataset.resolve().name.removesuffix(".jsonl")
    limits = Limits(heartbeats=heartbeats, seconds=seconds)
    with ProgressBar() as progress:

        def start_judge() -> Judge:
            return Judge(jobs=jobs, limits=limits, note=progress.note)

        outcome = evaluate(
            problems,
            study,
            out=path,
            judge=None if no_judge else start_judge,
            dataset=str(dataset),
            pool=opened.problems,
            note=progress,
        )
        if html is not None:
            progress("writing the report", 0, None)
            write_atomically(html, render_page(figures(path)))
    _summarize(outcome)
    if html is not None:
        output().print(f"Written: {html}", soft_wrap=True)
    return 0 if outcome.complete else 1


def _summarize(outcome: Outcome) -> None:
    console, progress = output(), outcome.progress
    console.print(
        f"{progress.answered:,} of {progress.total:,} samples have an answer, "
        f"{outcome.judged:,} of them a verdict.",
        soft_wrap=True,
    )
    if progress.failed:
        console.print(f"{progress.failed:,} requests failed; that says nothing about proofs.")
        for name, reason in progress.errors.items():
            console.print(f"  {name}: {printable(reason)}", soft_wrap=True)
    for name, reason in progress.stopped.items():
        console.print(f"Nothing more was asked of {name}: {printable(reason)}", soft_wrap=True)
    if outcome.unjudged:
        console.print(f"{outcome.unjudged:,} answers could not be judged.")
    if outcome.tokens or outcome.spent:
        console.print(f"{outcome.tokens:,} tokens, at a cost of {outcome.spent:.2f}.")
    for remark in outcome.remarks:
        console.print(printable(remark), soft_wrap=True, style="yellow")
    if not outcome.complete:
        console.print("The same command asks for what is missing.")
    console.print(
        f"The run is in {outcome.path}; `bbsynth report {outcome.path}` makes figures of it.",
        soft_wrap=True,
    )
