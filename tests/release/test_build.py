from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
import yaml

from bbsynth._common.files import read_json
from bbsynth.busy_beaver.machines import run_key
from bbsynth.errors import BBSynthError, DatasetError, OutputError, ReleaseError, UsageError
from bbsynth.judge import Judge
from bbsynth.release import PrivateSeed, Release, Summary, build_release
from bbsynth.release.changelog import CHANGES_NAME, Changes
from bbsynth.release.checksums import write_sums
from bbsynth.release.configuration import parse_configuration
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.held_out import read_private_rows
from bbsynth.release.quality import counts
from bbsynth.release.rows import UNRATED, Entry, Row
from bbsynth.release.tables import write_tables
from bbsynth.release.writing import rows_of
from tests.problems.making import problem as made
from tests.release.making import SEED, TINY, FakeJudge, contents, small

SMALL = small(size=20)


def build(out: Path, text: bytes = SMALL, judge: Any = None, **options: Any) -> Summary:
    return build_release(text, out, judge=judge or FakeJudge(), **options)


def build_next(tmp_path: Path, text: bytes, previous: Path) -> Summary:
    """Build version 1.1.0 after the version 1.0.0."""
    text = text.replace(b'version = "1.0.0"', b'version = "1.1.0"')
    text += b'[previous]\nversion = "1.0.0"\n'
    return build(tmp_path / "new", text, previous=previous)


def without_times(folder: Path) -> dict[str, bytes]:
    return {
        name: data for name, data in contents(folder).items() if not name.startswith("measured/")
    }


def test_what_is_to_be_proved_or_refuted_shows_no_tier_where_no_proofs_are_shown(
    tiny: Path,
) -> None:
    shown = {
        (split, row.tier == UNRATED)
        for split, rows in Release.open(tiny).read_rows().items()
        for row in rows
        if row.two_sided
    }
    assert shown == {("train", False), ("validation", False), ("test", True)}


def test_what_is_in_it(tiny: Path, tiny_summary: tuple[Summary, Path]) -> None:
    summary, _ = tiny_summary
    assert summary.rows == {"train": 24, "validation": 8, "test": 8}
    assert summary.held_out == 8
    assert summary.fingerprint == hashlib.sha256((tiny / "SHA256SUMS").read_bytes()).hexdigest()
    assert summary.times["judged_in_this_run"] == 48
    assert summary.times["pairs_of_canaries"] == 1
    quality = json.loads((tiny / "quality.json").read_bytes())
    assert quality["public"]["problems"] == quality["public"]["proved"] == 40
    assert quality["held_out"]["cross_checked"] == 8
    assert sum(quality["public"]["families_by_split"].values()) == 40
    manifest = json.loads((tiny / "manifest.json").read_bytes())
    assert manifest["splits"] == summary.rows
    assert "Lean (version" in manifest["lean"]["judged_by"]
    assert (tiny / "configuration.toml").read_bytes() == TINY.read_bytes()
    slowest = json.loads((tiny / "measured" / "timings.json").read_bytes())["slowest"]
    assert len(slowest) == 20


def test_splits_share_no_machine_and_families_are_divided(tiny: Path, private: Path) -> None:
    rows = Release.open(tiny).read_rows()
    keys = {
        split: {key for row in of_split for key in keys_of_row(row)}
        for split, of_split in rows.items()
    }
    hidden = [one.row for one in read_private_rows(private)]
    keys["held-out"] = {key for row in hidden for key in keys_of_row(row)}
    assert run_key(hidden[0].machine) in keys["held-out"]
    assert sum(map(len, keys.values())) == len(set().union(*keys.values()))
    for of_split in rows.values():
        assert len(Counter(row.family for row in of_split)) >= 3


def test_proofs_are_shown_only_where_they_are_to_be(tiny: Path) -> None:
    rows = Release.open(tiny).read_rows()
    assert all(row.reference_proof for split in ("train", "validation") for row in rows[split])
    assert not any(row.reference_proof for row in rows["test"])
    public = b"".join(contents(tiny).values())
    for row in rows["test"]:
        assert f"{row.theorem} : ".encode() in public
    assert b"test" in public


def test_the_private_seed_and_rows_stay_private(tiny: Path, private: Path) -> None:
    hidden = read_private_rows(private)
    assert len(hidden) == 8
    assert sorted(one.commitment for one in hidden) == Release.open(tiny).read_commitments()
    configuration = Release.open(tiny).configuration
    for number in range(len(configuration.sources)):
        # Whoever is shown one row must not be able to make the others.
        drawn = PrivateSeed(SEED).draw_seed(configuration.release, number)
        assert all(str(drawn) not in str(one.row) for one in hidden)
    for name, data in contents(tiny).items():
        assert SEED not in data, name
        for one in hidden:
            assert one.salt.encode() not in data, name
            assert one.row.machine.encode() not in data, (name, one.row.machine)
    assert private.stat().st_mode & 0o077 == 0


