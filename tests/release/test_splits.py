from __future__ import annotations

from collections import Counter, defaultdict

from hypothesis import given
from hypothesis import strategies as st

from bbsynth.busy_beaver.machines import Machine, enumerate_tnf, mirror
from bbsynth.release.configuration import Source
from bbsynth.release.sources import draw
from bbsynth.release.splits import assign_splits, split_sizes
from tests.release.making import first_key, problem

FRACTIONS = {"train": 0.6, "validation": 0.2, "test": 0.2}
MACHINES = [str(node.machine.completed()) for node in enumerate_tnf(2, 3)][:300]


@given(st.integers(0, 10_000), st.sampled_from([FRACTIONS, {"test": 1.0}, {"a": 0.3, "b": 0.7}]))
def test_sizes_add_up(total: int, fractions: dict[str, float]) -> None:
    sizes = split_sizes(total, fractions)
    assert sum(sizes.values()) == total
    assert all(abs(sizes[name] - total * fractions[name]) < 1 for name in fractions)


@given(
    st.lists(
        st.tuples(st.sampled_from(MACHINES), st.sampled_from(["a", "b", "c"]), st.booleans()),
        unique_by=lambda one: (one[0], one[1], one[2]),
        max_size=80,
    ),
    st.integers(0, 2**63 - 1),
)
def test_no_machine_in_two_splits(drawn: list[tuple[str, str, bool]], seed: int) -> None:
    problems = {}
    for machine, family, mirrored in drawn:
        one = problem(str(mirror(Machine.parse(machine))) if mirrored else machine, family)
        problems[one.id] = one
    splits = assign_splits(list(problems.values()), FRACTIONS, seed=seed)
    assert splits.keys() == problems.keys()
    where = defaultdict(set)
    for name, one in problems.items():
        where[first_key(one)].add(splits[name])
    assert all(len(of_key) == 1 for of_key in where.values())
    sizes = Counter(splits.values())
    wanted = split_sizes(len(problems), FRACTIONS)
    largest = max(Counter(first_key(one) for one in problems.values()).values(), default=0)
    assert all(abs(sizes[name] - wanted[name]) < max(1, largest) * 2 for name in wanted)


def test_single_problems_fill_the_splits_exactly_and_every_stratum_is_divided() -> None:
    keys: dict[str, str] = {}
    for machine in MACHINES:
        keys.setdefault(first_key(problem(machine)), machine)
    chosen = list(keys.values())[:100]
    problems = [
        problem(machine, "halts-after" if number < 60 else "never-halts")
        for number, machine in enumerate(chosen)
    ]
    splits = assign_splits(problems, FRACTIONS, seed=3)
    assert Counter(splits.values()) == {"train": 60, "validation": 20, "test": 20}
    by_family = Counter((one.family, splits[one.id]) for one in problems)
    for split, share in FRACTIONS.items():
        assert abs(by_family["halts-after", split] - 60 * share) <= 1
    assert splits == assign_splits(problems[::-1], FRACTIONS, seed=3)
    assert splits != assign_splits(problems, FRACTIONS, seed=4)


def test_families_are_divided_where_there_are_few_machines() -> None:
    """Each of some twenty machines has several problems, and decide-it has machines for itself."""
    counts: Counter[tuple[str, str]] = Counter()
    for seed in range(6):
        problems = draw(Source(size=100, options={"states": 2}), 100, seed=seed)
        splits = assign_splits(problems, FRACTIONS, seed=seed)
        of_set = Counter((one.family, splits[one.id]) for one in problems)
        assert {split for family, split in of_set if family == "decide-it"} == set(FRACTIONS)
        counts.update(of_set)
    for family in {family for family, _ in counts}:
        total = sum(counts[family, split] for split in FRACTIONS)
        for split, share in FRACTIONS.items():
            assert abs(counts[family, split] / total - share) < 0.2, (family, split)


def test_what_had_a_split_keeps_it() -> None:
    problems = [problem(machine) for machine in MACHINES[:20]]
    key = first_key(problems[7])
    for split in FRACTIONS:
        splits = assign_splits(problems, FRACTIONS, seed=3, fixed={key: split})
        assert splits[problems[7].id] == split
