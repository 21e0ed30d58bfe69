from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest

from bbsynth._common.files import json_document
from bbsynth.busy_beaver.machines import Machine, mirror
from bbsynth.busy_beaver.spellings import machines_in
from bbsynth.contamination.scan import Report
from bbsynth.errors import DatasetError, UsageError
from bbsynth.release import Release
from bbsynth.release.rows import Row
from bbsynth.release.search import search_corpus

PROSE = "It was a dark and stormy night; the rain fell in torrents. " * 50


def search(tiny: Path, *corpus: Path, **options: float) -> Report:
    return search_corpus(tiny, corpus, **options)  # type: ignore[arg-type]


def row_of(tiny: Path, split: str, family: str) -> Row:
    rows = Release.open(tiny).read_rows()[split]
    return next(row for row in rows if row.family == family)


@pytest.fixture
def row(tiny: Path) -> Row:
    return row_of(tiny, "test", "never-halts")


def test_text_without_problems(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "corpus.txt").write_text(PROSE)
    report = search(tiny, tmp_path)
    assert report.hits == []
    assert (report.problems, report.files, report.characters) == (40, 1, len(PROSE))


@pytest.mark.parametrize("column", ["formal_statement", "informal_statement"])
@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "a.jsonl", "a.jsonl.gz"])
def test_a_statement(column: str, name: str, tiny: Path, row: Row, tmp_path: Path) -> None:
    # White space and case are not what they were.
    text = PROSE + getattr(row, column).replace("\n", " \n\n ").upper() + PROSE
    if ".jsonl" in name:
        text = json.dumps({"text": PROSE}) + "\n" + json.dumps({"meta": [{"text": text}]}) + "\n"
    data = text.encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    (hit,) = (hit for hit in search(tiny, tmp_path).hits if hit.name == row.name)
    assert {"formal_statement": hit.formal, "informal_statement": hit.informal}[column] == 1.0
    assert hit.split == "test"
    assert hit.statement_at is not None
    where, _, line = hit.statement_at.rpartition(":")
    assert where == str(tmp_path / name)
    # Of a text, where the first words are that no other problem has.
    assert line == "2" if ".jsonl" in name else 1 <= int(line) <= text.count("\n")
    assert not hit.canary


def test_only_problems_about_this_machine_are_found(tiny: Path, row: Row, tmp_path: Path) -> None:
    (tmp_path / "a").write_text(row.informal_statement)
    seen = [hit.name for hit in search(tiny, tmp_path).hits if hit.statement_at]
    assert row.name in seen
    assert all(row.machine in name for name in seen)


def test_a_part_of_a_statement(tiny: Path, row: Row, tmp_path: Path) -> None:
    text = row.formal_statement
    (tmp_path / "a").write_text(text[: text.index("def machine") + 60])
    strict = [h for h in search(tiny, tmp_path, threshold=1.0).hits if h.statement_at]
    lax = [h.name for h in search(tiny, tmp_path, threshold=0.01).hits if h.statement_at]
    assert strict == []
    assert row.name in lax


def test_a_machine_in_its_mirror_image_and_the_canary(tiny: Path, row: Row, tmp_path: Path) -> None:
    other = str(mirror(Machine.parse(row.machine))).replace("Z", "H")
    canary = Release.open(tiny).configuration.canary
    (tmp_path / "a").write_text(f"{PROSE}\n{PROSE}\nwe ran {other}.\n{canary.upper()}\n")
    report = search(tiny, tmp_path)
    assert {hit.machine for hit in report.hits} == {other}
    assert row.name in {hit.name for hit in report.hits}
    assert all(hit.machine_at == f"{tmp_path / 'a'}:3" for hit in report.hits)
    assert all(hit.statement_at is None for hit in report.hits)
    assert all(hit.canary for hit in report.hits)
    assert report.canary_in == [str(tmp_path / "a")]
    assert json.loads(json_document(report))["hits"][0]["machine"] == other