def test_another_private_seed_changes_no_public_row(dist: Path, tmp_path: Path) -> None:
    options = {"seed": PrivateSeed(SEED[::-1]), "private": tmp_path / "private"}
    build(tmp_path / "b", small(held_out=4), **options)
    a, b = without_times(dist), without_times(tmp_path / "b")
    different = {name for name in a if a[name] != b[name]}
    # The card and the report of quality count what is held out.
    counted = {"README.md", "quality.json"}
    assert different - counted == {"SHA256SUMS", "manifest.json", "held-out/commitments.txt"}


def test_a_proof_that_is_not_accepted(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"reference proofs were not accepted(.|\n)*no proof"):
        build(tmp_path / "out", judge=FakeJudge("halts-leaving"))
    assert list(tmp_path.iterdir()) == []


def test_a_real_judge_and_a_false_statement(
    tmp_path: Path, release_judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the numerical check nor Lean lets a wrong number through."""
    from bbsynth.release import build as module

    def with_a_mistake(*arguments: Any, **options: Any) -> list[Any]:
        problems = module_draw(*arguments, **options)
        index = next(
            i
            for i, one in enumerate(problems)
            if one.family == "halts-after" and one.track == "library"
        )
        changes = {
            name: getattr(problems[index], name).replace("HaltsAfter ", "HaltsAfter 1")
            for name in ("formal_statement", "reference_proof")
        }
        problems[index] = msgspec.structs.replace(problems[index], **changes)
        return problems

    module_draw = module.draw
    monkeypatch.setattr(module, "draw", with_a_mistake)
    with pytest.raises(ReleaseError, match="there is no release"):
        build(tmp_path / "out", judge=release_judge)
    monkeypatch.setattr(module, "crosscheck_all", lambda *_: None)
    with pytest.raises(ReleaseError, match="1 of 20 reference proofs were not accepted"):
        build(tmp_path / "out", judge=release_judge)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("when", ["while judging", "while writing"])
def test_an_interrupt_leaves_nothing(when: str, tmp_path: Path) -> None:
    def progress(what: str, _done: int, _total: int | None) -> None:
        if what == "writing the release" and when == "while writing":
            raise KeyboardInterrupt

    judge = FakeJudge(interrupt_at=5 if when == "while judging" else -1)
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "out", judge=judge, progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_in_the_middle_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bbsynth.release import writing as module

    def interrupted(_folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "write_sums", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_twice_the_same_bytes_and_only_what_was_damaged_is_judged_again(
    release_judge: Judge, release_cache: Path, tmp_path: Path
) -> None:
    build(tmp_path / "one", judge=release_judge)
    name = next(iter(rows_by_name(tmp_path / "one"))).encode()
    with contextlib.closing(sqlite3.connect(release_cache / "verdicts.sqlite")) as connection:
        done = connection.execute(
            "UPDATE verdicts SET verdict = X'7b' WHERE instr(verdict, ?)", (b'"' + name + b'"',)
        )
        assert done.rowcount == 1
        connection.commit()
    again = build(tmp_path / "two", judge=release_judge)
    assert without_times(tmp_path / "two") == without_times(tmp_path / "one")
    assert again.times["judged_in_this_run"] == 1
    assert again.times["known_from_earlier_runs"] == 19
    assert again.times["pairs_of_canaries"] == 1


@pytest.mark.parametrize("name", ["out", "private"])
def test_what_is_put_there_meanwhile_is_kept(name: str, tmp_path: Path) -> None:
    def progress(what: str, _done: int, _total: int | None) -> None:
        if what == "checking proofs":
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / "notes.txt").write_text("mine")

    text = small(size=20, held_out=2)
    options: dict[str, Any] = {"seed": PrivateSeed(SEED), "private": tmp_path / "private"}
    with pytest.raises(OutputError, match="is not empty"):
        build(tmp_path / "out", text, progress=progress, **options)
    assert contents(tmp_path) == {f"{name}/notes.txt": b"mine"}


def test_a_folder_that_is_empty_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    build(tmp_path / "out")
    assert (tmp_path / "out" / "README.md").is_file()


def test_the_card_tells_how_large_it_is(tiny: Path) -> None:
    header = (tiny / "README.md").read_text(encoding="utf-8").split("---")[1]
    said = yaml.safe_load(header)["dataset_info"]
    files = list((tiny / "data").iterdir())
    assert said["download_size"] == sum(path.stat().st_size for path in files)
    assert said["dataset_size"] == sum(pq.read_table(path).nbytes for path in files)
    assert said["dataset_size"] == sum(split["num_bytes"] for split in said["splits"])


def test_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    build(tmp_path / "out")
    before = contents(tmp_path)
    for out in (tmp_path / "out", tmp_path / "out" / "README.md"):
        with pytest.raises(UsageError, match="is not empty"):
            build(out)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("text", "options", "messages"),
    [
        (small(held_out=1), {}, ["BBSYNTH_PRIVATE_SEED", "--held-out"]),
        (small(held_out=1), {"private": "out/in"}, ["BBSYNTH_PRIVATE_SEED", "have to be apart"]),
        (small(held_out=1), {"seed": PrivateSeed(SEED), "private": "out"}, ["have to be apart"]),
        (
            small(held_out=1, previous="0.1.0").replace(b'title = "', b'title = "' + SEED),
            {"seed": PrivateSeed(SEED)},
            ["contains the private seed", "--held-out", "0.1.0: name its folder with --previous"],
        ),
        (SMALL, {"private": "secret", "previous": "x"}, ["no held-out set", "no .previous. rel"]),
        (small(previous="0.1.0"), {"previous": "old"}, ["is not a release"]),
        (small(size=90_000), {}, ["there are only"]),
        (SMALL.replace(b"size = 20", b"size = many"), {}, ["is not TOML"]),
    ],
)
def test_impossible_builds(
    text: bytes, options: dict[str, Any], messages: list[str], tmp_path: Path
) -> None:
    """All that is missing, or does not fit, is told at once."""
    for name in options.keys() & {"private", "previous"}:
        options = {**options, name: tmp_path / options[name]}
    with pytest.raises(BBSynthError) as caught:
        build(tmp_path / "out", text, **options)
    assert not isinstance(caught.value, ReleaseError)
    assert all(re.search(message, str(caught.value)) for message in messages), str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_second_release(first: Path, second: Path, tmp_path: Path) -> None:
    changes = read_json(second / CHANGES_NAME, Changes)
    old, new = rows_by_name(first), rows_by_name(second)
    assert changes.added == sorted(new.keys() - old.keys()) != []
    assert [one.name for one in changes.removed] == sorted(old.keys() - new.keys())
    assert {one.name for one in changes.changed} <= new.keys() & old.keys()
    assert all(new[name].split == old[name].split for name in new.keys() & old.keys())
    page = (second / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"Since version 1.0.0: {len(changes.added)} problems added" in page
    text = small(version="1.1.0", seed=6, previous="1.0.0")
    with pytest.raises(UsageError, match=r"is bbsynth-tiny-1\.1\.0"):
        build(tmp_path / "x", text, previous=second)
    unexplained = text.partition(b"reasons")[0]
    judge = FakeJudge(interrupt_at=0)  # it is seen before anything is judged
    with pytest.raises(ReleaseError, match=r"removed since 1\.0\.0 without a reason"):
        build(tmp_path / "x", unexplained, judge, previous=first)


def test_a_place_that_cannot_be_written_is_noticed_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        build(tmp_path / "file" / "out", judge=FakeJudge(interrupt_at=0))


def rows_by_name(folder: Path) -> dict[str, Row]:
    return {row.name: row for rows in Release.open(folder).read_rows().values() for row in rows}


def splits_of(folder: Path) -> dict[str, str]:
    return {
        key: split
        for split, rows in Release.open(folder).read_rows().items()
        for row in rows
        for key in keys_of_row(row)
    }


def test_machines_of_all_earlier_releases_are_remembered(tmp_path: Path) -> None:
    """They keep their splits when they come back, and are not held out."""
    for number, (seed, previous) in enumerate([(5, None), (2, 0), (3, 1), (5, 2)]):
        options: dict[str, Any] = {}
        if previous is not None:
            options["previous"] = tmp_path / str(previous)
        if number == 3:
            options |= {"seed": PrivateSeed(SEED), "private": tmp_path / "private"}
        text = small(
            version=f"1.0.{number}",
            seed=seed,
            held_out=8 if number == 3 else 0,
            previous=None if previous is None else f"1.0.{previous}",
        )
        build(tmp_path / str(number), text, **options)
    published: dict[str, str] = {}
    revisions: dict[str, int] = {}
    two_sided: set[str] = set()
    last_names: Collection[str] = ()
    for number in range(4):
        now = splits_of(tmp_path / str(number))
        assert all(now[key] == published[key] for key in now.keys() & published.keys())
        changes = read_json(tmp_path / str(number) / CHANGES_NAME, Changes)
        retired = {key: machine.split for key, machine in changes.retired.items()}
        assert retired == {key: published[key] for key in published.keys() - now.keys()}
        rows = rows_by_name(tmp_path / str(number))
        assert changes.last_revisions == {
            name: revision for name, revision in revisions.items() if name not in rows
        }
        back = (rows.keys() & revisions.keys()) - set(last_names)
        assert all(rows[name].revision == revisions[name] + 1 for name in back)
        assert bool(back) == (number >= 2)
        two_sided |= {keys_of_row(row)[0] for row in rows.values() if row.two_sided}
        assert {key for key, one in changes.retired.items() if one.two_sided} == (
            two_sided & retired.keys()
        )
        for row in rows.values():
            # Nothing new is said of what was to be proved or refuted, ever.
            assert keys_of_row(row)[0] not in two_sided or row.two_sided
        last_names = rows.keys()
        revisions |= {name: row.revision for name, row in rows.items()}
        if number == 3:
            rows_hidden = read_private_rows(tmp_path / "private")
            hidden = {key for one in rows_hidden for key in keys_of_row(one.row)}
            assert len(hidden) > 1
            assert not hidden & (published.keys() | now.keys())
            last = splits_of(tmp_path / "2")
            assert now.keys() & published.keys() - last.keys()
            assert retired
        published |= now


def test_a_split_that_was_given_up(first: Path, tmp_path: Path) -> None:
    """Its problems would show their proofs elsewhere."""
    text = SMALL.replace(b"train = 0.6\nvalidation = 0.2\ntest = 0.2", b"train = 0.8\ntest = 0.2")
    assert b"validation = " not in text
    text = text.replace(b', "validation"', b"")
    with pytest.raises(UsageError, match="earlier releases had the split validation"):
        build_next(tmp_path, text, first)


def test_proofs_that_were_shown_are_not_hidden_again(first: Path, tmp_path: Path) -> None:
    """The same problems would be there, and seem to be unpublished."""
    text = SMALL.replace(b'["train", "validation"]', b'["train"]')
    with pytest.raises(UsageError, match=r"1\.0\.0 shows the proofs of validation"):
        build_next(tmp_path, text, first)


def test_an_earlier_release_with_a_row_that_cannot_be_read(first: Path, tmp_path: Path) -> None:
    rows = Release.open(first).read_rows()
    row = rows["train"][0]
    rows["train"][0] = msgspec.structs.replace(row, machine="@@@")
    for folder in ("data", "jsonl"):
        shutil.rmtree(first / folder)
    write_tables(first, rows, rows_per_shard=10_000)
    write_sums(first)
    with pytest.raises(DatasetError, match=f"the row {row.name} does not hold .*not a machine"):
        build_next(tmp_path, SMALL, first)


def test_private_rows_are_not_left_without_their_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody fills the public folder at the last moment."""
    text = small(size=20, held_out=4)
    out, private = tmp_path / "out", tmp_path / "private"
    rename = Path.rename

    def late(self: Path, target: Path) -> Path:
        result = rename(self, target)
        if Path(target) == private:
            out.mkdir()
            (out / "mine").write_text("mine")
        return result

    monkeypatch.setattr(Path, "rename", late)
    with pytest.raises(OutputError, match="is not any more"):
        build(out, text, seed=PrivateSeed(SEED), private=private)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (out / "mine").read_text() == "mine"


def test_an_earlier_release_that_was_changed(first: Path, tmp_path: Path) -> None:
    path = first / "README.md"
    path.write_text(path.read_text(encoding="utf-8") + "More.\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"is damaged: README\.md was changed"):
        build_next(tmp_path, SMALL, first)


def test_splits_that_would_be_empty(tmp_path: Path) -> None:
    text = SMALL.replace(b"size = 20", b"size = 1")
    with pytest.raises(UsageError, match="are too few for 3 splits: nothing is left for"):
        build(tmp_path / "out", text)
    assert list(tmp_path.iterdir()) == []


def test_counts_do_not_tell_which_side_is_true() -> None:
    configuration = parse_configuration(SMALL.replace(b', "validation"', b""), "x")
    entries = [
        Entry(made("decide-it", "1RB1LB_1LA1RZ", seed=seed), split, 1)
        for seed, split in enumerate(["train", "test", "held-out"] * 8)
    ]
    counted = counts(rows_of(entries, configuration))
    assert sum(counted["tiers"].values()) == sum(counted["strata"].values()) == 24
    assert counted["tiers"][UNRATED] == 16
    hidden = counts(rows_of([one for one in entries if one.split != "train"], configuration))
    assert set(hidden["tiers"]) == {UNRATED}
    assert not any("true" in name or "false" in name for name in hidden["strata"])
