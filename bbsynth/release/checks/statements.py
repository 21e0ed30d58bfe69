"""Every row is a true statement, told in the same way twice, and none gives another away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bbsynth._common.progress import Progress
from bbsynth.errors import DatasetError
from bbsynth.problems.crosscheck import CrosscheckError, crosscheck, crosscheck_statements
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.rows import Row, problem_of

__all__ = ["shared_machines", "wrong_statements"]


def wrong_statements(rows: Sequence[Row], say: Progress) -> Iterator[str]:
    """Every row is a problem that is read back; where its proof is shown, it is tested anew."""
    for done, row in enumerate(rows):
        if done % 50 == 0:
            say("cross-checking statements", done, len(rows))
        try:
            problem = problem_of(row)
            if row.reference_proof is not None and row.metadata is not None:
                crosscheck(problem)
            else:
                crosscheck_statements(problem)
        except (DatasetError, CrosscheckError) as error:
            yield str(error)


def shared_machines(rows: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """No machine is in two splits under any name; no other fact tells which side is true."""
    about: dict[str, list[Row]] = defaultdict(list)
    for row in (row for of_split in rows.values() for row in of_split):
        for key in keys_of_row(row):
            about[key].append(row)
    for same in about.values():
        where = {row.split: row.name for row in same}
        if len(where) > 1:
            names = ", ".join(f"{name} in {split}" for split, name in where.items())
            yield f"the same machine is in {len(where)} splits: {names}"
        undecided = [row.name for row in same if row.two_sided]
        if undecided and len(same) > 1:
            others = ", ".join(row.name for row in same if row.name != undecided[0])
            yield (
                f"{undecided[0]} may be true or false, and there is more about its machine: "
                f"{others}"
            )