def test_across_the_pieces_of_a_large_file(
    tiny: Path, row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bbsynth.contamination import corpus

    statement = row.informal_statement
    monkeypatch.setattr(corpus, "_PIECE", 3_000)
    monkeypatch.setattr(corpus, "_OVERLAP", 1_000)
    for before in range(0, 3_000, 500):
        (tmp_path / "a").write_text("word\n" * (before // 5) + statement + PROSE)
        (hit,) = (h for h in search(tiny, tmp_path / "a").hits if h.name == row.name)
        assert hit.informal == 1.0
        assert hit.machine is not None


def test_bytes_that_are_not_text(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(range(256)) * 100)
    (tmp_path / "b.jsonl").write_bytes(b'{"text": \n[[[[\n\xff\n')
    assert search(tiny, tmp_path).hits == []


def test_what_cannot_be_searched(tiny: Path, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="there is no file"):
        search(tiny, tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DatasetError, match="there are no files"):
        search(tiny, tmp_path / "empty")
    (tmp_path / "a.gz").write_bytes(b"no gzip")
    with pytest.raises(DatasetError, match="cannot read"):
        search(tiny, tmp_path / "a.gz")
    with pytest.raises(UsageError, match="from 5 to 100 words"):
        search(tiny, tmp_path, n=2)
    with pytest.raises(UsageError, match="threshold"):
        search(tiny, tmp_path, threshold=0)
    with pytest.raises(DatasetError, match="is not a dataset"):
        search(tmp_path, tmp_path)


@pytest.mark.parametrize("text", [" ", "\t", "| ", "A|", "1RB", "write 1, move left, ", "⟨1, "])
def test_no_text_takes_long(text: str) -> None:
    start = time.monotonic()
    for one in (text * 20_000, f"a{text * 20_000}b"):
        list(machines_in(one, [(2, 2), (3, 2)]))
    assert time.monotonic() - start < 5


def test_a_table_in_words_with_spaces_in_it(tiny: Path, row: Row) -> None:
    statement = row.informal_statement
    for text in (statement, statement.replace(" | ", "  |  "), statement.replace("|\n", "|  \r\n")):
        assert row.machine in {machine for _, machine, _ in machines_in(text, [(2, 2), (2, 3)])}


def test_packed_text_that_is_damaged(tiny: Path, tmp_path: Path) -> None:
    data = bytearray(gzip.compress(PROSE.encode() * 50))
    data[40:60] = bytes(20)
    (tmp_path / "bad.txt.gz").write_bytes(data)
    with pytest.raises(DatasetError, match="cannot read"):
        search(tiny, tmp_path / "bad.txt.gz")


def test_a_line_that_is_longer_than_any_document(
    tiny: Path, row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bbsynth.contamination.corpus._LONGEST_LINE", 1_000)
    monkeypatch.setattr("bbsynth.contamination.corpus._PIECE", 1_000)
    filler = PROSE[:1_490].replace("\n", " ")
    line = f"{filler} {row.machine} {filler}\n"
    (tmp_path / "long.jsonl").write_text(line + json.dumps(["short"]) + "\n")
    report = search(tiny, tmp_path / "long.jsonl")
    assert report.characters == len(line) + len("short")
    assert row.name in {hit.name for hit in report.hits}


@pytest.mark.parametrize("column", ["formal_statement", "informal_statement"])
@pytest.mark.parametrize(
    "name", ["a.json", "a.NDJSON", "a.JSONL", "pretty.jsonl", "code.py", "u.txt"]
)
def test_a_statement_written_in_other_ways(
    column: str, name: str, tiny: Path, row: Row, tmp_path: Path
) -> None:
    """JSON of many lines, source code with the text in quotes, names in capitals, UTF-16."""
    text = getattr(row, column)
    written = {
        "a.json": json.dumps([{"x": 1}, {"text": text}], indent=2),
        "pretty.jsonl": json.dumps({"text": text}, indent=2),
        "code.py": f"first = 1\nsecond = {text!r}\n",
        "u.txt": text,
    }.get(name, json.dumps({"text": text}))
    encoding = "utf-16" if name == "u.txt" else "utf-8"
    (tmp_path / name).write_text(written, encoding=encoding)
    hit = next(hit for hit in search(tiny, tmp_path / name).hits if hit.name == row.name)
    share = hit.formal if column == "formal_statement" else hit.informal
    assert share == 1.0


def test_where_a_statement_begins(tiny: Path, row: Row, tmp_path: Path) -> None:
    text = "one line\n" * 499 + row.informal_statement
    (tmp_path / "a.txt").write_text(text)
    with gzip.open(tmp_path / "b.txt.gz", "wt") as packed:
        packed.write(text)
    lines = text.splitlines()
    for name in ("a.txt", "b.txt.gz"):
        hit = next(hit for hit in search(tiny, tmp_path / name).hits if hit.name == row.name)
        assert hit.statement_at is not None
        line = int(hit.statement_at.rsplit(":", 1)[1])
        # The first words that no other problem has.
        assert 500 <= line <= len(lines)
        assert lines[line - 1] != "one line"


def lines_of_hits(tiny: Path, path: Path, name: str) -> tuple[int, int]:
    hit = next(hit for hit in search(tiny, path).hits if hit.name == name)
    assert hit.statement_at is not None
    assert hit.machine_at is not None
    assert {at.rsplit(":", 1)[0] for at in (hit.statement_at, hit.machine_at)} == {str(path)}
    return int(hit.statement_at.rsplit(":", 1)[1]), int(hit.machine_at.rsplit(":", 1)[1])


def test_lines_are_those_of_the_file_where_escapes_are_resolved(
    tiny: Path, row: Row, tmp_path: Path
) -> None:
    text = row.formal_statement
    documents = [{"x": "a\nb"}, {"y": 2}, {"text": text}, {"z": "c\nd"}]
    (tmp_path / "a.json").write_text(json.dumps(documents, indent=1))
    line = next(
        number
        for number, line in enumerate((tmp_path / "a.json").read_text().splitlines(), start=1)
        if '"text"' in line
    )
    assert lines_of_hits(tiny, tmp_path / "a.json", row.name) == (line, line)
    (tmp_path / "b.jsonl").write_text("".join(json.dumps(one) + "\n" for one in documents))
    assert lines_of_hits(tiny, tmp_path / "b.jsonl", row.name) == (3, 3)


@pytest.mark.parametrize("levels", [1, 2, 3, 4])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.txt"])
def test_json_within_json(levels: int, name: str, tiny: Path, row: Row, tmp_path: Path) -> None:
    text = row.formal_statement
    for _ in range(levels):
        text = json.dumps({"text": text})
    (tmp_path / name).write_text(f"{text}\n")
    shares = [h.formal for h in search(tiny, tmp_path).hits if h.name == row.name]
    # Of lines of JSON the first level is read as JSON; what lies three levels deeper is not seen.
    assert (shares == [1.0]) == (levels <= (4 if name == "a.jsonl" else 3))


def test_keys_of_json(tiny: Path, row: Row, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({row.informal_statement: 1}) + "\n")
    (hit,) = (hit for hit in search(tiny, tmp_path).hits if hit.name == row.name)
    assert hit.informal == 1.0


def test_other_escapes_than_line_breaks(tiny: Path, row: Row, tmp_path: Path) -> None:
    text = row.informal_statement.replace("\n", "  ").replace(" ", "\\t")
    (tmp_path / "a.json").write_text(text)
    (hit,) = (hit for hit in search(tiny, tmp_path).hits if hit.name == row.name)
    assert hit.informal == 1.0


def test_names_of_problems_are_signs_of_their_machines(
    tiny: Path, row: Row, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(f"first\nsee {row.name}.lean\n")
    (tmp_path / "b.txt").write_text(f"theorem {row.theorem} : by decide\n")
    for name, line in (("a.txt", 2), ("b.txt", 1)):
        hits = search(tiny, tmp_path / name).hits
        assert row.name in {hit.name for hit in hits}
        assert {hit.machine_at for hit in hits} == {f"{tmp_path / name}:{line}"}


def test_files_that_are_not_text_are_named(tiny: Path, tmp_path: Path) -> None:
    table = next((tiny / "data").glob("*.parquet"))
    (tmp_path / "t.parquet").write_bytes(table.read_bytes())
    (tmp_path / "n.bin").write_bytes(b"abc\0def")
    (tmp_path / "n.txt").write_text("words")
    report = search(tiny, tmp_path)
    assert report.packed == [str(tmp_path / "n.bin"), str(tmp_path / "t.parquet")]
    assert json.loads(json_document(report))["packed"] == report.packed
