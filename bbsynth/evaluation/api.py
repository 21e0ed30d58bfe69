"""Evaluating models in one call; the command line does no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bbsynth.evaluation.backends import parse_model
from bbsynth.evaluation.metrics.results import read_results
from bbsynth.evaluation.metrics.summary import Summary, summarize
from bbsynth.evaluation.model import ModelSettings
from bbsynth.evaluation.runs.folder import RunRecord
from bbsynth.evaluation.runs.judging import JudgeLike
from bbsynth.evaluation.runs.run import Note, Outcome, run_arms
from bbsynth.evaluation.runs.sampling import Budget
from bbsynth.evaluation.runs.study import Study
from bbsynth.judge import Judge
from bbsynth.problems import Dataset, Problem

__all__ = ["evaluate", "figures"]


def evaluate(
    problems: str | Path | Dataset | Sequence[Problem],
    models: Study | str | ModelSettings | Sequence[str | ModelSettings],
    *,
    out: str | Path,
    judge: JudgeLike | Callable[[], JudgeLike] | None = Judge,
    samples: int = 16,
    styles: Sequence[str] = (),
    seed: int = 0,
    dataset: str = "",
    pool: Sequence[Problem] = (),
    note: Note | None = None,
) -> Outcome:
    """Ask models for proofs, and have every answer judged.

    All answers are kept in a folder, however the run ends; the same call goes on from there. More
    models, styles and samples are added to it.

    Parameters
    ----------
    problems : Dataset, path of one, or sequence of Problem
    models : str, ModelSettings, a sequence of both, or Study
        As text they are written as for ``bbsynth eval --model``, such as
        ``"qwq-32b@http://localhost:8000/v1"`` or ``"tactic:simp"``. A study has samples, styles
        and seed of its own.
    out : path
        The folder of the run.
    judge : Judge, function that starts one, or None
        By default a new judge is started, and ended with the run. Without one the answers are only
        collected; a later call judges them.
    samples : int
        Samples for each problem, 1 or more. A deterministic model gives one.
    styles : sequence of str
        Prompt styles, by default ``both+sheet``.
    seed : int
        Equal seeds give equal requests.
    dataset : str
        What to call the problems in reports, by default the path of the dataset.
    pool : sequence of Problem
        Where examples in prompts are taken from, by default the dataset.
    note : callable, optional
        Is told what is done, how much of it, out of how much, and details in words.

    Returns
    -------
    Outcome
        Whether everything was answered and judged; `figures` computes pass@k from it.

    Raises
    ------
    UsageError
        If a model, a style or a number is not valid, or the folder is a run on other problems.
    DatasetError, OutputError
        If the problems cannot be read, or the folder not written.
    JudgeError, ToolchainError
        If the judge cannot be started, or is wrong about a known answer.
    """
    if isinstance(problems, str | Path):
        dataset = dataset or str(problems)
        problems = Dataset.open(problems)
    if isinstance(problems, Dataset):
        dataset = dataset or str(problems.path)
        problems = problems.problems
    if not isinstance(models, Study):
        given = [models] if isinstance(models, str | ModelSettings) else models
        chosen = [parse_model(one) if isinstance(one, str) else one for one in given]
        models = Study(model=chosen, samples=samples, styles=list(styles), seed=seed)
    return run_arms(
        Path(out),
        problems=problems,
        wanted=RunRecord(dataset=dataset, seed=models.seed, arms=models.arms),
        make_judge=judge if judge is None or callable(judge) else lambda: _Borrowed(judge),
        budget=Budget(cost=models.budget, tokens=models.budget_tokens),
        pool=pool,
        note=note,
    )


class _Borrowed:
    """A judge that is not ended with a run, since its owner still needs it."""

    def __init__(self, judge: JudgeLike) -> None:
        self.limits = judge.limits
        self.toolchain = judge.toolchain
        self.submit = judge.submit
        self.confirm = judge.confirm
        self.identity = judge.identity

    def close(self) -> None:
        """Leave it to its owner."""


def figures(*runs: str | Path | Outcome) -> Summary:
    """Return all figures of runs, side by side; see `bbsynth.evaluation.metrics.summary.Summary`.

    Raises
    ------
    DatasetError
        If a folder is not a run, or was damaged or changed.
    UsageError
        If there is no run, or the runs have no problem in common.
    """
    return summarize(
        read_results([run.path if isinstance(run, Outcome) else Path(run) for run in runs])
    )
