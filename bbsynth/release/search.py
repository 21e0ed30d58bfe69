"""Looking for the problems of a release, or of another dataset, in text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bbsynth._common.progress import Progress
from bbsynth.contamination.scan import Report, Target, find_contamination
from bbsynth.problems import Dataset
from bbsynth.problems.registry import domain_of
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
    """Look for the problems of a dataset in text, and for their subjects under any name.

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
    sizes = sorted({(one.states, one.symbols) for one in dataset if one.states})
    domains = list(dict.fromkeys(domain_of(one.family) for one in dataset))

    def find_names(text: str) -> Iterator[tuple[int, str, str]]:
        for domain in domains:
            yield from domain.mentions(text, sizes)

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
        find_names=find_names,
        n=n,
        threshold=threshold,
        progress=progress,
    )
