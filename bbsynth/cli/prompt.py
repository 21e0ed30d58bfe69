"""``bbsynth prompt``: the exact text that a model is given for a problem."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from bbsynth.evaluation.prompts.prompt import make_prompt
from bbsynth.evaluation.prompts.styles import Style
from bbsynth.problems import Dataset

__all__ = ["command"]


@click.command()
@click.argument("problem_id", metavar="ID")
@click.option(
    "--dataset",
    type=click.Path(path_type=Path),
    default=Path("generated/2x2"),
    show_default=True,
    help="The dataset with the problem.",
)
@click.option("--style", default="both", show_default=True, help="The prompt style; see above.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, with all its parts.")
def command(problem_id: str, dataset: Path, style: str, as_json: bool) -> None:
    """Show the exact text that a model is given for the problem with this ID.

    A style is a word and additions, such as both+sheet+plan. The word is formal, informal or both
    (the statement that a general model is shown), deepseek-prover or kimina (what these provers
    expect), or goedel or continuation (a text that the model goes on with). The additions are
    +sheet (what the Lean library has), +shots1 to +shots9 (other problems with proofs), +body (the
    answer is only what follows ":="), and +plan (a plan before the proof).

    \b
    Examples:
      bbsynth prompt 2x2-halts-after-1RB1LB_1LA1RZ --style formal
      bbsynth prompt 2x2-never-halts-1RB0LA_0LA1RZ --style both+sheet+shots2
    """
    chosen = Style.parse(style)
    problems = Dataset.open(dataset)
    prompt = make_prompt(problems[problem_id], chosen, pool=problems.problems)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(prompt), indent=2).decode())
        return
    for message in prompt.messages:
        click.echo(f"[{message.role}]", err=True)
        click.echo(message.content)
