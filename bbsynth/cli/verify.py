"""``bbsynth verify``: check certificates."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from rich.table import Table

from bbsynth.busy_beaver.deciders.records import verify_file
from bbsynth.cli.console import ProgressBar, output

__all__ = ["command"]


@click.command()
@click.argument("certificates", type=click.Path(path_type=Path))
def command(certificates: Path) -> int:
    """Check the certificates that ``bbsynth decide`` has written, without any search.

    CERTIFICATES is a file with lines of JSON, or - for standard input. A certificate that does not
    hold for its machine is named, and so are numbers that are not those of its run; the exit status
    is then 1.
    """
    seen: Counter[tuple[str, bool]] = Counter()
    numbers = 0
    console = output()
    with ProgressBar() as progress:
        for verdict in verify_file(certificates):
            kind = "undecided" if verdict.certificate is None else verdict.certificate.kind
            seen[kind, verdict.accepted] += 1
            if verdict.certificate is not None and not verdict.accepted:
                console.print(
                    f"line {verdict.line}: the certificate does not hold for {verdict.machine}",
                    soft_wrap=True,
                )
            if verdict.wrong:
                numbers += 1
                console.print(
                    f"line {verdict.line}: {', '.join(verdict.wrong)}: not so for "
                    f"{verdict.machine}",
                    soft_wrap=True,
                )
            if sum(seen.values()) % 1_000 == 0:
                progress("checking certificates", sum(seen.values()), None)
    table = Table()
    table.add_column("certificate")
    table.add_column("hold", justify="right")
    table.add_column("do not", justify="right")
    for kind in sorted({kind for kind, _ in seen}):
        if kind != "undecided":
            table.add_row(kind, f"{seen[kind, True]:,}", f"{seen[kind, False]:,}")
    console.print(table)
    if seen["undecided", False]:
        console.print(f"Records without a certificate: {seen['undecided', False]:,}")
    refused = sum(n for (kind, good), n in seen.items() if kind != "undecided" and not good)
    if numbers:
        console.print(f"Records with wrong numbers: {numbers:,}")
    return 1 if refused or numbers else 0
