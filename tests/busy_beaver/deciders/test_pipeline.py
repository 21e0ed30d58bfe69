from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from bbsynth.busy_beaver.certificates.bouncer import Bouncer
from bbsynth.busy_beaver.certificates.cycler import Cycler
from bbsynth.busy_beaver.certificates.halts import Halts
from bbsynth.busy_beaver.certificates.ngram_cps import NGramCPS
from bbsynth.busy_beaver.certificates.no_reachable_halt import NoReachableHalt
from bbsynth.busy_beaver.certificates.repwl import RepWL
from bbsynth.busy_beaver.certificates.translated_cycler import TranslatedCycler
from bbsynth.busy_beaver.deciders import (
    Budgets,
    Certificate,
    Decision,
    Fate,
    certificate_from_dict,
    check,
    decide,
    decide_batch,
    decide_tree,
    pipeline,
)
from bbsynth.busy_beaver.machines import Machine, enumerate_tnf, run_batch, sample_tnf
from bbsynth.errors import UsageError

pytestmark = pytest.mark.slow


def _count(decisions: list[Decision]) -> dict[type[Certificate] | None, int]:
    return Counter(
        type(decision.certificate) if decision.certificate is not None else None
        for decision in decisions
    )


@pytest.mark.parametrize(
    ("n_states", "n_symbols", "halting", "cyclers", "translated", "unreached", "closed"),
    [
        (1, 2, 1, 0, 2, 0, 0),
        (2, 2, 19, 6, 36, 0, 0),
        (3, 2, 1_772, 526, 3_027, 6, 86),
        (2, 3, 1_816, 431, 3_442, 0, 330),
    ],
)
def test_nothing_is_undecided_in_the_small_trees(
    n_states: int,
    n_symbols: int,
    halting: int,
    cyclers: int,
    translated: int,
    unreached: int,
    closed: int,
) -> None:
    decisions = list(decide_tree(n_states, n_symbols))
    count = _count(decisions)
    assert count[Halts] == halting
    assert count[Cycler] == cyclers
    assert count[TranslatedCycler] == translated
    assert count[NoReachableHalt] == unreached
    assert count[NGramCPS] == closed
    assert count[None] == 0
    # Machine by machine, in the order of the tree, and with S of the class as the judge.
    for node, decision in zip(enumerate_tnf(n_states, n_symbols), decisions, strict=True):
        assert decision.machine == node.machine
        assert (decision.fate is Fate.HALTS) == node.halts
        assert decision.certificate is not None
        assert decision.decider == decision.certificate.kind
        assert (decision.steps, decision.undefined) == (node.steps, node.undefined)


def test_a_sample_of_five_states() -> None:
    tables = sample_tnf(5, 2, 10_000, seed=52, max_steps=1_000)
    decisions = decide_batch(tables, max_steps=10_000)
    undecided = [d.machine for d in decisions if d.fate is Fate.UNDECIDED]
    assert len(undecided) <= 10
    # Decided with a halt in sight, or with one out of sight, at least for ten times as long.
    running = np.stack([d.machine.to_array() for d in decisions if d.fate is Fate.NEVER_HALTS])
    assert not run_batch(running, 100_000)["halted"].any()


def test_longer_searches_decide_no_more_with_three_states() -> None:
    loops = ["cycler", "translated_cycler"]
    left = [d.machine for d in decide_tree(3, 2, deciders=loops) if d.fate is Fate.UNDECIDED]
    assert len(left) == 92
    tables = np.stack([machine.to_array() for machine in left])
    again = decide_batch(tables, max_steps=10_000, search_steps=10_000, deciders=loops)
    assert {decision.fate for decision in again} == {Fate.UNDECIDED}
    assert {decision.decider for decision in again} == {None}


def test_each_decider_can_be_tried_alone() -> None:
    bouncer = Machine.parse("1RB---_1LC0RB_1LC1LA")
    assert decide(bouncer, max_steps=100).certificate == NGramCPS(2, 2, 1)
    assert decide(bouncer, max_steps=100, deciders=["repwl"]).certificate == RepWL(2, 2)
    found = decide(bouncer, max_steps=100, deciders=["bouncer"])
    assert isinstance(found.certificate, Bouncer)
    assert decide(bouncer, max_steps=100, deciders=[]).fate is Fate.UNDECIDED


def test_budgets_of_nothing_leave_a_machine_undecided() -> None:
    bouncer = Machine.parse("1RB---_1LC0RB_1LC1LA")
    nothing = Budgets(contexts=0, descriptions=0, bouncer_steps=0, automata=0, nodes=0)
    outcome = decide(bouncer, max_steps=0, search_steps=0, budgets=nothing)
    assert (outcome.fate, outcome.certificate, outcome.decider) == (Fate.UNDECIDED, None, None)
    only = decide(bouncer, max_steps=0, budgets=Budgets(contexts=0, automata=0))
    assert only.certificate == RepWL(2, 2)


def _flips(certificate: Certificate) -> list[Certificate]:
    """Return the certificates that differ in one field, by one or by the direction."""
    data = certificate.to_dict()
    flipped = []
    for key, value in data.items():
        changes: list[object] = []
        if isinstance(value, int):
            changes = [value - 1, value + 1, 2 * value + 1]
        elif key == "direction":
            changes = ["L" if value == "R" else "R"]
        for change in changes:
            with contextlib.suppress(UsageError):
                flipped.append(certificate_from_dict({**data, key: change}))
    return flipped


