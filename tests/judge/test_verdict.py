"""Verdicts as values, and as JSON."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.judge.verdict import Limits, Message, Position, Status, Task, Verdict

TEXT = st.text(max_size=20)
NUMBER = st.integers(0, 10**9)
VERDICTS = st.builds(
    Verdict,
    name=TEXT,
    status=st.sampled_from(Status),
    rule=TEXT,
    reason=TEXT,
    position=st.none() | st.builds(Position, line=NUMBER, column=NUMBER),
    messages=st.lists(
        st.builds(Message, severity=TEXT, line=NUMBER, column=NUMBER, text=TEXT), max_size=3
    ),
    axioms=st.lists(TEXT, max_size=3),
    milliseconds=st.dictionaries(TEXT, NUMBER, max_size=3),
    toolchain=TEXT,
    judge=TEXT,
)


@given(VERDICTS)
def test_a_verdict_survives_json(verdict: Verdict) -> None:
    assert msgspec.convert(json.loads(json.dumps(verdict.to_json())), Verdict) == verdict


@given(VERDICTS)
def test_only_one_status_is_a_proof(verdict: Verdict) -> None:
    assert verdict.proved == (verdict.status.value == "proved")


def test_all_fields_are_in_the_json() -> None:
    verdict = Verdict(name="n", status=Status.OUT_OF_MEMORY, position=Position(2, 0))
    assert verdict.to_json() == {
        "name": "n",
        "status": "out-of-memory",
        "rule": "",
        "reason": "",
        "position": {"line": 2, "column": 0},
        "messages": [],
        "axioms": [],
        "milliseconds": {},
        "toolchain": "",
        "judge": "",
        "cached": False,
        "source": "",
        "second_opinions": {},
    }


def test_verdicts_do_not_share_their_defaults() -> None:
    one, other = (Verdict(name="n", status=Status.WRONG) for _ in range(2))
    one.axioms.append("propext")
    one.milliseconds["total"] = 1
    assert other.axioms == []
    assert other.milliseconds == {}


@pytest.mark.parametrize(
    "value",
    [
        Verdict(name="n", status=Status.WRONG),
        Task(name="n", theorem="t", reference="r", candidate="c"),
        Limits(),
        Position(1, 0),
    ],
)
def test_they_cannot_be_changed(value: msgspec.Struct) -> None:
    with pytest.raises(AttributeError):
        setattr(value, value.__struct_fields__[0], "proved")


def test_limits_leave_room() -> None:
    limits = Limits()
    assert limits.heartbeats >= 200_000  # what Lean itself allows by default
    assert limits.rec_depth >= 512
    assert limits.seconds > 0
    assert limits.memory > 2**31  # what the embedded Lean can address
