"""``bbsynth contamination``: look for the problems of a release in text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
from rich.table import Table

from bbsynth._common.files import check_writable, json_document, write_atomically
from bbsynth.cli.arguments import missing
from bbsynth.cli.console import ProgressBar, output, printable
from bbsynth.contamination.scan import Report
from bbsynth.release.search import search_corpus

__all__ = ["command"]

_PATH: Final = click.Path(path_type=Path)
_SHOWN: Final = 30


@click.command()
@click.argument("dataset", type=_PATH, required=False)
@click.argument("corpus", metavar="CORPUS...", type=_PATH, nargs=-1)
@click.option(
    "--words", "n", type=int, default=13, show_default=True, help="Words in a run that counts."
)
@click.option(
    "--threshold",
    type=float,
    default=0.5,
    show_default=True,
    help="The share of its own runs from which on a statement counts as seen.",
)
@click.option(
    "--json",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write all that was found to this file.",
)
def command(
    dataset: Path | None,
    corpus: tuple[Path, ...],
    n: int,
    threshold: float,
    report_file: Path | None,
) -> int:
    """Look for the problems of a release, or of another dataset, in text.

    DATASET is a release, or a dataset of `bbsynth generate`. CORPUS are files of any size, or
    folders of them: plain text, JSON, lines of JSON (*.jsonl, *.ndjson), or any of these packed
    with gzip (*.gz). Other archives and tables, such as Parquet, have to be turned into text first;
    they are named at the end.

    Found are statements, by runs of words that no other problem has, and machines, whatever their
    states and symbols are called, mirror images included.

    The exit status is 0 if no statement was found, and 1 if some were. Machines alone do not count:
    small ones have been written about for decades.

    \b
    Examples:
      bbsynth contamination dist/tiny evaluations
      bbsynth contamination generated/2x2 evaluations --json found.json
    """
    if dataset is None or not corpus:
        raise missing(
            ("the release or dataset as DATASET", dataset), ("text to search as CORPUS", corpus)
        )
    if report_file is not None:
        check_writable(report_file)
    with ProgressBar(in_bytes=True) as progress:
        report = search_corpus(dataset, corpus, n=n, threshold=threshold, progress=progress)
    if report_file is not None:
        write_atomically(report_file, json_document(report))
    _print(report)
    return 1 if any(hit.statement_at for hit in report.hits) else 0


def _print(report: Report) -> None:
    console = output()
    table = Table(title="Seen", title_justify="left")
    for name in ("problem", "split", "formal", "informal", "machine", "where"):
        table.add_column(name, overflow="fold")
    for hit in report.hits[:_SHOWN]:
        table.add_row(
            hit.name,
            hit.split,
            f"{hit.formal:.0%}",
            f"{hit.informal:.0%}",
            printable(hit.machine or ""),
            printable(hit.statement_at or hit.machine_at or ""),
        )
    if report.hits:
        console.print(table)
    if len(report.hits) > _SHOWN:
        console.print(f"and {len(report.hits) - _SHOWN:,} more; --json writes them all")
    for path in report.canary_in:
        console.print(f"The canary of the dataset is in {printable(path)}", soft_wrap=True)
    for path in report.packed[:_SHOWN]:
        console.print(
            f"{printable(path)} is not text: turn it into text or lines of JSON to search it",
            soft_wrap=True,
        )
    statements = sum(hit.statement_at is not None for hit in report.hits)
    machines = sum(hit.machine is not None for hit in report.hits)
    console.print(
        f"Of {report.problems:,} problems, {statements:,} have a statement that was seen, and "
        f"{machines:,} a machine that was, in {report.files:,} files with "
        f"{report.characters:,} characters.",
        soft_wrap=True,
    )
