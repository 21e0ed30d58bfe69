"""``bbsynth decide`` and ``bbsynth verify``."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bbsynth.busy_beaver.machines import Machine, enumerate_tnf
from bbsynth.busy_beaver.machines.files import write_seed_database
from bbsynth.cli import main

# The champion of four states, and a fifth that is never entered.
CHAMPION = "1RB1LB_1LA0LC_1RZ1LD_1RD0RA_------"
BOUNCER = "1RB---_1LC0RB_1LC1LA"


def decided(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main(["decide", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_machine(capsys: pytest.CaptureFixture[str]) -> None:
    (record,) = decided(capsys, BOUNCER)
    assert record["certificate"] == {"kind": "ngram_cps", "left": 2, "right": 2, "history": 1}
    (record,) = decided(capsys, BOUNCER, "--only", "repwl")
    assert record["certificate"] == {"kind": "repwl", "length": 2, "threshold": 2}
    (record,) = decided(capsys, CHAMPION)
    assert record["certificate"] == {"kind": "halts", "steps": 107}
    (record,) = decided(capsys, "------_------")
    assert record["certificate"] == {"kind": "halts", "steps": 1}


def test_budgets_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    zero = ["--max-steps", "0", "--search-steps", "0", "--contexts", "0", "--descriptions", "0"]
    zero += ["--bouncer-steps", "0", "--automata", "0", "--nodes", "0"]
    (record,) = decided(capsys, BOUNCER, *zero)
    assert (record["fate"], record["certificate"]) == ("undecided", None)


def test_files_and_standard_input(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [str(node.machine) for node in enumerate_tnf(2, 2)]
    text = "# all of them\n" + "\n".join(texts)
    (tmp_path / "list.txt").write_text(text)
    found = decided(capsys, str(tmp_path / "list.txt"))
    assert [record["machine"] for record in found] == texts
    assert len(decided(capsys, str(tmp_path / "list.txt"), "--limit", "5")) == 5
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert decided(capsys, "-") == found
    write_seed_database(tmp_path / "seed.db", [Machine.parse(CHAMPION)])
    (record,) = decided(capsys, str(tmp_path / "seed.db"))
    assert record["steps"] == 107


def test_a_tree_decided_and_verified(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "3x2.jsonl"
    assert main(["decide", "--states", "3", "--jobs", "2", "--out", str(path)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for words in (
        "halts │ 1,772 │",
        "ngram_cps │ 86 │",
        "no_reachable_halt │ 6 │",
        "undecided │ 0 │",
        "total │ 5,417 │",
    ):
        assert words in text
    assert len(path.read_text().splitlines()) == 5_417
    assert main(["verify", str(path)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "│ translated_cycler │ 3,027 │ 0 │" in text

    lines = path.read_text().splitlines()
    data = json.loads(lines[100])
    lines[100] = json.dumps({**data, "machine": "1RB1LB_0LC0RA_1LA1RZ"})
    path.write_text("\n".join(lines))
    assert main(["verify", str(path)]) == 1
    assert "line 101: the certificate does not hold for 1RB1LB" in capsys.readouterr().out


def test_statistics_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "--states", "2", "--stats"]) == 0
    text = capsys.readouterr().out
    assert "{" not in text
    assert "│ cycler │ 6 │ 9.836% │" in " ".join(text.split())


def test_undecided_records_are_not_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"machine": BOUNCER, "certificate": None}))
    assert main(["verify", str(path)]) == 0
    assert "Records without a certificate: 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["decide"], "either SOURCE or --states"),
        (["decide", BOUNCER, "--states", "2"], "either SOURCE or --states"),
        (["decide", "--states", "2", "--limit", "3"], "decided whole"),
        (["decide", "--states", "6"], "give max_steps"),
        (["decide", "no-such-file.txt"], "not a machine"),
        (["decide", "."], "folder"),
        (["decide", BOUNCER, "--jobs", "0"], "number of processes"),
        (["decide", BOUNCER, "--contexts", "-1"], "budget for contexts"),
        (["decide", BOUNCER, "--only", "oracle"], "oracle"),
        (["decide", "mixed.txt"], "a file of its own"),
        (["decide", "broken.db"], "truncated"),
        (["verify", "no-such-file.jsonl"], "cannot read"),
        (["verify", "mixed.txt"], "line 1 is not JSON"),
    ],
)
def test_mistakes(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mixed.txt").write_text(f"{BOUNCER}\n{CHAMPION}\n")
    write_seed_database(Path("whole.db"), [Machine.parse(CHAMPION)])
    Path("broken.db").write_bytes(Path("whole.db").read_bytes()[:50])
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("nowhere.txt", "./1RB", "/no/such/file"):
        assert main(["decide", name]) == 2
        assert f"there is no file {name}, and it is not a machine" in capsys.readouterr().err
    assert main(["decide", "1RB1LX1"]) == 2
    assert "not a machine in standard format: column" in capsys.readouterr().err


def test_verify_reads_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["decide", "--states", "2"]) == 0
    lines = capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert main(["verify", "-"]) == 0
    assert "translated_cycler │   36 │      0" in capsys.readouterr().out
    wrong = lines.replace('"non_blank": 4}', '"non_blank": 5}', 1)
    monkeypatch.setattr("sys.stdin", io.StringIO(wrong))
    assert main(["verify", "-"]) == 1
    out = capsys.readouterr().out
    assert "line 48: non_blank: not so for 1RB1LB_1LA---" in out
    assert "Records with wrong numbers: 1" in out
