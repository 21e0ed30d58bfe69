from __future__ import annotations

import dataclasses
import re
from collections import Counter

import pytest

from bbsynth.busy_beaver.certificates.far import FAR
from bbsynth.busy_beaver.certificates.no_reachable_halt import NoReachableHalt
from bbsynth.busy_beaver.deciders import Fate, decide, decide_tree
from bbsynth.busy_beaver.explaining import reachable
from bbsynth.busy_beaver.families.never_halts import FAMILY
from bbsynth.busy_beaver.machines import Direction, Machine, mirror
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.problems.rendering import render_problem
from tests.problems.making import claim, problem

MACHINES = ("1RB0RB_0LA0LB", "1RB---_1RA---", "0RB0LB---_1LA1RB---")
FALSE = (({"machine": "1RB1LB_1LA1RZ"}, "halts after 6 steps"),)


def test_the_whole_problem() -> None:
    one = problem("never-halts", "1RB0RB_0LA0LB")
    assert one.formal_statement == (
        "import BBSynth\n\nopen BBSynth\n\n"
        "/-- The machine `1RB0RB_0LA0LB`. State `A` is `0`, state `B` is `1`; `none` means that it "
        "halts. -/\n"
        "def machine : Machine 2 2\n"
        "  | 0, 0 => ⟨1, .right, some 1⟩\n"
        "  | 0, 1 => ⟨0, .right, some 1⟩\n"
        "  | 1, 0 => ⟨0, .left, some 0⟩\n"
        "  | 1, 1 => ⟨0, .left, some 1⟩\n\n"
        "/-- Started on the blank tape, the machine never halts. -/\n"
        "theorem never_halts_1RB0RB_0LA0LB : machine.NeverHalts := by\n  sorry\n"
    )
    assert one.informal_statement.startswith("# A machine that never halts\n\n")
    assert one.informal_statement.endswith(
        "- **Never halting.** The machine *never halts* if there is no number *t* such that it has "
        "halted after *t* steps.\n\n"
        "## To prove\n\n"
        "Started on the blank tape, the machine never halts.\n"
    )
    assert one.parameters == {}


@pytest.mark.parametrize(
    ("machine", "stratum", "proof"),
    [
        (
            "1RB0RB_0LA0LB",
            "cycler",
            "neverHalts_of_loopRight\n    (start := 0) (period := 4) (width := 0)\n",
        ),
        (
            "1RB---_1RA---",
            "translated-cycler",
            "neverHalts_of_loopRight\n    (start := 0) (period := 2) (width := 0)\n",
        ),
        (
            "0RB0LB---_1LA1RB---",
            "translated-cycler",
            "neverHalts_of_loopLeft\n    (start := 7) (period := 5) (width := 2)\n",
        ),
    ],
)
def test_proofs(machine: str, stratum: str, proof: str) -> None:
    one = problem("never-halts", machine)
    assert one.stratum == stratum
    assert one.reference_proof.endswith(
        f"NeverHalts :=\n  Machine.{proof}    (by decide +kernel)\n"
    )


def test_strata() -> None:
    claims = [FAMILY.claim(decision) for decision in decide_tree(2, 2)]
    strata = [one.stratum for one in claims if one is not None]
    assert Counter(strata) == {"cycler": 6, "translated-cycler": 36}
    for machine, decider, stratum in (
        ("1RB1LA_0LA0RB_------", "no_reachable_halt", "no-reachable-halt"),
        ("1RB1LC_0LA0RB_1LA---", "ngram_cps", "ngram-cps"),
        ("0RB1LA_1LC1RB_1LA1LD_---0LA", "repwl", "repwl"),
        ("0RB0LC_0LC1RA_1LA---", "far", "far"),
    ):
        decision = decide(Machine.parse(machine), max_steps=1_000, deciders=[decider])
        one = FAMILY.claim(decision)
        assert one is not None
        assert one.stratum == stratum


