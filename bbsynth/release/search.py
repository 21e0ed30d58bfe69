"""Looking for the problems of a release, or of another dataset, in text."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path

from bbsynth.busy_beaver.spellings import machines_in
from bbsynth.contamination.scan import Report, Target, find_contamination
from bbsynth.problems import Dataset
from bbsynth.problems.choice import Progress
from bbsynth.release.equivalence import keys_of

__all__ = ["search_corpus"]


def search_corpus(
    path: Path,
    corpus: Iterable[Path],
    *,
    n: int = 13,
    threshold: float = 0.5,
    progress: Progress | None = None,
) -> Report:
    """Look for the problems of a dataset in text, and for their machines under any name.

    Parameters
    ----------
    path : Path
        A release, or what else `bbsynth.problems.Dataset.open` reads.
    corpus, n, threshold, progress
        As for `bbsynth.contamination.scan.find_contamination`.

    Raises
    ------
    DatasetError
        If the dataset or a file of the corpus cannot be read.
    UsageError
        If a number is out of range.
    """
    dataset = Dataset.open(path)
    classes = sorted({(one.states, one.symbols) for one in dataset if one.states})
    return find_contamination(
        [
            Target(
                name=one.id,
                split=one.metadata.get("split", ""),
                formal=one.formal_statement,
                informal=one.informal_statement,
                subject=keys_of(one)[0],
            )
            for one in dataset
        ],
        corpus,
        canary=dataset.problems[0].metadata.get("canary"),
        find_names=functools.partial(machines_in, classes=classes),
        n=n,
        threshold=threshold,
        progress=progress,
    )
