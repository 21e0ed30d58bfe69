from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from bbsynth._common.workers import Workers
from bbsynth.busy_beaver.machines import machine_key
from bbsynth.busy_beaver.options import MachineOptions
from bbsynth.busy_beaver.supply import ClassSummary
from bbsynth.errors import BBSynthError, OutputError, UsageError
from bbsynth.problems import Dataset, Problem, generation
from bbsynth.problems.choice import choose
from bbsynth.problems.crosscheck import CrosscheckError
from bbsynth.problems.family import Claim
from bbsynth.problems.generation import Summary, generate, in_words
from bbsynth.problems.index import problem_files

pytestmark = pytest.mark.slow

THREE = ["halts-after", "halts-leaving", "never-halts"]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_by_two(two_by_two_summary: Summary, two_by_two: Dataset) -> None:
    summary = two_by_two_summary
    assert summary.supply.classes == {"2x2": ClassSummary(61, 19, 42, 0)}
    assert summary.options.runs_suffice(2, 2)
    assert Counter(one.family for one in two_by_two) == {
        "halts-after": 19,
        "halts-leaving": 19,
        "never-halts": 42,
    }
    assert Counter(p.parameters["steps"] for p in two_by_two if p.family == "halts-after") == {
        1: 1,
        2: 2,
        3: 4,
        4: 5,
        5: 2,
        6: 5,
    }
    leaving_four = [p.machine for p in two_by_two if p.parameters.get("non_blank") == 4]
    assert leaving_four == ["1RB1LB_1LA1RZ"]


def test_the_folder(two_by_two_folder: Path, two_by_two: Dataset) -> None:
    files = contents(two_by_two_folder)
    expected = {"problems.jsonl", "manifest.json", "README.md"}
    for one in two_by_two:
        for name, text in problem_files(one).items():
            assert files[name] == text.encode()
            expected.add(name)
    assert set(files) == expected
    manifest = json.loads(files["manifest.json"])
    assert (
        manifest["sha256"]["problems.jsonl"] == hashlib.sha256(files["problems.jsonl"]).hexdigest()
    )
    assert manifest["problems"]["total"] == 80
    assert manifest["machines"]["2x2"]["max_steps"] == 6
    assert b"| total | | 80 |" in files["README.md"]


def test_three_by_two(tmp_path: Path) -> None:
    options = MachineOptions(states=3, families=THREE, tracks=["library"])
    summary = generate(options, tmp_path / "3x2")
    assert summary.supply.classes == {"3x2": ClassSummary(5_417, 1_772, 3_645, 0)}
    assert summary.n_problems == 2 * 1_772 + 3_645
    problems = Dataset.open(tmp_path / "3x2")
    assert max(p.parameters["steps"] for p in problems if p.family == "halts-after") == 21
    assert max(p.parameters["non_blank"] for p in problems if p.family == "halts-leaving") == 6


SCRIPT = """
import sys
from pathlib import Path
from bbsynth.problems.family import Claim
from bbsynth.busy_beaver.options import MachineOptions
from bbsynth.problems.generation import generate
families = ["halts-within", "never-halts", "decide-it", "stays-within", "rule"]
options = MachineOptions(states=2, symbols=3, families=families, limit=50, seed=4)
generate(options, Path(sys.argv[1]))
"""


def test_equal_options_give_equal_bytes_in_any_process(tmp_path: Path) -> None:
    made = []
    for seed in ("0", "1", "12345"):
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tmp_path / seed)],
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": f"UTC-{seed[0]}"},
            cwd=tmp_path,
        )
        made.append(contents(tmp_path / seed))
    assert made[0] == made[1] == made[2]
    negations = [name for name in made[0] if name.endswith(".negation.lean")]
    assert negations
    assert len(made[0]) == 4 * 50 + len(negations) + 3


