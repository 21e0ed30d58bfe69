"""Every row is a true statement, told in the same way twice; what is shown with it follows from its
claim; and none gives another away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bbsynth.errors import DatasetError
from bbsynth.problems.choice import Progress
from bbsynth.problems.crosscheck import CrosscheckError, crosscheck, crosscheck_statements
from bbsynth.problems.remaking import different_parts
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.folder import Release
from bbsynth.release.rows import problem_of

__all__ = ["shared_machines", "wrong_statements", "wrong_texts"]


def wrong_statements(rows: Sequence[Mapping[str, Any]], say: Progress) -> Iterator[str]:
    """Every row is a problem; where all of it is shown, it is read back and tested anew."""
    for done, row in enumerate(rows):
        if done % 50 == 0:
            say("cross-checking statements", done, len(rows))
        try:
            problem = problem_of(dict(row))
            if row["reference_proof"] is not None and row["metadata"] is not None:
                crosscheck(problem)
            else:
                crosscheck_statements(problem)
        except (DatasetError, CrosscheckError) as error:
            yield str(error)


def wrong_texts(
    release: Release, rows: Sequence[Mapping[str, Any]], say: Progress
) -> Iterator[str]:
    """What follows from a claim has to be what this version makes of it: the texts, the proofs in
    words too, the difficulty, and what the metadata tell of them."""
    for done, row in enumerate(rows):
        if done % 50 == 0:
            say("making texts again", done, len(rows))
        try:
            problem = problem_of(dict(row))
            different = different_parts(problem, release.configuration.seed)
        except DatasetError as error:
            yield str(error)
            continue
        if "seed" not in problem.metadata:
            different.append("seed in the metadata")
        if different:
            yield f"{row['name']}: {', '.join(different)}: not what follows from its claim"


def shared_machines(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """No machine is in two splits, whatever it is called."""
    where: dict[str, dict[str, str]] = defaultdict(dict)
    about: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for split, of_split in rows.items():
        for row in of_split:
            for key in keys_of_row(row):
                where[key].setdefault(split, row["name"])
                about[key].append(row)
    for splits in where.values():
        if len(splits) > 1:
            names = ", ".join(f"{name} in {split}" for split, name in splits.items())
            yield f"the same machine is in {len(splits)} splits: {names}"
    for same in about.values():
        # Another statement about it, known to be true, may tell which side is.
        open_ = [row["name"] for row in same if row["negation_statement"] is not None]
        if open_ and len(same) > 1:
            others = ", ".join(row["name"] for row in same if row["name"] != open_[0])
            yield f"{open_[0]} may be true or false, and there is more about its machine: {others}"
