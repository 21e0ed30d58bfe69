"""Each test spoils one thing in a copy of a release, and sees which check finds it."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bbsynth._common.files import json_document
from bbsynth.busy_beaver.machines import Machine, mirror
from bbsynth.errors import DatasetError, JudgeError, UsageError
from bbsynth.judge import Judge
from bbsynth.release import PrivateSeed
from bbsynth.release.archive import read_archive, write_archive
from bbsynth.release.checksums import write_sums
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.folder import Release
from bbsynth.release.held_out import private_rows, read_private_rows, write_private_rows
from bbsynth.release.rows import Row
from bbsynth.release.tables import write_tables
from bbsynth.release.verify import verify_release
from tests.release.making import SEED, FakeJudge, rewrite

SECRET = PrivateSeed(SEED)
Rows = dict[str, list[Row]]


def found(folder: Path, **options: Any) -> dict[str, str]:
    """What is found, by check."""
    by_check: dict[str, str] = {}
    for finding in verify_release(folder, **options).findings:
        by_check[finding.check] = by_check.get(finding.check, "") + finding.what + "\n"
    return by_check


def test_nothing_is_wrong_with_the_tiny_release(
    tiny: Path, private: Path, release_judge: Judge
) -> None:
    report = verify_release(tiny, private=private, seed=SECRET, proofs=3, judge=release_judge)
    assert report.findings == []
    assert report.good
    assert list(report.checked) == [
        *("checksums", "rows", "manifest", "files", "statements", "splits"),
        *("private seed", "held-out set", "proofs"),
    ]
    assert report.checked["proofs"] == "3 judged"


# Checksums


@pytest.mark.parametrize("name", ["README.md", "data/test-00000-of-00001.parquet", "SHA256SUMS"])
def test_a_changed_byte(name: str, dist: Path) -> None:
    path = dist / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    wrong = found(dist)["checksums"]
    assert name == "SHA256SUMS" or f"{name} was changed" in wrong


def test_a_file_missing_or_too_much(dist: Path) -> None:
    (dist / "CHANGELOG.md").unlink()
    (dist / "data" / "extra.parquet").write_bytes(b"")
    wrong = found(dist)["checksums"]
    assert "CHANGELOG.md is missing" in wrong
    assert "data/extra.parquet is not listed" in wrong


@pytest.mark.parametrize("name", ["README.md", "manifest.json", "data"])
@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_what_is_not_a_file_is_not_read(name: str, kind: str, dist: Path, tmp_path: Path) -> None:
    (dist / name).rename(tmp_path / "elsewhere")
    if kind == "pipe":
        os.mkfifo(dist / name)
    else:
        (dist / name).symlink_to(tmp_path / "elsewhere")
    assert f"{name} is a link, or not a file" in found(dist)["checksums"]


# Rows: their schema, their places, and that all files have the same.


def test_a_row_that_the_schema_refuses(dist: Path) -> None:
    path = dist / "data" / "test-00000-of-00001.parquet"
    table = pq.read_table(path)
    place = table.schema.names.index("revision")
    field = table.schema.field("revision")
    table = table.set_column(place, field, pa.array([0] * len(table), pa.int64()))
    pq.write_table(table, path)
    write_sums(dist)
    assert "holds what is not a row: Expected `int` >= 1" in found(dist)["rows"]


def changed(split: str, place: int = 0, /, **values: Any) -> Callable[[Rows], None]:
    """A change of one row."""

    def change(rows: Rows) -> None:
        rows[split][place] = msgspec.structs.replace(rows[split][place], **values)

    return change


def first(rows: Rows, split: str, family: str = "halts-after") -> int:
    return next(place for place, row in enumerate(rows[split]) if row.family == family)


def shown_proof(rows: Rows) -> None:
    changed("test", reference_proof=rows["test"][0].formal_statement)(rows)


def told_side(rows: Rows) -> None:
    place = next(place for place, row in enumerate(rows["test"]) if row.two_sided)
    changed("test", place, tier="hard", difficulty=50)(rows)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (changed("test", split="train"), "split is 'train', and should be 'test'"),
        (changed("test", canary="x"), "canary is 'x'"),
        (changed("test", release="x-1.0.0"), "release is 'x-1.0.0'"),
        (changed("test", revision=2), "revision is 2, and should be 1"),
        (shown_proof, "in test has to hide its reference_proof"),
        (changed("test", informal_proof="p"), "in test has to hide its informal_proof"),
        (changed("test", certificate="{}"), "in test has to hide its certificate"),
        (changed("test", metadata='{"schema":2}'), "in test has to hide its metadata"),
        (changed("train", informal_proof=None), "in train has to show its informal_proof"),
        (told_side, "difficulty is 50, and should be None"),
    ],
)
def test_rows_that_are_not_in_their_places(
    change: Callable[[Rows], None], message: str, dist: Path
) -> None:
    rewrite(dist, change)
    wrong = found(dist)
    assert "checksums" not in wrong
    assert message in wrong["rows"]


def spoil_line(folder: Path) -> None:
    path = folder / "jsonl" / "test.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"revision":1', b'"revision":2', 1))


def drop_line(folder: Path) -> None:
    path = folder / "jsonl" / "test.jsonl"
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1])


def spoil_index(folder: Path) -> None:
    path = folder / "problems.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])


def archive_with(prefix: str, text: bytes | None) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        files = read_archive(folder / "lean-project.zip")
        name = next((name for name in files if name.startswith(prefix)), f"{prefix}x.lean")
        files[name] = text or b""
        if text is None:
            del files[name]
        write_archive(folder / "lean-project.zip", files)

    return spoil


def manifest_with(name: str, value: object) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes())
        manifest[name] = value
        (folder / "manifest.json").write_bytes(json_document(manifest))

    return spoil


def commitments_with(change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / "held-out" / "commitments.txt"
        path.write_text("".join(change(path.read_text().splitlines(keepends=True))))

    return spoil


@pytest.mark.parametrize(
    ("spoil", "check", "message"),
    [
        (spoil_line, "files", "is not the row in Parquet; different: revision"),
        (drop_line, "files", "jsonl/test.jsonl has "),
        (spoil_index, "files", "problems.jsonl does not hold the rows"),
        (archive_with("Problems/", b"axiom"), "files", "is not what the tables say"),
        (archive_with("Proofs/", None), "files", "is not what the tables say"),
        (archive_with("Proofs/more", b"axiom"), "files", "is not what the tables say"),
        (manifest_with("splits", {"train": 20}), "manifest", "splits is {'train': 20}, and should"),
        (manifest_with("canary", "c"), "manifest", "canary is 'c'"),
        (manifest_with("seed", 7), "manifest", "seed is 7, and should be 5"),
        (manifest_with("previous", "0.1.0"), "manifest", "previous is '0.1.0', and should be None"),
        (manifest_with("configuration_sha256", "0" * 64), "manifest", "configuration_sha256"),
        (manifest_with("sha256", {"problems.jsonl": "0" * 64}), "manifest", "sha256 is"),
        (manifest_with("held_out", None), "manifest", "has 4 held-out rows, the manifest 0"),
        (commitments_with(lambda lines: lines[1:]), "manifest", "3 different commitments"),
        (commitments_with(lambda lines: [*lines[1:], lines[1]]), "manifest", "3 different"),
        (
            commitments_with(lambda lines: ["0" * 64 + "\n", *lines[1:]]),
            "manifest",
            "commitments_sha256 is not that of",
        ),
    ],
)
def test_one_file_changed_and_its_checksum_too(
    spoil: Callable[[Path], None], check: str, message: str, dist: Path
) -> None:
    spoil(dist)
    write_sums(dist)
    wrong = found(dist)
    assert "checksums" not in wrong
    assert message in wrong[check]


# Statements


def false_statement(rows: Rows) -> None:
    place = first(rows, "train")
    row = rows["train"][place]
    assert row.reference_proof is not None
    changed(
        "train",
        place,
        formal_statement=row.formal_statement.replace(
            "machine.HaltsAfter ", "machine.HaltsAfter 1"
        ),
        reference_proof=row.reference_proof.replace("machine.HaltsAfter ", "machine.HaltsAfter 1"),
    )(rows)


def other_words(rows: Rows) -> None:
    place = first(rows, "train")
    words = rows["train"][place].informal_statement.replace("exactly ", "exactly 1")
    changed("train", place, informal_statement=words)(rows)


def other_metadata(**values: object) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        place = first(rows, "train")
        metadata = msgspec.json.decode(rows["train"][place].metadata or "")
        changed("train", place, metadata=msgspec.json.encode(metadata | values).decode())(rows)

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (false_statement, "problem 2x2-halts-after"),
        (other_words, "problem 2x2-halts-after"),
        (changed("test", informal_statement="It halts."), "problem 2x2"),
        (changed("test", parameters='{"a": 5}'), "parameters"),
        (changed("test", family="zzz"), "no family is called 'zzz'"),
        (other_metadata(cells_visited=99), "not as the metadata have it: "),
        (other_metadata(phrasing=99), "called 99"),
    ],
)
def test_statements_that_are_not_right(
    change: Callable[[Rows], None], message: str, dist: Path
) -> None:
    rewrite(dist, change)
    assert message in found(dist)["statements"]


# Splits


def twin(row: Row) -> Row:
    """The same problem about the mirror image, under the name that it would have."""
    other = str(mirror(Machine.parse(row.machine)))
    assert other != row.machine
    texts = {
        name: value.replace(row.machine, other)
        for name, value in msgspec.structs.asdict(row).items()
        if isinstance(value, str)
    }
    return msgspec.structs.replace(row, **texts)


def test_a_machine_of_train_in_test_as_its_mirror_image(dist: Path) -> None:
    def change(rows: Rows) -> None:
        rows["test"][0] = msgspec.structs.replace(
            twin(rows["train"][first(rows, "train")]),
            **{"split": "test", "reference_proof": None, "informal_proof": None},
            **{"certificate": None, "metadata": None},
        )

    rewrite(dist, change)
    assert "the same machine is in 2 splits" in found(dist)["splits"]


def test_a_statement_that_tells_which_side_of_another_is_true(dist: Path) -> None:
    rows = Release.open(dist).read_rows()
    split, about = next(
        (split, row) for split, of_split in rows.items() for row in of_split if row.two_sided
    )

    def change(rows: Rows) -> None:
        place = next(place for place, row in enumerate(rows[split]) if not row.two_sided)
        changed(split, place, machine=str(mirror(Machine.parse(about.machine))))(rows)

    rewrite(dist, change)
    assert f"{about.name} may be true or false, and there is more" in found(dist)["splits"]


# The held-out set


def one_hidden(secret: Path) -> Row:
    """A private row about a machine that no other is about."""
    rows = [one.row for one in read_private_rows(secret) if one.row.machine]
    count = Counter(keys_of_row(row)[0] for row in rows)
    return next(row for row in rows if count[keys_of_row(row)[0]] == 1)


def test_a_held_out_machine_in_a_public_row_as_its_mirror_image(dist: Path, secret: Path) -> None:
    hidden = one_hidden(secret)

    def change(rows: Rows) -> None:
        rows["train"][0] = msgspec.structs.replace(twin(hidden), split="train")

    rewrite(dist, change)
    wrong = found(dist, private=secret, seed=SECRET)
    assert f"the held-out {hidden.name} is about the same machine" in wrong["held-out set"]
    assert "splits" not in wrong


@pytest.mark.parametrize("column", ["metadata", "informal_proof", "reference_proof"])
@pytest.mark.parametrize("escaped", [False, True])
def test_a_held_out_machine_mentioned_in_a_public_row(
    column: str, escaped: bool, dist: Path, secret: Path
) -> None:
    hidden = one_hidden(secret)
    other = str(mirror(Machine.parse(hidden.machine))).lower()
    text = msgspec.json.encode(other.replace("_", "\n")).decode() if escaped else other

    def change(rows: Rows) -> None:
        old = getattr(rows["train"][0], column)
        if column == "metadata":
            new = msgspec.json.encode({**msgspec.json.decode(old), "note": text}).decode()
        else:
            new = f"{old}\n-- {text}\n"
        changed("train", **{column: new})(rows)

    rewrite(dist, change)
    wrong = found(dist, private=secret)["held-out set"]
    assert f"the machine of {hidden.name}" in wrong


def test_a_held_out_machine_that_an_earlier_release_had(dist: Path, secret: Path) -> None:
    hidden = one_hidden(secret)
    changes = msgspec.json.decode((dist / "changelog.json").read_bytes())
    changes["retired"] = {keys_of_row(hidden)[0]: {"split": "test", "two_sided": False}}
    (dist / "changelog.json").write_bytes(json_document(changes))
    write_sums(dist)
    wrong = found(dist, private=secret)["held-out set"]
    assert f"an earlier release had the machine of the held-out {hidden.name}" in wrong


def test_held_out_rows_that_were_changed(dist: Path, secret: Path) -> None:
    path = secret / "held_out.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Machine 2 2", b"Machine 2 3", 1))
    wrong = found(dist, private=secret)["held-out set"]
    assert "is not among the commitments" in wrong
    assert "1 commitments are to rows that are not in" in wrong
    assert "of the held-out set: problem" in wrong


def test_held_out_rows_with_other_salts_or_twice_about_a_machine(dist: Path, secret: Path) -> None:
    hidden = one_hidden(secret)
    rows = [hidden, msgspec.structs.replace(twin(hidden), split="test")]
    write_private_rows(secret, private_rows(rows, PrivateSeed(SEED[::-1])))
    wrong = found(dist, private=secret, seed=SECRET)["held-out set"]
    assert f"the salt of {hidden.name} does not come from the private seed" in wrong
    assert "says that it is in test" in wrong


def test_another_seed_and_a_seed_that_got_out(dist: Path) -> None:
    other = PrivateSeed(SEED[::-1])
    assert "is not the one" in found(dist, seed=other)["private seed"]
    with (dist / "README.md").open("ab") as stream:
        stream.write(SEED)
    wrong = found(dist, seed=SECRET)
    assert wrong["private seed"] == "README.md contains the private seed\n"


def test_held_out_rows_that_are_missing(
    tiny: Path, chain: tuple[Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="there are no held-out rows in"):
        verify_release(tiny, private=tmp_path / "none")
    with pytest.raises(UsageError, match="has no held-out set"):
        verify_release(chain[0], private=tmp_path)


# The history


def changelog_with(folder: Path, **values: object) -> None:
    changes = msgspec.json.decode((folder / "changelog.json").read_bytes())
    (folder / "changelog.json").write_bytes(json_document(changes | values))
    write_sums(folder)


def test_a_changelog_against_the_previous_release(chain: tuple[Path, Path], second: Path) -> None:
    before, _ = chain
    assert found(second, previous=before) == {}
    assert verify_release(second, previous=before).checked["changelog"].startswith("against")
    assert "not held against" in verify_release(second).checked["changelog"]
    changes = msgspec.json.decode((second / "changelog.json").read_bytes())
    for name, value in (
        ("previous", "7.7.7"),
        ("added", changes["added"][1:]),
        ("retired", dict(list(changes["retired"].items())[1:])),
        ("last_revisions", {}),
    ):
        changelog_with(second, **{**changes, name: value})
        assert f"{name} is not what follows from" in found(second, previous=before)["changelog"]
    assert "is not a release" in found(second, previous=second / "data")["changelog"]


def test_revisions_and_splits_against_the_previous_release(
    chain: tuple[Path, Path], second: Path
) -> None:
    before, _ = chain
    rows = Release.open(before).read_rows()
    names = {row.name for of_split in rows.values() for row in of_split}
    new = Release.open(second).read_rows()["test"]
    place = next(place for place, row in enumerate(new) if row.name not in names)
    rewrite(second, changed("test", place, revision=6))
    assert "revision is 6, and should be 1" in found(second, previous=before)["changelog"]

    def move(rows: Rows) -> None:
        place = next(i for i, row in enumerate(rows["train"]) if row.name in names)
        rows["test"].append(msgspec.structs.replace(rows["train"].pop(place), split="test"))

    rewrite(second, move)
    assert "is in test, and its machine was in train" in found(second, previous=before)["changelog"]


def test_changes_of_single_rows_against_the_previous_release(
    chain: tuple[Path, Path], second: Path
) -> None:
    before, _ = chain
    changes = msgspec.json.decode((second / "changelog.json").read_bytes())
    change, *others = changes["changed"]
    name = change["name"]
    assert (change["revision"], change["reason"]) == (2, "another draw")
    assert "informal_statement" in change["columns"]
    for columns in ([], [*change["columns"], "header"]):
        changelog_with(second, changed=[change | {"columns": columns}, *others])
        wrong = found(second, previous=before)["changelog"]
        assert wrong == f"{name}: changelog.json does not say what differs from {before}\n"
    changelog_with(second, changed=[change | {"reason": "none of your business"}, *others])
    assert f"the reason of {name} is not that" in found(second, previous=before)["changelog"]
    changelog_with(second, changed=others)
    wrong = found(second, previous=before)["changelog"]
    assert f"{name}: revision is 2, and should be 1" in wrong


def test_what_was_published_is_not_asked_about_later(first: Path, second: Path) -> None:
    rows = [row for of_split in Release.open(second).read_rows().values() for row in of_split]
    asked = next(row for row in rows if row.two_sided)
    # The release before has stated something else of the machine.
    before = Release.open(first).read_rows()
    before[asked.split][0] = msgspec.structs.replace(
        asked, name="2x2-told", negation_statement=None
    )
    for name in ("data", "jsonl"):
        shutil.rmtree(first / name)
    write_tables(first, before, rows_per_shard=10_000)
    write_sums(first)
    wrong = found(second, previous=first)["changelog"]
    assert f"{asked.name}: an earlier release states something else of its machine" in wrong


# Proofs, and the rebuild


def test_a_proof_that_was_changed(dist: Path, release_judge: Judge) -> None:
    def change(rows: Rows) -> None:
        place = first(rows, "train")
        proof = rows["train"][place].formal_statement.replace("sorry", "omega")
        changed("train", place, reference_proof=proof)(rows)
        rows["train"] = [rows["train"][place]]
        rows["validation"] = rows["validation"][:1]

    rewrite(dist, change)
    wrong = found(dist, proofs=None, judge=release_judge)
    assert wrong["proofs"].count("is not accepted") == 1


def test_a_rebuild_sees_every_byte(dist: Path) -> None:
    assert found(dist, rebuild=True, judge=FakeJudge()) == {}
    with (dist / "README.md").open("a") as stream:
        stream.write("More.\n")
    rewrite(dist, changed("train", informal_proof="It is obvious."))
    assert found(dist) == {}  # Whoever writes everything anew is not seen without it.
    wrong = found(dist, rebuild=True, judge=FakeJudge(), seed=SECRET)
    for name in ("README.md", "data/train-00000-of-00002.parquet", "manifest.json"):
        assert f"{name} comes out differently\n" in wrong["rebuild"]
    assert "commitments.txt" not in wrong["rebuild"]


def test_a_rebuild_of_another_configuration(dist: Path) -> None:
    path = dist / "configuration.toml"
    path.write_bytes(path.read_bytes().replace(b"seed = 5", b"seed = 2"))
    lean = msgspec.json.decode((dist / "manifest.json").read_bytes())["lean"]
    manifest_with("lean", {**lean, "judged_by": "another Lean"})(dist)
    write_sums(dist)
    wrong = found(dist, rebuild=True, judge=FakeJudge())["rebuild"]
    assert "data/train-00000-of-00002.parquet comes out differently" in wrong
    assert "another Lean or judge" in wrong


@pytest.mark.parametrize("content", [b"", b"{}", b'{"held_out": 3}', b"\xff"])
def test_counts_that_cannot_be_read(content: bytes, dist: Path) -> None:
    (dist / "quality.json").write_bytes(content)
    wrong = found(dist, rebuild=True, judge=FakeJudge())["rebuild"]
    assert "cannot read" in wrong or "does not say what is in the held-out set" in wrong


def test_a_judge_that_errs_is_not_a_finding(dist: Path) -> None:
    class Wrong(FakeJudge):
        def probe(self) -> None:
            raise JudgeError("a canary got a wrong verdict")

    with pytest.raises(JudgeError):
        found(dist, rebuild=True, judge=Wrong())


# All of it


@given(data=st.data())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_changed_is_a_finding_and_never_a_crash(
    small_folders: tuple[Path, Path], tmp_path: Path, data: st.DataObject
) -> None:
    folder = tmp_path / "spoiled"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(small_folders[0], folder)
    names = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    path = folder / data.draw(st.sampled_from(names))
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    unseen = data.draw(st.booleans()) and path.name != "SHA256SUMS"
    if unseen:
        write_sums(folder)
    try:
        report = verify_release(folder)
    except DatasetError:
        return
    assert unseen or not report.good


def test_what_is_not_a_release(tmp_path: Path, dist: Path) -> None:
    with pytest.raises(DatasetError, match="is not a release"):
        verify_release(tmp_path)
    with pytest.raises(DatasetError, match="but not a release"):
        verify_release(Path(__file__).parents[2] / "generated" / "2x2")
    manifest = (dist / "manifest.json").read_bytes()
    for old, new in ((b'"rows": 4', b'"rows": "4"'), (b"{", b'{"leak": 1,')):
        (dist / "manifest.json").write_bytes(manifest.replace(old, new, 1))
        with pytest.raises(DatasetError, match=r"cannot read .*manifest\.json"):
            verify_release(dist)
    (dist / "manifest.json").write_bytes(manifest)
    (dist / "configuration.toml").write_text("?")
    with pytest.raises(DatasetError, match="is damaged"):
        verify_release(dist)


def test_arguments_that_contradict_each_other(tiny: Path) -> None:
    with pytest.raises(UsageError, match="a judge is needed"):
        verify_release(tiny, proofs=1)