def test_another_seed_gives_other_problems(tmp_path: Path) -> None:
    for seed in (0, 1):
        options = MachineOptions(states=2, symbols=3, families=THREE, limit=30, seed=seed)
        generate(options, tmp_path / str(seed))
    ids = [{p.id for p in Dataset.open(tmp_path / str(seed))} for seed in (0, 1)]
    assert len(ids[0]) == len(ids[1]) == 30
    assert len(ids[0] & ids[1]) < 10


def test_only_the_families_asked_for(tmp_path: Path) -> None:
    options = MachineOptions(
        states=2, families=["never-halts", "halts-after", "never-halts"], tracks=["library"]
    )
    assert options.families == ("halts-after", "never-halts")
    summary = generate(options, tmp_path / "2x2")
    assert summary.problems == {
        ("halts-after", "halts", "library"): 19,
        ("never-halts", "no-reachable-halt", "library"): 0,
        ("never-halts", "cycler", "library"): 6,
        ("never-halts", "translated-cycler", "library"): 36,
        ("never-halts", "ngram-cps", "library"): 0,
        ("never-halts", "repwl", "library"): 0,
        ("never-halts", "far", "library"): 0,
        ("never-halts", "bouncer", "library"): 0,
    }


def test_a_limit_that_is_too_short(tmp_path: Path) -> None:
    options = MachineOptions(states=3, max_steps=5, limit=5)
    assert not options.runs_suffice(3, 2)
    found = generate(options, tmp_path / "3x2").supply.classes["3x2"]
    assert found.machines < 5_417
    assert found.undecided > 0


def test_one_state(tmp_path: Path) -> None:
    summary = generate(MachineOptions(states=1, symbols=3, max_steps=10), tmp_path / "1x3")
    assert summary.supply.classes == {"1x3": ClassSummary(4, 1, 3, 0)}