@pytest.mark.parametrize("machine", ["1RB1LB_1LA1RZ", "------_------"])
def test_nothing_is_claimed_of_machines_that_halt(machine: str) -> None:
    assert FAMILY.claim(decide(Machine.parse(machine))) is None


def test_nothing_is_claimed_of_undecided_machines() -> None:
    # It sweeps over a block that grows.
    decision = decide(Machine.parse("1RB1LA_0LA1RB"), max_steps=1_000, deciders=["cycler"])
    assert decision.fate is Fate.UNDECIDED
    assert FAMILY.claim(decision) is None


def test_verify() -> None:
    right = claim("never-halts", "0RB0LB---_1LA1RB---")
    table = read_notation(str(right.subject.completed()))
    certificate = dict(right.certificate)
    assert FAMILY.verify(table, {}, certificate) is None
    assert FAMILY.verify(table, {}, certificate | {"direction": "R"}) is not None
    assert FAMILY.verify(table, {}, certificate | {"width": 1}) is not None
    assert FAMILY.verify(table, {}, certificate | {"period": 4}) is not None
    assert FAMILY.verify(table, {}, certificate | {"shift": 2}) is not None


@pytest.mark.parametrize("kind", ["no_reachable_halt", "ngram_cps", "repwl", "far"])
def test_what_stays_in_a_closed_set_is_watched_for_a_while(kind: str) -> None:
    sweeps = read_notation("1RB1LA_0LA1RB")
    champion = read_notation("1RB1LB_1LA0LC_1RZ1LD_1RD0RA")
    assert FAMILY.verify(sweeps, {}, {"kind": kind}) is None
    assert FAMILY.verify(champion, {}, {"kind": kind}) == "the machine halts after 107 steps"


def test_a_machine_that_halts_late_is_no_loop() -> None:
    table = read_notation("1RB1LB_1LA0LC_1RZ1LD_1RD0RA")
    for period in range(1, 40):
        certificate: dict[str, int | str] = {
            "kind": "cycler",
            "start": 60,
            "period": period,
            "width": 20,
        }
        assert FAMILY.verify(table, {}, certificate) is not None


def test_an_automaton_in_words_is_the_one_of_the_certificate() -> None:
    """It reads the side of the head that the certificate says, and Lean's theorem."""
    found = decide(Machine.parse("0RB0RE_1LC1LE_1LD1LC_1RB1RD_1RZ1RA"), max_steps=1_000)
    assert isinstance(found.certificate, FAR)
    assert found.certificate.direction is Direction.LEFT
    other = dataclasses.replace(
        found,
        machine=mirror(found.machine),
        certificate=FAR(Direction.RIGHT, found.certificate.automaton),
    )
    for decision, side in ((found, "left"), (other, "right")):
        certificate = decision.certificate
        assert isinstance(certificate, FAR)
        assert certificate.check(decision.machine)
        claim = FAMILY.claim(decision)
        assert claim is not None
        one = render_problem(claim)
        assert f"neverHalts_of_far{'Right' if side == 'left' else 'Left'}" in one.reference_proof
        assert f"Read the tape from the {side} up to the head" in one.informal_proof
        rows = re.findall(r"^\| (\d+) \| (\d+) \| (\d+) \|$", one.informal_proof, re.MULTILINE)
        assert [tuple(map(int, row)) for row in rows] == [
            (state, *row) for state, row in enumerate(certificate.automaton)
        ]


def test_the_states_that_can_be_reached_are_named() -> None:
    found = next(one for one in decide_tree(3, 2) if isinstance(one.certificate, NoReachableHalt))
    claim = FAMILY.claim(found)
    assert claim is not None
    one = render_problem(claim)
    names = reachable(str(found.machine))
    assert len(names) > 1
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    assert f"It leads to no states but {listed}, and no transition of these halts" in (
        one.informal_proof
    )
    assert reachable("0RB0RC_0RC1LB_1RB0LC_1RZ1LA") == ["A", "B", "C"]
    assert reachable("1RA0LA_1RZ1LA") == ["A"]
