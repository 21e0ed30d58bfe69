from __future__ import annotations

import json
from pathlib import Path

import pytest

from bbsynth.busy_beaver.certificates.cycler import Cycler
from bbsynth.busy_beaver.deciders import decide, decide_tree
from bbsynth.busy_beaver.deciders.records import read_record, record_line, verify_file, verify_lines
from bbsynth.busy_beaver.machines import Machine
from bbsynth.errors import DatasetError

LINES = [record_line(decision) for decision in decide_tree(2, 2)]


def test_the_form_of_a_record() -> None:
    assert json.loads(record_line(decide(Machine.parse("1RB1LB_1LA1RZ")))) == {
        "machine": "1RB1LB_1LA1RZ",
        "fate": "halts",
        "certificate": {"kind": "halts", "steps": 6},
        "steps": 6,
        "cells_visited": 4,
        "non_blank": 4,
    }


def test_round_trip() -> None:
    for decision in decide_tree(2, 3):
        assert read_record(record_line(decision)) == (decision.machine, decision.certificate)


def test_all_records_hold(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("".join(LINES) + "\n")
    verdicts = list(verify_file(path))
    assert [verdict.line for verdict in verdicts] == list(range(1, 62))
    assert all(verdict.accepted for verdict in verdicts)


def test_certificates_of_other_machines_do_not_hold() -> None:
    certificates = [json.loads(line)["certificate"] for line in LINES]
    for index, line in enumerate(LINES):
        data = json.loads(line)
        for certificate in certificates[index % 5 :: 5]:
            swapped = {"machine": data["machine"], "certificate": certificate}
            (verdict,) = verify_lines([json.dumps(swapped)], where="here")
            halts = certificate["kind"] == "halts"
            if halts != (data["certificate"]["kind"] == "halts"):
                assert not verdict.accepted


def test_an_undecided_machine_claims_nothing() -> None:
    line = record_line(decide(Machine.parse("1RB1LA_1LA1RB"), max_steps=10, deciders=[]))
    (verdict,) = verify_lines([line], where="here")
    assert (verdict.certificate, verdict.accepted) == (None, False)


@pytest.mark.parametrize(
    "line",
    [
        "1RB1LB_1LA1RZ",
        "[]",
        "{}",
        '{"machine": "1RB1LB_1LA1RZ"}',
        '{"machine": 7, "certificate": null}',
        '{"machine": "1RB1LB_1LA", "certificate": null}',
        '{"machine": "1RB1LB_1LA1RZ", "certificate": {}}',
        '{"machine": "1RB1LB_1LA1RZ", "certificate": {"kind": "halts", "steps": -6}}',
        LINES[0].replace('"fate": "halts"', '"fate": "never halts"'),
        LINES[0][:-10],
    ],
)
def test_lines_that_are_no_records(line: str) -> None:
    with pytest.raises(DatasetError, match="here, line 2"):
        list(verify_lines(["\n", line], where="here"))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot read"):
        list(verify_file(tmp_path / "none"))
    (tmp_path / "image").write_bytes(b"\x89PNG\xff")
    with pytest.raises(DatasetError, match="UTF-8"):
        list(verify_file(tmp_path / "image"))


def test_cyclers_keep_their_kind() -> None:
    machine = Machine.parse("0RB---_0LA---")
    assert read_record(record_line(decide(machine))) == (machine, Cycler(0, 2, 0))


def test_numbers_that_were_changed_are_named() -> None:
    for line in LINES:
        data = json.loads(line)
        for name in ("steps", "cells_visited", "non_blank"):
            for more in (1, 7):
                changed = json.dumps({**data, name: data[name] + more})
                (verdict,) = verify_lines([changed], where="here")
                assert verdict.accepted
                # A run that goes on may look the same a few steps later.
                if name != "steps" or data["fate"] == "halts":
                    assert verdict.wrong == (name,)
            left_out = {key: value for key, value in data.items() if key != name}
            (verdict,) = verify_lines([json.dumps(left_out)], where="here")
            assert (verdict.accepted, verdict.wrong) == (True, ())


def test_the_numbers_of_many_records_are_compared_with_their_own_runs() -> None:
    lines = [record_line(decision) for decision in decide_tree(3, 2)]
    lines[3_000] = lines[3_000].replace('"non_blank": ', '"non_blank": 1')
    verdicts = list(verify_lines(lines + LINES, where="here"))
    assert [verdict.line for verdict in verdicts] == list(range(1, len(lines + LINES) + 1))
    assert [verdict.line for verdict in verdicts if verdict.wrong] == [3_001]


@pytest.mark.parametrize("number", ["-1", "1.5", "true", '"3"', "null", "1e3", str(2**62)])
def test_numbers_that_are_none(number: str) -> None:
    line = LINES[0].replace('"non_blank": 1', f'"non_blank": {number}')
    with pytest.raises(DatasetError, match="here, line 1: non_blank is a number from 0, not"):
        list(verify_lines([line], where="here"))


def test_a_number_of_thousands_of_digits() -> None:
    line = LINES[0].replace('"non_blank": 1', f'"non_blank": {"9" * 5_000}')
    with pytest.raises(DatasetError, match="here, line 1 is not JSON"):
        list(verify_lines([line], where="here"))


def test_a_run_too_long_to_be_compared_is_left_alone() -> None:
    line = LINES[1].replace('"steps": 6', f'"steps": {10**15}')
    (verdict,) = verify_lines([line], where="here")
    assert (verdict.accepted, verdict.wrong) == (True, ())