def test_progress_is_reported(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int | None]] = []
    options = MachineOptions(states=2, limit=80)
    generate(options, tmp_path / "2x2", progress=lambda *report: seen.append(report))
    assert ("deciding machines", 61, 61) in seen
    assert seen[-1] == ("writing problems", 80, 80)
    for what in {what for what, _, _ in seen}:
        done = [done for other, done, _ in seen if other == what]
        assert done == sorted(done)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"states": 0}, "the number of states is an integer from 1 to 25, not 0"),
        ({"states": "2"}, "the number of states is an integer"),
        ({"states": 2, "symbols": 1}, "the number of symbols is an integer from 2 to 10, not 1"),
        ({"states": 5}, r"possible for 2x2, 3x2 and 2x3 .* such as 5x2, .* \(--limit N, at most"),
        ({"states": 3, "symbols": 3}, "such as 3x3, of which a sample is drawn"),
        ({"classes": ["2x2", "4x2"]}, "such as 4x2"),
        ({"classes": ["2x2"], "states": 2}, "the class is given twice"),
        ({"classes": ["twoxtwo"]}, "a class is written as states x symbols, such as 5x2"),
        ({"classes": "2x2"}, "a list of names"),
        ({"classes": ["2x1"], "limit": 3}, "2x1: the number of symbols"),
        ({"states": 2, "machines": 100}, "all machines of 2x2 are looked at"),
        ({"states": 5, "limit": 5, "machines": 0}, "the number of machines is an integer"),
        ({"states": 2, "limit": 5, "per_stratum": 5}, "contradict each other"),
        ({"families": ["general"], "states": 2}, "a class makes no difference"),
        ({"classes": [2]}, "a class is written as states x symbols"),
        ({"families": ["general"], "disguise": True}, "a disguise makes no difference"),
        ({"families": ["general"], "machines": 9}, "a number of machines makes no difference"),
        ({"states": 2, "per_stratum": 0}, "the number per stratum is an integer"),
        ({"states": 2, "tracks": ["both"]}, "no track is called 'both'; there are library, bare"),
        ({"states": 2, "tiers": ["trivial"]}, "no tier is called 'trivial'; there are easy, "),
        ({"states": 1, "symbols": 3}, r"give max_steps \(--max-steps N\)"),
        ({"states": 2, "max_steps": -1}, "the number of steps is an integer from 1 to 10,000,000"),
        ({"states": 2, "limit": 0}, "the limit is an integer from 1 to 100,000, not 0"),
        ({"states": 2, "limit": True}, "the limit is an integer"),
        ({"states": 2, "limit": 100_001}, "the limit is an integer"),
        ({"states": 2, "seed": -1}, "the seed is an integer from 0"),
        ({"states": 2, "seed": 0.5}, "the seed is an integer from 0"),
        ({"states": 2, "families": ["halting"]}, "no family is called 'halting'"),
        ({"states": 2, "max_steps": 0}, "the number of steps is an integer from 1"),
        ({"states": 2, "max_steps": 2_000_000_000}, "the number of steps is an integer from 1"),
        ({"symbols": 3}, "a number of symbols goes with a number of states"),
        ({"classes": ["2x2"], "symbols": 3}, "or name the class, such as 3x3"),
        ({"states": 1, "symbols": 1}, "the number of symbols is an integer from 2 to 10, not 1$"),
        (
            {"states": 2, "families": ["completions"], "tracks": ["bare"]},
            "the family completions has problems in the library track only",
        ),
        (
            {"classes": ["5x2"], "limit": 5, "families": ["completions"]},
            "about the classes 1x2, 2x2, 3x2 and 2x3 only, not about 5x2",
        ),
    ],
)
def test_impossible_options(values: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        MachineOptions(**values)  # type: ignore[arg-type]


def test_a_wrong_problem_stops_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = generation.render_problem

    def wrong(claim: Claim, *, seed: int) -> Problem:
        one = right(claim, seed=seed)
        text = one.informal_statement.replace("exactly 6 steps", "exactly 7 steps")
        return msgspec.structs.replace(one, informal_statement=text)

    monkeypatch.setattr(generation, "render_problem", wrong)
    with pytest.raises(
        CrosscheckError, match=r"parameters in Markdown: found {'steps': 7}, expected {'steps': 6}"
    ):
        generate(MachineOptions(states=2, families=["halts-after"]), tmp_path / "2x2")
    assert list(tmp_path.iterdir()) == []
    assert not issubclass(CrosscheckError, BBSynthError)


def test_somebody_s_folder_is_left_alone_before_any_work_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    monkeypatch.setattr(generation, "choose", None)
    with pytest.raises(OutputError, match="is not empty"):
        generate(MachineOptions(states=2), tmp_path)
    assert contents(tmp_path) == {"notes.txt": b"mine"}


@pytest.mark.parametrize("disguise", [False, True])
def test_several_processes_make_the_same_set(disguise: bool, tmp_path: Path) -> None:
    options = MachineOptions(classes=["3x2", "5x2"], limit=250, seed=3, disguise=disguise)
    progress: list[tuple[str, int, int | None]] = []
    with Workers(2) as workers:
        several = generate(
            options, tmp_path / "two", workers=workers, progress=lambda *told: progress.append(told)
        )
        assert len(multiprocessing.active_children()) == 2
    one = generate(options, tmp_path / "one")
    assert contents(tmp_path / "two") == contents(tmp_path / "one")
    assert several.supply.manifest() == one.supply.manifest()
    assert several.available == one.available
    assert ("writing problems", 250, 250) in progress


def test_a_wrong_problem_in_another_process(tmp_path: Path) -> None:
    """What goes wrong there is told here."""
    claims = choose(MachineOptions(states=3, families=["halts-after"], limit=200)).claims
    claims = [*claims[:150], replace(claims[150], parameters={"steps": 999}), *claims[151:]]
    with Workers(2) as workers, pytest.raises(CrosscheckError, match="999"):
        list(in_words(claims, seed=0, checked=True, workers=workers))


def test_a_set_is_replaced_by_the_next(tmp_path: Path) -> None:
    generate(MachineOptions(states=2, limit=10), tmp_path / "set")
    generate(MachineOptions(states=2, limit=5), tmp_path / "set")
    assert len(Dataset.open(tmp_path / "set")) == 5
    files = sum(len(problem_files(one)) for one in Dataset.open(tmp_path / "set"))
    assert len(contents(tmp_path / "set")) == files + 3
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_a_class_that_is_too_large_is_sampled(tmp_path: Path) -> None:
    made = []
    for seed in (1, 2, 1):
        options = MachineOptions(classes=["5x2"], limit=60, machines=300, seed=seed)
        generate(options, tmp_path / str(len(made)))
        made.append({p.machine for p in Dataset.open(tmp_path / str(len(made)))})
    assert made[0] == made[2]
    # Of hundreds of millions of machines, no one is drawn twice but for the smallest.
    assert len(made[0] & made[1]) <= 2


def test_disguises_are_recorded_and_change_nothing_else(tmp_path: Path) -> None:
    for name, disguise in (("plain", False), ("other", True)):
        options = MachineOptions(
            states=2, families=["halts-after"], tracks=["library"], disguise=disguise
        )
        generate(options, tmp_path / name)
    plain, other = (Dataset.open(tmp_path / name) for name in ("plain", "other"))
    assert Counter(p.parameters["steps"] for p in plain) == Counter(
        p.parameters["steps"] for p in other
    )
    assert {p.machine for p in plain} != {p.machine for p in other}
    for one in other:
        record = one.metadata["disguise"]
        assert set(record) == {"of", "mirrored", "states", "symbols"}
        assert "disguise" not in one.formal_statement + one.informal_statement


def test_only_the_tiers_and_tracks_asked_for(tmp_path: Path) -> None:
    options = MachineOptions(
        states=3, families=["halts", "refute"], tiers=["hard"], tracks=["bare"], limit=20
    )
    summary = generate(options, tmp_path / "set")
    problems = Dataset.open(tmp_path / "set")
    assert {(p.tier, p.track) for p in problems} == {("hard", "bare")}
    assert summary.tiers == {"easy": 0, "medium": 0, "hard": 20, "extreme": 0}


def test_what_there_is_nothing_of(tmp_path: Path) -> None:
    for options, message in (
        (
            MachineOptions(states=1, families=["halts-after"], tiers=["extreme"]),
            "family halts-after, in the tracks library and bare, .* other tiers only: easy",
        ),
        (
            MachineOptions(states=2, families=["counts"], tracks=["library"]),
            "no problem of the family counts in the track library about the machines of 2x2 ",
        ),
    ):
        with pytest.raises(UsageError, match=message):
            generate(options, tmp_path / "set")
        assert list(tmp_path.iterdir()) == []


def test_so_many_of_each_stratum(tmp_path: Path) -> None:
    summary = generate(MachineOptions(states=2, per_stratum=2), tmp_path / "set")
    for stratum, count in summary.problems.items():
        assert count == min(2, summary.available[stratum]) or count < 2


def test_no_two_problems_of_a_stratum_are_about_the_same_machine(tmp_path: Path) -> None:
    generate(MachineOptions(states=3, families=[*THREE, "rule"], limit=400), tmp_path / "set")
    seen = Counter(
        (p.family, p.stratum, p.track, machine_key(p.machine))
        for p in Dataset.open(tmp_path / "set")
        if p.machine and "---" not in p.machine
    )
    assert max(seen.values()) == 1


def test_a_class_with_names_that_are_too_long_for_files(tmp_path: Path) -> None:
    """And with so many transitions that every search has to end early."""
    options = MachineOptions(classes=["10x10"], per_stratum=1, machines=40, tracks=["library"])
    generate(options, tmp_path / "set")
    problems = list(Dataset.open(tmp_path / "set"))
    assert len({p.id for p in problems}) == len(problems) > 10
    assert all(len(p.machine) == 309 for p in problems)
    assert max(len(p.id) for p in problems) < 200


def test_somebody_s_large_folder_is_not_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "much").mkdir()
    monkeypatch.setattr(Path, "rglob", None)
    with pytest.raises(OutputError, match="is not empty"):
        generate(MachineOptions(states=2), tmp_path)
