"""Each test spoils one thing in a copy of the tiny release, and sees that it is found."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bbsynth.busy_beaver.machines import Machine, mirror
from bbsynth.errors import DatasetError, UsageError
from bbsynth.judge import Judge
from bbsynth.release import PrivateSeed, build_release
from bbsynth.release.archive import library_digest, read_archive, write_archive
from bbsynth.release.checksums import write_sums
from bbsynth.release.documents import json_page
from bbsynth.release.equivalence import key_of_row
from bbsynth.release.folder import Release
from bbsynth.release.held_out import commitment, private_lines, read_private_rows
from bbsynth.release.tables import write_tables
from bbsynth.release.verify import verify_release
from tests.release.making import SEED, TINY, FakeJudge, Row, rewrite


def found(folder: Path, **options: object) -> dict[str, str]:
    """What is found, by check."""
    report = verify_release(folder, **options)  # type: ignore[arg-type]
    by_check: dict[str, str] = {}
    for finding in report.findings:
        by_check[finding.check] = by_check.get(finding.check, "") + finding.what + "\n"
    return by_check


def one_hidden(private: Path) -> Row:
    """A private row about a machine that no other is about."""
    rows = [row for row, _ in read_private_rows(private) if row["machine"]]
    count = Counter(map(key_of_row, rows))
    return next(row for row in rows if count[key_of_row(row)] == 1)


def test_nothing_is_wrong_with_the_tiny_release(
    tiny: Path, private: Path, release_judge: Judge
) -> None:
    report = verify_release(
        tiny, private=private, seed=PrivateSeed(SEED), rebuild=True, proofs=3, judge=release_judge
    )
    assert report.findings == []
    assert report.good
    assert list(report.checked) == [
        "checksums",
        "rows",
        "files",
        "statements",
        "texts",
        "splits",
        "held-out set",
        "proofs",
        "rebuild",
    ]
    assert report.checked["proofs"] == "3 judged"
    assert report.checked["texts"].endswith("problems made again")
    assert int(report.checked["texts"].split()[0]) > 5


def test_a_rebuild_without_the_seed(tiny: Path, release_judge: Judge) -> None:
    assert found(tiny, rebuild=True, judge=release_judge) == {}


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "croissant.json",
        "quality.json",
        "lean-project.zip",
        "problems.jsonl",
        "jsonl/train.jsonl",
        "data/test-00000-of-00001.parquet",
        "held-out/commitments.txt",
        "measured/timings.json",
        "SHA256SUMS",
    ],
)
def test_a_changed_byte(name: str, copied: Path) -> None:
    path = copied / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    wrong = found(copied)
    assert "checksums" in wrong or (name.endswith(".parquet") and "rows" in wrong)
    if name != "SHA256SUMS":
        assert f"{name} was changed" in wrong["checksums"]


def test_a_file_missing_or_too_much(copied: Path) -> None:
    (copied / "CHANGELOG.md").unlink()
    (copied / "data" / "extra.parquet").write_bytes(b"")
    wrong = found(copied)["checksums"]
    assert "CHANGELOG.md is missing" in wrong
    assert "data/extra.parquet is not listed" in wrong


def shard_too_much(folder: Path) -> None:
    shutil.copy(folder / "data" / "test-00000-of-00001.parquet", folder / "data" / "more.parquet")


def renamed_shard(folder: Path) -> None:
    (folder / "data" / "test-00000-of-00001.parquet").rename(folder / "data" / "test-9.parquet")


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def with_more(name: str, text: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes() + text)


def with_other(name: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        content = (folder / name).read_bytes()
        assert old in content
        (folder / name).write_bytes(content.replace(old, new, 1))

    return spoil


def json_with(name: str, value: object, *, at: tuple[str, ...]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        document = msgspec.json.decode((folder / name).read_bytes())
        table = document
        for key in at[:-1]:
            table = table[key]
        table[at[-1]] = value
        (folder / name).write_bytes(json_page(document))

    return spoil


def other_parquet(
    *, compression: str = "zstd", described: bytes | None = None
) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / "data" / "test-00000-of-00001.parquet"
        table = pq.read_table(path)
        if described is not None:
            table = table.replace_schema_metadata({b"note": described})
        pq.write_table(table, path, compression=compression)

    return spoil


def other_library(folder: Path) -> None:
    files = read_archive(folder / "lean-project.zip")
    files = {
        name: text + b"\n-- More.\n" if name.endswith("Machine.lean") else text
        for name, text in files.items()
    }
    write_archive(folder / "lean-project.zip", files)
    json_with("manifest.json", library_digest(files), at=("library_sha256",))(folder)


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (shard_too_much, "data/more.parquet is no file of a release"),
        (renamed_shard, "data/test-9.parquet is no file"),
        (without("README.md"), "README.md is missing"),
        (without("croissant.json"), "croissant.json is missing"),
        (without("measured/timings.json"), "measured/timings.json is missing"),
        (without("quality.json"), "quality.json"),
        (with_more("README.md", b"x"), "README.md is not what bbsynth"),
        (with_other("README.md", b"data/test-", b"data/train-"), "README.md is not what bbsynth"),
        (with_other("croissant.json", b'"sha256": "', b'"sha256": "0'), "croissant.json"),
        (with_other("quality.json", b'"proved": ', b'"proved": 1'), "quality.json is not"),
        (with_other("changelog.json", b'"added": [', b'"added": ["x"'), "tells of changes"),
        (with_more("CHANGELOG.md", b"x"), "CHANGELOG.md is not what bbsynth"),
        (with_more("lean-project.zip", b"x"), "lean-project.zip holds something"),
        (with_more("held-out/commitments.txt", b"\n"), "commitments.txt is not what bbsynth"),
        (with_more("manifest.json", b"\n"), "manifest.json is not what bbsynth"),
        (with_other("manifest.json", b"{", b'{"kind": "release",'), "manifest.json is not"),
        (json_with("manifest.json", "x", at=("leak",)), "manifest.json: it has not the keys"),
        (json_with("manifest.json", "x", at=("held_out", "leak")), "held_out has not the keys"),
        (json_with("manifest.json", "x", at=("held_out", "seed_commitment")), "SHA-256 is none"),
        (json_with("manifest.json", "x", at=("lean", "project")), "the Lean project is for"),
        (json_with("manifest.json", "x", at=("lean", "kind")), "there is no such Lean"),
        (
            json_with("manifest.json", "Lean (version 4)\n# Cheat", at=("lean", "judged_by")),
            "are not lines of text",
        ),
        (
            json_with("manifest.json", "Lean (version <script>)", at=("lean", "judged_by")),
            "there is no such Lean",
        ),
        (json_with("measured/timings.json", -1.0, at=("seconds",)), "measured/timings.json"),
        (lambda folder: (folder / "1RB1LB_1LA1RZ").mkdir(), "is an empty folder"),
        (json_with("quality.json", {"problems": 9, "leak": "x"}, at=("held_out",)), "held-out set"),
        (json_with("quality.json", {"x": 1}, at=("held_out", "tiers")), "held-out set are not"),
        (
            json_with("quality.json", {"halts": 8}, at=("held_out", "families")),
            "held-out set are not",
        ),
        (with_more("measured/timings.json", b"x"), "measured/timings.json"),
        (json_with("measured/timings.json", "x", at=("leak",)), "measured/timings.json"),
        (json_with("measured/timings.json", 3, at=("proofs",)), "3 proofs are not those"),
        (other_parquet(compression="none"), "parquet holds something beside its rows"),
        (other_parquet(described=b"x"), "parquet holds something beside its rows"),
        (other_library, "the Lean library is not that of bbsynth"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_that_follow_from_others(
    spoil: Callable[[Path], None], name: str, copied: Path
) -> None:
    """Even where the checksums were written anew."""
    spoil(copied)
    write_sums(copied)
    wrong = found(copied)
    assert "checksums" not in wrong
    assert name in wrong["files"]


def test_a_key_that_stands_twice_in_a_line(copied: Path) -> None:
    path = copied / "jsonl" / "test.jsonl"
    path.write_bytes(path.read_bytes().replace(b"{", b'{"name":"secret",', 1))
    write_sums(copied)
    assert "jsonl/test.jsonl is not written as" in found(copied)["rows"]


def test_rows_that_another_version_wrote(copied: Path) -> None:
    """What it would have written is not known, and that is said."""
    json_with("manifest.json", "9.9.9", at=("versions", "bbsynth"))(copied)
    write_sums(copied)
    assert "bbsynth 9.9.9 wrote them" in verify_release(copied).checked["files"]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("stratum", "foo", "there is no stratum 'foo'"),
        ("revision", 7, "revision is 7"),
        ("bbsynth", "9.9", "bbsynth is '9.9'"),
    ],
)
def test_values_that_are_none(column: str, value: object, said: str, copied: Path) -> None:
    def change(rows: dict[str, list[Row]]) -> None:
        rows["train"][0][column] = value

    rewrite(copied, change)
    assert said in found(copied)["rows"]


def test_rows_in_another_order(copied: Path) -> None:
    rewrite(copied, lambda rows: rows["train"].reverse())
    assert "not in the order of the release" in found(copied)["rows"]


def test_a_held_out_statement_in_the_text_of_another_row(copied: Path, private: Path) -> None:
    hidden = one_hidden(private)

    def change(rows: dict[str, list[Row]]) -> None:
        rows["train"][0]["informal_proof"] += hidden["formal_statement"]

    rewrite(copied, change)
    assert f"speaks of {hidden['machine']}" in found(copied, private=private)["held-out set"]


def spellings(machine: str) -> list[str]:
    """In standard notation, apart in several ways, and as the tables of the statements."""
    cells = [re.findall(r"...", row) for row in machine.split("_")]
    lean = "\n".join(
        f"  | {state}, {symbol} => ⟨{cell[0]}, .{'left' if cell[1] == 'L' else 'right'}, "
        f"{'none' if cell[2] == 'Z' else f'some {ord(cell[2]) - 65}'}⟩"
        for state, row in enumerate(cells)
        for symbol, cell in enumerate(row)
    )
    return [
        machine,
        machine.lower().replace("z", "h"),
        "3x2-halts-" + machine,
        " ".join(cell for row in cells for cell in row),
        " / ".join("".join(row) for row in cells),
        "\n".join(f"| {chr(65 + n)} | {' | '.join(row)} |" for n, row in enumerate(cells)),
        lean,
    ]


@pytest.mark.parametrize("where", ["configuration.toml", "README.md", "library", "row"])
@pytest.mark.parametrize("spelling", range(7))
def test_a_held_out_machine_beside_the_rows_or_in_one(
    where: str, spelling: int, copied: Path, private: Path
) -> None:
    hidden = one_hidden(private)
    text = spellings(str(mirror(Machine.parse(hidden["machine"]))))[spelling]
    if where == "library":
        files = read_archive(copied / "lean-project.zip")
        name = next(name for name in files if name.endswith("Machine.lean"))
        files[name] += f"\n{text}\n".encode()
        write_archive(copied / "lean-project.zip", files)
    elif where == "row":

        def change(rows: dict[str, list[Row]]) -> None:
            rows["train"][0]["informal_proof"] += f"\n{text}\n"

        rewrite(copied, change)
    else:
        with_more(where, f"\n{text}\n".encode())(copied)
    if where == "README.md" and not 0 <= spelling < 3:
        write_sums(copied)  # Tables of rows stand there, which may be taken for others.
        assert "README.md is not what" in found(copied, private=private)["files"]
        return
    if where == "configuration.toml":
        comment = "".join(f"# {line}\n" for line in text.splitlines())
        path = copied / where
        path.write_text(path.read_text().replace(f"\n{text}\n", comment))
    write_sums(copied)
    wrong = found(copied, private=private)["held-out set"]
    assert f" of {hidden['name']}" in wrong
    assert " speaks of " in wrong


@pytest.mark.parametrize("column", ["metadata", "reference_proof", "informal_proof"])
@pytest.mark.parametrize("escaped", [0, 1, 2])
def test_a_held_out_machine_behind_escapes(
    column: str, escaped: int, copied: Path, private: Path
) -> None:
    hidden = one_hidden(private)
    text = spellings(hidden["machine"])[-1]
    for _ in range(escaped):
        text = json.dumps(text)

    def change(rows: dict[str, list[Row]]) -> None:
        row = rows["train"][0]
        if column == "metadata":
            metadata = {**json.loads(row[column]), "note": text}
            row[column] = msgspec.json.encode(metadata, order="deterministic").decode()
        else:
            row[column] += f"\n-- {text}\n"

    rewrite(copied, change)
    assert f" of {hidden['name']}" in found(copied, private=private)["held-out set"]


def test_a_held_out_machine_among_those_that_were_published(copied: Path, private: Path) -> None:
    hidden = one_hidden(private)
    retired = {key_of_row(hidden): {"split": "test", "two_sided": False}}
    json_with("changelog.json", retired, at=("retired",))(copied)
    write_sums(copied)
    wrong = found(copied, private=private)["held-out set"]
    assert f"has the machine of {hidden['name']} among those" in wrong


def test_tables_with_holes_are_not_those_of_smaller_machines(tmp_path: Path) -> None:
    """Where completions of larger machines are public, and small machines are held out."""
    text = TINY.read_text(encoding="utf-8").split("[splits]")[0] + (
        "[splits]\ntest = 1.0\n"
        '[[sources]]\nstates = 3\nsize = 60\nfamilies = ["completions", "halts"]\n'
        "[[sources]]\nstates = 2\nsize = 1\nheld_out = 20\n"
    )
    text = text.replace('["train", "validation"]', '["test"]')
    for number in range(2):
        seed = PrivateSeed(SEED + bytes([number]))
        out, hidden = tmp_path / f"out{number}", tmp_path / f"private{number}"
        build_release(text.encode(), out, judge=FakeJudge(), seed=seed, private=hidden)
        report = verify_release(out, private=hidden, seed=seed)
        assert {one.check for one in report.findings} <= {"files"}  # The judge is none.
        assert all("Lean" in one.what for one in report.findings), report.findings


def chain(tmp_path: Path) -> tuple[Path, Path]:
    """Two releases, one after the other."""
    source = "[[sources]]\nstates = 2\nsize = 20\n"
    text = TINY.read_text(encoding="utf-8").split("[[sources]]")[0] + source
    reasons = '[previous]\nversion = "1.0.0"\n[previous.reasons]\n"*" = "another draw"\n'
    second = text.replace('"1.0.0"', '"1.1.0"').replace("seed = 5", "seed = 6") + reasons
    build_release(text.encode(), tmp_path / "1", judge=FakeJudge())
    build_release(second.encode(), tmp_path / "2", judge=FakeJudge(), previous=tmp_path / "1")
    return tmp_path / "1", tmp_path / "2"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("previous", "7.7.7", "is about changes since '7.7.7'"),
        ("added", ["2x2-halts-nonsense"], "does not fit the rows"),
        ("last_revisions", {"x": -4}, "does not fit the rows"),
        ("last_revisions", {}, "does not fit the rows"),
        ("retired", {"0L1": {"split": "none", "two_sided": False}}, "names splits that there are"),
        ("changed", [{"name": "x", "revision": 2, "columns": [], "reason": ""}], "does not fit"),
    ],
)
def test_a_changelog_that_does_not_fit(name: str, value: object, said: str, tmp_path: Path) -> None:
    _, second = chain(tmp_path)
    json_with("changelog.json", value, at=(name,))(second)
    write_sums(second)
    assert said in found(second)["files"]


def test_a_changelog_against_the_previous_release(tmp_path: Path) -> None:
    first, second = chain(tmp_path)
    assert "changelog" not in found(second, previous=first)
    document = msgspec.json.decode((second / "changelog.json").read_bytes())
    key = next(iter(document["retired"]))
    del document["retired"][key]
    json_with("changelog.json", document["retired"], at=("retired",))(second)
    write_sums(second)
    wrong = found(second, previous=first)
    assert "retired is not what follows from" in wrong["changelog"]
    assert "is not a release" in found(second, previous=tmp_path / "none")["changelog"]


def changed_later(tmp_path: Path) -> tuple[Path, Path]:
    """Two releases of the same problems, but that the words of one were others in the first."""
    source = "[[sources]]\nstates = 2\nsize = 20\n"
    text = TINY.read_text(encoding="utf-8").split("[[sources]]")[0] + source
    reasons = '[previous]\nversion = "1.0.0"\n[previous.reasons]\n"*" = "clearer words"\n'
    second = text.replace('"1.0.0"', '"1.1.0"') + reasons
    build_release(text.encode(), tmp_path / "1", judge=FakeJudge())

    def other_words(rows: dict[str, list[Row]]) -> None:
        for column in ("informal_statement", "informal_proof"):
            rows["train"][0][column] += "\nSo it was said.\n"

    rewrite(tmp_path / "1", other_words)
    build_release(second.encode(), tmp_path / "2", judge=FakeJudge(), previous=tmp_path / "1")
    return tmp_path / "1", tmp_path / "2"


def test_changes_of_single_rows_against_the_previous_release(tmp_path: Path) -> None:
    first, second = changed_later(tmp_path)
    assert "changelog" not in found(second, previous=first)
    document = msgspec.json.decode((second / "changelog.json").read_bytes())
    (change,) = document["changed"]
    assert change["columns"] == ["informal_statement", "informal_proof"]
    assert change["revision"] == 2

    def told(**values: object) -> str:
        json_with("changelog.json", [change | values], at=("changed",))(second)
        write_sums(second)
        return found(second, previous=first)["changelog"]

    assert "does not say what is different" in told(columns=["informal_statement"])
    assert "does not say what is different" in told(columns=[*change["columns"], "header"])
    assert "the reason of" in told(reason="none of your business")
    json_with("changelog.json", [], at=("changed",))(second)
    write_sums(second)
    wrong = found(second, previous=first)["changelog"]
    assert "does not say what is different" in wrong
    assert "revision is 2, and has to be 1" in wrong


def test_a_revision_that_nothing_has_changed(tmp_path: Path) -> None:
    first, second = chain(tmp_path)

    def later(rows: dict[str, list[Row]]) -> None:
        rows["test"][0]["revision"] += 5

    rewrite(second, later)
    assert "and has to be" in found(second, previous=first)["changelog"]


def test_what_was_published_is_not_asked_about_later(tmp_path: Path) -> None:
    first, second = chain(tmp_path)
    rows = [row for of_split in Release.open(second).read_rows().values() for row in of_split]
    asked = next(row for row in rows if row["negation_statement"] is not None)

    # The release before has stated something else of the machine.
    before = Release.open(first).read_rows()
    before[asked["split"]][0] = {**asked, "name": "2x2-told", "negation_statement": None}
    for name in ("data", "jsonl"):
        shutil.rmtree(first / name)
    write_tables(first, before, rows_per_shard=10_000)
    write_sums(first)
    wrong = found(second, previous=first)["changelog"]
    assert f"{asked['name']}: {first} tells of its machine" in wrong


def test_that_a_release_before_was_not_looked_at_is_said(tmp_path: Path) -> None:
    first, second = chain(tmp_path)
    assert "not held against" in verify_release(second).checked["changelog"]
    assert "changelog" not in verify_release(first).checked


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, 8) for name in ("splits", "families", "strata", "tiers", "classes_by_split")),
        ("machines", 10**9),
        ("machines", 0),
        ("problems", 9),
        ("families", {"halts": 8}),
        ("families", {"a": 10, "b": -2}),
        ("families_by_split", {"halts/held-out": 8}),
        ("strata", {"halts/halts": 8}),
        ("tiers", {"easy": 8.0}),
        ("more", {}),
    ],
)
def test_counts_of_the_held_out_set_that_do_not_fit(name: str, value: object, copied: Path) -> None:
    json_with("quality.json", value, at=("held_out", name))(copied)
    write_sums(copied)
    assert "the counts of the held-out set are not those of 8" in found(copied)["files"]


def test_counts_of_the_held_out_set_that_are_not_those_of_its_rows(
    copied: Path, private: Path
) -> None:
    path = copied / "quality.json"
    counts = json.loads(path.read_bytes())["held_out"]
    changed = min(1, counts["machines"] - 1) if counts["machines"] > 1 else 2
    json_with("quality.json", changed, at=("held_out", "machines"))(copied)
    write_sums(copied)
    assert "counts of the held-out set" not in found(copied).get("files", "")
    assert "not those of the private rows" in found(copied, private=private)["held-out set"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("symbols = 3", "symbols = 7"),
        ("symbols = 2\n", 'symbols = 2\nfamilies = ["halts"]\n'),
    ],
)
def test_rows_that_no_source_gives(old: str, new: str, copied: Path) -> None:
    path = copied / "configuration.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    rewrite(copied, lambda rows: None)
    assert "is not such as the sources in configuration.toml give" in found(copied)["rows"]


@pytest.mark.parametrize("name", ["README.md", "SHA256SUMS", "manifest.json", "data"])
@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_what_is_no_file_is_not_read(name: str, kind: str, copied: Path, tmp_path: Path) -> None:
    (copied / name).rename(tmp_path / "elsewhere")
    if kind == "pipe":
        os.mkfifo(copied / name)
    else:
        (copied / name).symlink_to(tmp_path / "elsewhere")
    assert f"{name} is a link, or no file at all" in found(copied)["checksums"]
    if kind == "pipe" and name == "README.md":
        with pytest.raises(DatasetError, match=r"README\.md is no file"):
            Release.open(copied)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"split": "test"}, "split is 'test', not 'held-out'"),
        ({"release": "other-9.9.9"}, "release is 'other-9.9.9'"),
        ({"canary": "none"}, "canary is 'none'"),
        ({"revision": -5}, "revision is -5, not 1"),
        ({"schema": 77}, "schema in the metadata is not 77"),
        ({"bbsynth": "77"}, "bbsynth is '77'"),
        ({"difficulty": 10**9, "tier": "easy"}, "is not that of 1000000000"),
        ({"parameters": '{ "steps": 6 }'}, "is not JSON as a release writes it"),
        ({"seed": 5}, "names the seed of its draw"),
        ({"twice": True}, "is there twice"),
    ],
)
def test_private_rows_that_are_not_as_they_should_be(
    change: dict[str, Any], said: str, copied: Path, private: Path, tmp_path: Path
) -> None:
    def changed(row: Row, rows: list[Row]) -> None:
        if "seed" in change:
            metadata = json.loads(row["metadata"]) | change
            row["metadata"] = json.dumps(metadata, sort_keys=True, separators=(",", ":"))
        elif "twice" in change:
            other = next(one for one in rows if one is not row)
            other.clear()
            other.update({**row, "canary": "another"})
        else:
            row.update(change)

    forged = forged_private(copied, private, tmp_path / "forged", changed)
    assert said in found(copied, private=forged, seed=PrivateSeed(SEED))["held-out set"]


def test_held_out_rows_that_are_not_there(tiny: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there are no held-out rows in"):
        verify_release(tiny, private=tmp_path / "none")


@pytest.mark.parametrize(
    ("version", "spoil", "said"),
    [
        ("pyarrow", other_parquet(described=b"all the held-out rows"), "parquet holds something"),
        ("zlib", with_more("lean-project.zip", b"x"), "lean-project.zip"),
    ],
)
def test_what_hides_behind_another_version(
    version: str, spoil: Callable[[Path], None], said: str, copied: Path
) -> None:
    json_with("manifest.json", "9.9.9", at=("versions", version))(copied)
    write_sums(copied)
    report = verify_release(copied)
    assert f"{version} 9.9.9 wrote them, and this is" in report.checked["files"]
    assert "not the bytes" in report.checked["files"]
    spoil(copied)
    write_sums(copied)
    assert said in "\n".join(found(copied).values())


@pytest.mark.parametrize(
    ("column", "value", "check", "said"),
    [
        ("difficulty", -1, "rows", "is not that of -1"),
        ("schema", 99, "rows", "schema in the metadata is not 99"),
        ("parameters", '{ "steps":6}', "rows", "parameters is not JSON as a release writes it"),
        ("certificate", "{", "rows", "certificate is not JSON"),
        ("metadata", "[]", "rows", "schema in the metadata"),
        ("negation_statement", "", "rows", "negation_statement is empty, and should be missing"),
    ],
)
def test_values_that_do_not_fit(
    column: str, value: object, check: str, said: str, copied: Path
) -> None:
    def change(rows: dict[str, list[Row]]) -> None:
        rows["train"][0][column] = value

    with contextlib.suppress(DatasetError):  # It cannot be written everywhere; the tables are.
        rewrite(copied, change)
    write_sums(copied)
    assert said in found(copied)[check]


def test_a_fact_that_nobody_knows(copied: Path) -> None:
    def change(rows: dict[str, list[Row]]) -> None:
        rows["test"][0] = {
            **rows["test"][0],
            **{"family": "general", "machine": "", "states": 0, "symbols": 0},
            **{"name": "any-general-bogus"},
        }

    rewrite(copied, change)
    assert "problem any-general-bogus" in found(copied)["statements"]


def test_a_statement_that_tells_which_side_of_another_is_true(copied: Path) -> None:
    rows = Release.open(copied).read_rows()
    split, about = next(
        (split, row)
        for split, of_split in rows.items()
        for row in of_split
        if row["negation_statement"] is not None
    )

    def change(rows: dict[str, list[Row]]) -> None:
        other = next(row for row in rows[split] if row["negation_statement"] is None)
        other["machine"] = str(mirror(Machine.parse(about["machine"])))

    rewrite(copied, change)
    assert f"{about['name']} may be true or false, and there is" in found(copied)["splits"]


def spoil_line(folder: Path) -> None:
    path = folder / "jsonl" / "test.jsonl"
    path.write_bytes(path.read_bytes().replace(b"HaltsAfter ", b"HaltsAfter 1", 1))


def spoil_index(folder: Path) -> None:
    path = folder / "problems.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])


def spoil_archive(folder: Path) -> None:
    shutil.copy(folder / "lean-project.zip", folder / "old.zip")
    files = read_archive(folder / "old.zip")
    (folder / "old.zip").unlink()
    name = next(name for name in files if name.startswith("Proofs/"))
    write_archive(folder / "lean-project.zip", {**files, name: b"theorem x : True := trivial"})


def spoil_manifest(folder: Path) -> None:
    manifest = msgspec.json.decode((folder / "manifest.json").read_bytes())
    manifest["splits"]["test"] += 1
    (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))


def manifest_with(name: str, value: object) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes())
        manifest[name] = value
        (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))

    return spoil


def commitments_with(change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / "held-out" / "commitments.txt"
        path.write_text("".join(change(path.read_text().splitlines(keepends=True))))

    return spoil


def archive_with(name: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        with zipfile.ZipFile(folder / "lean-project.zip", "a") as archive:
            archive.writestr(name, "axiom f : False\n")

    return spoil


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (spoil_line, "is not the row in Parquet; different: formal_statement"),
        (spoil_index, "problems.jsonl does not hold the rows"),
        (spoil_archive, "is not what the tables say"),
        (spoil_manifest, "the manifest says"),
        *(
            (manifest_with(name, value), f"the manifest's {name} ")
            for name, value in (
                *(("canary", "c"), ("name", "n"), ("version", "9"), ("seed", 7), ("previous", "0")),
                *(
                    ("configuration_sha256", "0"),
                    ("sha256", 5),
                    ("sha256", {"problems.jsonl": "0"}),
                ),
            )
        ),
        (manifest_with("library_sha256", "0"), "the Lean library is not the one"),
        (manifest_with("held_out", None), "the manifest's rows of the held-out set"),
        (
            manifest_with(
                "held_out", {"rows": 9, "seed_commitment": "0", "commitments_sha256": "0"}
            ),
            "the manifest's rows of the held-out set",
        ),
        (commitments_with(lambda lines: lines[1:]), "commitments, all different"),
        (commitments_with(lambda lines: [*lines[1:], lines[1]]), "commitments, all different"),
        (commitments_with(lambda lines: ["zzz\n", *lines[1:]]), "each a SHA-256"),
        *(
            (archive_with(name), message)
            for name, message in (
                ("BBSynth/../../../evil.lean", "is not what the tables say"),
                ("BBSynthEvil.sh", "is not what the tables say"),
                ("BBSynth/Cheat.lean", "the Lean library is not the one"),
            )
        ),
    ],
)
def test_one_file_changed_and_its_checksum_too(
    spoil: Callable[[Path], None], message: str, copied: Path
) -> None:
    spoil(copied)
    write_sums(copied)
    wrong = found(copied)
    assert "checksums" not in wrong
    assert message in wrong["rows"]


def first(rows: dict[str, list[Row]], split: str, family: str = "halts-after") -> Row:
    return next(row for row in rows[split] if row["family"] == family)


def false_statement(rows: dict[str, list[Row]]) -> None:
    row = first(rows, "train")
    for column in ("formal_statement", "reference_proof"):
        row[column] = row[column].replace("HaltsAfter ", "HaltsAfter 1")


def other_words(rows: dict[str, list[Row]]) -> None:
    row = first(rows, "train")
    row["informal_statement"] = row["informal_statement"].replace("exactly ", "exactly 1")


def proof_shown(rows: dict[str, list[Row]]) -> None:
    row = rows["test"][0]
    row["reference_proof"] = row["formal_statement"]


def another_split(rows: dict[str, list[Row]]) -> None:
    rows["test"][0]["split"] = "train"


def without_canary(rows: dict[str, list[Row]]) -> None:
    rows["test"][0]["canary"] = ""


def hidden_row(**values: object) -> Callable[[dict[str, list[Row]]], None]:
    def change(rows: dict[str, list[Row]]) -> None:
        first(rows, "test").update(values)

    return change


def no_words(rows: dict[str, list[Row]]) -> None:
    first(rows, "train")["informal_proof"] = None


def odd_values(**values: object) -> Callable[[dict[str, list[Row]]], None]:
    def change(rows: dict[str, list[Row]]) -> None:
        first(rows, "train").update(values)

    return change


def odd_metadata(**values: object) -> Callable[[dict[str, list[Row]]], None]:
    def change(rows: dict[str, list[Row]]) -> None:
        row = first(rows, "train")
        row["metadata"] = json.dumps(json.loads(row["metadata"]) | values)

    return change


def odd_certificate(**values: object) -> Callable[[dict[str, list[Row]]], None]:
    def change(rows: dict[str, list[Row]]) -> None:
        row = first(rows, "train")
        row["certificate"] = json.dumps(json.loads(row["certificate"]) | values)

    return change


def two_sided_told(rows: dict[str, list[Row]]) -> None:
    row = first(rows, "test")
    negation = row["formal_statement"].replace("theorem ", "theorem not_")
    row.update(negation_statement=negation, stratum="halts-true")


def two_sided_hints(stratum: str) -> Callable[[dict[str, list[Row]]], None]:
    def change(rows: dict[str, list[Row]]) -> None:
        row = next(row for row in rows["test"] if row["negation_statement"] is not None)
        row["stratum"] = stratum

    return change


def metadata_without(name: str) -> Callable[[dict[str, list[Row]]], None]:
    def change(rows: dict[str, list[Row]]) -> None:
        row = first(rows, "train")
        metadata = json.loads(row["metadata"])
        del metadata[name]
        row["metadata"] = json.dumps(metadata, sort_keys=True, separators=(",", ":"))

    return change


@pytest.mark.parametrize(
    ("change", "check", "message"),
    [
        (false_statement, "statements", "problem 2x"),
        (other_words, "statements", "numbers|parameters|steps"),
        (proof_shown, "rows", "has to hide its reference_proof"),
        *(
            (hidden_row(**values), check, message)
            for values, check, message in (
                ({"informal_proof": "Secret."}, "rows", "has to hide its informal_proof"),
                ({"certificate": '{"a":1}'}, "rows", "has to hide its certificate"),
                ({"metadata": '{"schema": 2}'}, "rows", "has to hide its metadata"),
                ({"tier": "hard", "difficulty": 1}, "rows", "is not that of 1"),
                ({"revision": -7}, "rows", "revision is -7; the first is 1"),
                ({"informal_statement": "It halts."}, "statements", "problem 2x"),
                ({"parameters": '{"a": 5}'}, "statements", "parameters"),
                ({"family": "zzz"}, "statements", "no family is called 'zzz'"),
            )
        ),
        (no_words, "rows", "has to show its informal_proof"),
        (odd_values(informal_proof="It is obvious."), "texts", "informal_proof: not what follows"),
        (odd_values(difficulty=1, tier="easy"), "texts", "difficulty"),
        (odd_metadata(kernel_cost=1), "texts", "kernel_cost in the metadata: not what follows"),
        (odd_metadata(secret="told"), "texts", "secret in the metadata"),
        (odd_metadata(seed=4), "texts", "seed in the metadata"),
        (odd_metadata(machine_in_tree="0RB---_0LA---"), "texts", "cannot be made|machine"),
        (odd_metadata(machine_in_tree="1"), "texts", "cannot be made again"),
        (odd_metadata(cells_visited=99), "statements", "not as the metadata have it: "),
        (odd_metadata(non_blank=-1), "statements", "not as the metadata have it: "),
        (odd_metadata(non_blank="all"), "statements", "non_blank is 'all', and no number"),
        (odd_metadata(phrasing=99), "statements", "called 99"),
        (odd_metadata(phrasing=None), "statements", "called None"),
        (odd_certificate(steps=10**15), "statements", "more than can be tested"),
        (two_sided_told, "rows", "tells which side is true"),
        (two_sided_hints("halts-refutable"), "rows", "tells which side is true, or something"),
        (two_sided_hints("cycler"), "rows", "tells which side is true, or something"),
        (odd_metadata(frame=True), "texts", "frame in the metadata"),
        (metadata_without("seed"), "texts", "seed in the metadata"),
        (another_split, "rows", "says that it is in train"),
        (without_canary, "rows", "canary is ''"),
    ],
)
def test_rows_changed_everywhere(
    change: Callable[[dict[str, list[Row]]], None], check: str, message: str, copied: Path
) -> None:
    rewrite(copied, change)
    wrong = found(copied)
    assert "checksums" not in wrong
    assert any(part in wrong[check] for part in message.split("|")), wrong


def test_a_proof_changed_everywhere(copied: Path, release_judge: Judge) -> None:
    def change(rows: dict[str, list[Row]]) -> None:
        row = first(rows, "train")
        assert "decide +kernel" in row["reference_proof"]
        row["reference_proof"] = row["reference_proof"].replace("decide +kernel", "omega")

    rewrite(copied, change)
    wrong = found(copied, proofs=None, judge=release_judge)
    assert list(wrong) == ["texts", "proofs"]
    assert "reference_proof" in wrong["texts"]
    assert "is not accepted" in wrong["proofs"]
    assert "rebuild" in found(copied, rebuild=True, judge=release_judge)


def twin(row: Row) -> Row:
    """The same problem about the mirror image, under the name that it would have."""
    other = str(mirror(Machine.parse(row["machine"])))
    changed = {
        column: value.replace(row["machine"], other) if isinstance(value, str) else value
        for column, value in row.items()
    }
    assert changed["machine"] == other != row["machine"]
    return changed


def test_a_machine_of_train_in_test_as_its_mirror_image(copied: Path) -> None:
    def change(rows: dict[str, list[Row]]) -> None:
        rows["test"][0] = {
            **twin(first(rows, "train")),
            "split": "test",
            "reference_proof": None,
            "certificate": None,
            "metadata": None,
        }

    rewrite(copied, change)
    assert "the same machine is in 2 splits" in found(copied)["splits"]


def test_a_held_out_machine_leaked_as_its_mirror_image(copied: Path, private: Path) -> None:
    hidden = one_hidden(private)

    def change(rows: dict[str, list[Row]]) -> None:
        rows["train"][0] = {**twin(hidden), "split": "train"}

    rewrite(copied, change)
    wrong = found(copied, private=private, seed=PrivateSeed(SEED))
    assert f"the held-out {hidden['name']} is about the same machine" in wrong["held-out set"]
    assert "splits" not in wrong


def test_held_out_rows_that_were_changed(copied: Path, private: Path, tmp_path: Path) -> None:
    changed = tmp_path / "private"
    shutil.copytree(private, changed)
    path = changed / "held_out.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Machine 2 2", b"Machine 2 3", 1))
    wrong = found(copied, private=changed)["held-out set"]
    assert "is not among the commitments" in wrong
    assert "1 commitments are to rows that are not in the held-out set" in wrong


def forged_private(
    copied: Path, private: Path, folder: Path, change: Callable[[Row, list[Row]], None]
) -> Path:
    """The private rows with one changed, and the commitments too, as a careful forger would."""
    shutil.copytree(private, folder)
    rows = [row for row, _ in read_private_rows(folder)]
    change(next(row for row in rows if row["family"] == "decide-it"), rows)
    lines = private_lines(rows, PrivateSeed(SEED))
    (folder / "held_out.jsonl").write_bytes(b"".join(lines))
    made = sorted(commitment(row, PrivateSeed(SEED).salt(row["name"])) for row in rows)
    commitments_with(lambda _: [f"{one}\n" for one in made])(copied)
    write_sums(copied)
    return folder


def test_held_out_rows_that_are_forged_with_their_commitments(
    copied: Path, private: Path, tmp_path: Path
) -> None:
    def other_words(row: Row, _: list[Row]) -> None:
        row["informal_proof"] = "It is obvious."

    def other_side(row: Row, _: list[Row]) -> None:
        certificate = json.loads(row["certificate"])
        row["certificate"] = json.dumps(certificate | {"holds": 1 - certificate["holds"]})

    forged = forged_private(copied, private, tmp_path / "words", other_words)
    wrong = found(copied, private=forged, seed=PrivateSeed(SEED))
    assert "informal_proof: not what follows from its claim" in wrong["held-out set"]
    assert "among the commitments" not in wrong["held-out set"]
    forged = forged_private(copied, private, tmp_path / "side", other_side)
    assert "of the held-out set: problem" in found(copied, private=forged)["held-out set"]


def test_rows_of_another_version_are_not_made_again(copied: Path) -> None:
    json_with("manifest.json", "0.0.0", at=("versions", "bbsynth"))(copied)
    write_sums(copied)
    report = verify_release(copied)
    assert report.checked["texts"] == "not made again: bbsynth 0.0.0 wrote them"


def test_another_seed_and_a_seed_that_got_out(copied: Path) -> None:
    other = PrivateSeed(SEED[::-1])
    assert "is not the one" in found(copied, seed=other)["held-out set"]
    with (copied / "README.md").open("ab") as stream:
        stream.write(SEED)
    wrong = found(copied, seed=PrivateSeed(SEED))
    assert wrong["held-out set"] == "README.md contains the private seed\n"


def test_a_configuration_changed_later(copied: Path) -> None:
    path = copied / "configuration.toml"
    path.write_bytes(path.read_bytes().replace(b"seed = 5", b"seed = 2"))
    write_sums(copied)
    wrong = found(copied, rebuild=True, judge=FakeJudge())
    assert "data/train-00000-of-00002.parquet comes out differently" in wrong["rebuild"]
    assert "another Lean or judge" in wrong["rebuild"]


@pytest.mark.parametrize("content", [b"", b"{}", b'{"held_out": 3}', b"\xff"])
def test_a_report_of_quality_that_cannot_be_read(content: bytes, copied: Path) -> None:
    (copied / "quality.json").write_bytes(content)
    wrong = found(copied, rebuild=True, judge=FakeJudge())
    assert "cannot read" in wrong["rebuild"]


@given(data=st.data())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_changed_is_a_finding_and_never_a_crash(
    tiny: Path, tmp_path: Path, data: st.DataObject
) -> None:
    folder = tmp_path / "spoiled"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(tiny, folder)
    names = sorted(path.relative_to(tiny).as_posix() for path in tiny.rglob("*") if path.is_file())
    path = folder / data.draw(st.sampled_from(names))
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    if data.draw(st.booleans()) and path.name != "SHA256SUMS":
        write_sums(folder)
        with contextlib.suppress(DatasetError):
            verify_release(folder)
        return
    try:
        report = verify_release(folder)
    except DatasetError:
        return
    assert not report.good


def test_what_is_no_release(tmp_path: Path, copied: Path) -> None:
    with pytest.raises(DatasetError, match="is not a release"):
        verify_release(tmp_path)
    with pytest.raises(DatasetError, match="but not a release"):
        verify_release(Path(__file__).parents[2] / "generated" / "2x2")
    manifest = (copied / "manifest.json").read_bytes()
    (copied / "manifest.json").write_bytes(manifest.replace(b'"rows": 8', b'"rows": "8"'))
    with pytest.raises(DatasetError, match="is damaged"):
        verify_release(copied)
    (copied / "manifest.json").write_bytes(manifest)
    (copied / "configuration.toml").write_text("?")
    with pytest.raises(DatasetError, match="is damaged"):
        verify_release(copied)


def test_arguments_that_contradict_each_other(tiny: Path) -> None:
    with pytest.raises(UsageError, match="a judge is needed"):
        verify_release(tiny, proofs=1)


def test_a_pipe_in_the_folder_is_not_read(copied: Path) -> None:
    os.mkfifo(copied / "pipe")
    assert "checksums" in found(copied, seed=PrivateSeed(SEED))
    assert (copied / "pipe").is_fifo()


def test_an_archive_that_would_unpack_to_too_much(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bbsynth.release.archive._MOST_BYTES", 1_000)
    assert "would unpack to more than 1,000 bytes" in found(copied)["rows"]