def test_a_certificate_with_one_field_changed_is_refused_or_true() -> None:
    # Whatever passes the check, altered or not, or taken from another machine, is only ever said
    # of a machine that does not halt, or that halts at that very step.
    decisions = list(decide_tree(3, 2))
    refused = Counter[str]()
    for index, decision in enumerate(decisions[::13]):
        assert decision.certificate is not None
        other = decisions[(index * 101 + 7) % len(decisions)]
        for certificate in (*_flips(decision.certificate), decision.certificate):
            for one in (decision, other):
                if check(one.machine, certificate):
                    assert (one.fate is Fate.HALTS) == isinstance(certificate, Halts)
                else:
                    refused[certificate.kind] += 1
    assert all(refused[kind] for kind in ("halts", "cycler", "translated_cycler", "ngram_cps"))


def test_decide_one() -> None:
    halting = decide(Machine.parse("1RB1LB_1LA1RZ"))
    assert (halting.fate, halting.certificate) == (Fate.HALTS, Halts(6))
    assert (halting.steps, halting.cells_visited, halting.non_blank) == (6, 4, 4)
    assert halting.undefined is None
    assert decide(Machine.parse("1RB---_0LA---")).undefined == (0, 1)
    looping = decide(Machine.parse("0RB---_0LA---"))
    assert (looping.fate, looping.certificate) == (Fate.NEVER_HALTS, Cycler(0, 2, 0))
    bouncer = decide(Machine.parse("1RB---_1LC0RB_1LC1LA"), max_steps=1_000)
    assert (bouncer.fate, bouncer.decider, bouncer.steps) == (
        Fate.NEVER_HALTS,
        "ngram_cps",
        1_000,
    )


def test_a_halt_beyond_the_steps_is_not_a_decision() -> None:
    machine = Machine.parse("1RB1LB_1LA0LC_1RZ1LD_1RD0RA")
    assert decide(machine, max_steps=106).fate is Fate.UNDECIDED
    assert decide(machine, max_steps=107).certificate == Halts(107)
    assert check(machine, Halts(107))


def test_short_searches() -> None:
    for steps in (0, 1):
        outcome = decide(Machine.parse("0RB---_0LA---"), search_steps=steps, deciders=["cycler"])
        assert outcome.fate is Fate.UNDECIDED


def test_progress() -> None:
    seen: list[int] = []
    total = sum(1 for _ in decide_tree(3, 2, progress=seen.append))
    assert seen == sorted(seen)
    assert seen[-1] == total == 5_417


def test_a_wrong_certificate_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def search(tables: np.ndarray, **_: object) -> list[Certificate | None]:
        return [Cycler(0, 1, 0)] * len(tables)

    monkeypatch.setattr(pipeline, "find_certificates", search)
    with pytest.raises(RuntimeError, match="1RB---_0RA---"):
        decide(Machine.parse("1RB---_0RA---"))


@pytest.mark.parametrize(
    "call",
    [
        lambda: decide("1RZ---"),  # type: ignore[arg-type]
        lambda: decide(Machine.parse("1RZ---"), max_steps=-1),
        lambda: decide(Machine.parse("1RZ---"), search_steps=-1),
        lambda: decide_tree(5, 2),
        lambda: decide_tree(2, 2, deciders=["oracle"]),
        lambda: decide_tree(2, 2, deciders="cycler"),
        lambda: decide_tree(2, 2, budgets=100),  # type: ignore[arg-type]
        lambda: Budgets(contexts=-1),
        lambda: Budgets(descriptions=1.5),  # type: ignore[arg-type]
        lambda: Budgets(contexts=True),
        lambda: decide_tree(0, 2),
        lambda: decide_tree(2, 2, search_steps=10**9),
        lambda: decide_batch(np.zeros((1, 2, 2, 3), dtype=np.int8)),
    ],
)
def test_arguments_are_checked_at_once(call: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        call()


def test_loops_do_not_wait_for_a_halt() -> None:
    # Without a search before it, the run would take hours.
    texts = ["0RB0RB_0LA0LB", "1RB---_1RA---"]
    tables = np.stack([Machine.parse(text).to_array() for text in texts])
    for decision in decide_batch(tables, max_steps=2 * 10**10):
        assert decision.fate is Fate.NEVER_HALTS
        assert decision.steps == 10_000


def test_what_halts_late_is_found_in_a_batch() -> None:
    texts = ["1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA", "1RB1RA_1LC1LB_1RA1LD_1RA1LE_1RZ0LC"]
    texts.append("1RB1LC_1RC1RB_1RD0LE_1LA1LD_0RE0LA")
    tables = np.stack([Machine.parse(text).to_array() for text in texts])
    found = decide_batch(tables, max_steps=50_000_000, deciders=["cycler"])
    assert [decision.steps for decision in found] == [47_176_870, 11_798_826, 50_000_000]
    assert [decision.certificate for decision in found[:2]] == [
        Halts(47_176_870),
        Halts(11_798_826),
    ]
    early = decide_batch(tables, max_steps=10_000_000, deciders=["cycler"])
    assert {decision.fate for decision in early} == {Fate.UNDECIDED}
    assert decide(Machine.parse(texts[0]), max_steps=50_000_000) == found[0]


def test_a_halt_too_late_to_be_checked_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine.parse("1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA")
    monkeypatch.setattr(pipeline, "MAX_CHECKED_HALT", 1_000_000)
    found = decide(machine, max_steps=50_000_000)
    assert (found.fate, found.steps) == (Fate.UNDECIDED, 1_000_000)
