from __future__ import annotations

from collections import Counter

import pytest

from bbsynth.deciders import Fate, decide, decide_tree
from bbsynth.machines import Machine
from bbsynth.problems.families.never_halts import FAMILY
from bbsynth.problems.readback import read_notation
from tests.problems.families.checking import check_phrasings
from tests.problems.making import claim, problem


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
    table = read_notation(str(right.machine.completed()))
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


def test_phrasings() -> None:
    check_phrasings("never-halts", "1RB0RB_0LA0LB")
