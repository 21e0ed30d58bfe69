from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.busy_beaver.certificates.backward import Backward
from bbsynth.busy_beaver.certificates.bouncer import Bouncer
from bbsynth.busy_beaver.certificates.cycler import Cycler
from bbsynth.busy_beaver.certificates.far import FAR
from bbsynth.busy_beaver.certificates.halts import Halts
from bbsynth.busy_beaver.certificates.ngram_cps import NGramCPS
from bbsynth.busy_beaver.certificates.no_reachable_halt import NoReachableHalt
from bbsynth.busy_beaver.certificates.repwl import RepWL
from bbsynth.busy_beaver.certificates.translated_cycler import TranslatedCycler
from bbsynth.busy_beaver.deciders import Certificate, certificate_from_dict
from bbsynth.busy_beaver.machines import Direction
from bbsynth.errors import UsageError

naturals = st.integers(0, 10**12)
windows = st.integers(1, 64)
block = st.tuples(st.text("0123", min_size=1, max_size=200), st.integers(0, 5), st.integers(0, 5))
rows = st.lists(block, max_size=4).map(tuple)
positives = st.integers(1, 10**12)
certificates = st.one_of(
    st.builds(Halts, steps=positives),
    st.builds(Cycler, start=naturals, period=positives, width=naturals),
    st.builds(
        TranslatedCycler,
        start=naturals,
        period=positives,
        direction=st.sampled_from(Direction),
        width=naturals,
        shift=positives,
    ),
    st.sets(st.integers(1, 24)).map(lambda more: NoReachableHalt((0, *sorted(more)))),
    st.builds(NGramCPS, left=windows, right=windows, history=st.integers(0, 64)),
    st.builds(
        Bouncer,
        start=naturals,
        state=st.integers(0, 24),
        direction=st.sampled_from(Direction),
        left=rows,
        right=rows,
        macro_steps=st.integers(1, 1_000),
    ),
    st.builds(
        FAR,
        direction=st.sampled_from(Direction),
        automaton=st.lists(st.tuples(st.just(0), st.just(0)), min_size=1, max_size=5).map(tuple),
    ),
    st.builds(Backward, depth=st.integers(1, 300)),
    st.builds(RepWL, length=windows, threshold=windows),
)


BOUNCER = Bouncer(3, 0, Direction.LEFT, (), (("1", 1, 1),), 5).to_dict()


@given(certificates)
def test_json_round_trip(certificate: Certificate) -> None:
    assert certificate_from_dict(json.loads(json.dumps(certificate.to_dict()))) == certificate


def test_the_form_of_the_dict() -> None:
    assert TranslatedCycler(3, 4, Direction.LEFT, 2, 1).to_dict() == {
        "kind": "translated_cycler",
        "start": 3,
        "period": 4,
        "direction": "L",
        "width": 2,
        "shift": 1,
    }


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "oracle"},
        {"kind": ["halts"], "steps": 1},
        {"kind": "halts"},
        {"kind": "halts", "steps": 0},
        {"kind": "halts", "steps": "6"},
        {"kind": "halts", "steps": True},
        {"kind": "halts", "steps": 1, "width": 0},
        {"kind": "cycler", "start": -1, "period": 1, "width": 0},
        {"kind": "cycler", "start": 0, "period": 0, "width": 0},
        {"kind": "cycler", "start": 0, "period": 1, "width": -1},
        {"kind": "translated_cycler", "start": 0, "period": 1, "direction": "R", "width": 0},
        {
            "kind": "translated_cycler",
            "start": 0,
            "period": 1,
            "direction": "right",
            "width": 0,
            "shift": 1,
        },
        {
            "kind": "translated_cycler",
            "start": 0,
            "period": 1,
            "direction": "R",
            "width": 0,
            "shift": 0,
        },
        {"kind": "ngram_cps", "left": 0, "right": 1, "history": 0},
        {"kind": "ngram_cps", "left": 1, "right": 65, "history": 0},
        {"kind": "ngram_cps", "left": 1, "right": 1, "history": -1},
        {"kind": "ngram_cps", "left": 1, "right": 1},
        {"kind": "repwl", "length": 0, "threshold": 1},
        {"kind": "repwl", "length": 1, "threshold": 10**9},
        {"kind": "no_reachable_halt", "states": [1, 2]},
        {"kind": "no_reachable_halt", "states": 0},
        {"kind": "no_reachable_halt", "states": [[0]]},
        {**BOUNCER, "start": -1},
        {**BOUNCER, "state": 25},
        {**BOUNCER, "direction": "X"},
        {**BOUNCER, "macro_steps": 0},
        {**BOUNCER, "left": "1"},
        {**BOUNCER, "left": ["1"]},
        {**BOUNCER, "left": [["", 1, 0]]},
        {**BOUNCER, "left": [["1a", 1, 0]]},
        {**BOUNCER, "right": [["1", 1]]},
        {**BOUNCER, "right": [["1", 1, 10**12]]},
        {**BOUNCER, "right": [["1", 1, 0]] * 51},
        {**BOUNCER, "right": [["1", -1, 0]]},
        {**BOUNCER, "right": [["1", True, 0]]},
        {"kind": "far", "direction": "L", "automaton": [[0, 1]]},
        {"kind": "far", "direction": "L", "automaton": [0, 0]},
        {"kind": "far", "direction": "L"},
        {"kind": "backward", "depth": 301},
        [("kind", "halts")],
        None,
    ],
)
def test_other_data_is_refused(data: object) -> None:
    with pytest.raises(UsageError):
        certificate_from_dict(data)  # type: ignore[arg-type]


def test_directions_are_directions() -> None:
    with pytest.raises(UsageError, match="Direction"):
        TranslatedCycler(0, 1, "R", 0, 1)  # type: ignore[arg-type]
