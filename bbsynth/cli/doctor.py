"""``bbsynth doctor``: is everything there that bbsynth needs?"""

from __future__ import annotations

import click

from bbsynth.cli.console import ProgressBar
from bbsynth.judge.diagnosis import diagnose

__all__ = ["command"]

_MARKS = {None: " ", True: "✓", False: "✗"}
_STYLES = {None: None, True: "green", False: "bold red"}


@click.command()
@click.option(
    "--retry", is_flag=True, help="Test again each native Lean that has failed the self-test."
)
def command(retry: bool) -> int:
    """Tell which Lean is used, where it comes from, and whether it works.

    Each Lean that was found is listed, with the reason why it is used or not. A native Lean is
    tested before its first use; what came of it is remembered, also if it failed.

    A proof is really checked, and two that are none are really refused. The exit status is 0 if
    everything works, and 2 if not; then it is said what to do.
    """
    healthy = True
    with ProgressBar() as progress:
        for finding in diagnose(note=progress.note, retry=retry):
            healthy = healthy and finding.good is not False
            first, *more = finding.found.splitlines()
            style = _STYLES[finding.good]
            progress.print(f"{_MARKS[finding.good]} {finding.what}: {first}", style)
            for line in more:
                progress.print(f"    {line}", style)
        if healthy:
            progress.print("\nEverything works.")
        else:
            progress.print("\nbbsynth cannot check proofs here; the lines marked ✗ say why.")
    return 0 if healthy else 2
