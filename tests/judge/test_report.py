from __future__ import annotations

import json
from xml.etree import ElementTree

from bbsynth.judge.report import json_report, junit_report
from bbsynth.judge.verdict import Message, Status, Verdict

VERDICTS = [
    Verdict(name="a", status=Status.PROVED, milliseconds={"total": 1500}),
    Verdict(
        name="b <&> \x1b[2J",
        status=Status.WRONG,
        rule="elaboration",
        reason="no \0 \ud800 good",
        messages=[Message("error", 3, 4, "type mismatch\n  x")],
        milliseconds={"total": 500},
    ),
    Verdict(name="c", status=Status.HARNESS_ERROR, reason="broken"),
]


def test_json() -> None:
    document = json.loads(json_report(VERDICTS[:1] * 2))
    assert document["total"] == 2
    assert document["statuses"] == {"proved": 2}
    assert [verdict["status"] for verdict in document["verdicts"]] == ["proved", "proved"]


def test_junit() -> None:
    root = ElementTree.fromstring(junit_report(VERDICTS))
    (suite,) = root
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "time")} == {
        "tests": "3",
        "failures": "1",
        "errors": "1",
        "time": "2.000",
    }
    good, bad, broken = suite
    assert list(good) == []
    assert good.get("time") == "1.500"
    assert bad.get("name") == "b <&> ·[2J"
    (failure,) = bad
    assert (failure.tag, failure.get("type")) == ("failure", "wrong")
    assert failure.get("message") == "no · · good"
    assert failure.text == "3:4: error: type mismatch\n  x"
    (error,) = broken
    assert error.tag == "error"
