"""Rules for configurations with a parameter: what is right is accepted, and nothing else."""

from __future__ import annotations

import pytest

from bbsynth.busy_beaver.certificates.bouncer import find_bouncer, rule_of
from bbsynth.busy_beaver.machines import Direction, Machine
from bbsynth.busy_beaver.parametric import Linear
from bbsynth.judge import Judge
from bbsynth.judge.verdict import Status, Task
from tests.lean.making import definition, statement

MACHINES = [
    "1RB1RD_1LA0LA_1LD1LD_1LB1RD",
    "1RC0LC_0RC1LB_1LB1RA_0RD1LA",
    "1LD1RC_1LA0LA_1RA0LD_1RD1LC",
    "1LC0RC_1RB1LA_1RD0LC_1LB1RD",
]


def number(slope: int, constant: int) -> str:
    if not slope:
        return str(constant)
    term = "m" if slope == 1 else f"{slope} * m"
    return f"{term} + {constant}" if constant else term


class Rule:
    """A rule in Lean, from the certificate that is found for a machine."""

    def __init__(self, text: str) -> None:
        machine = Machine.parse(text)
        certificate = find_bouncer(machine)
        assert certificate is not None
        rule = rule_of(machine, certificate)
        assert rule is not None
        self.machine = definition(text)
        self.steps = rule.steps
        self.start = certificate.start
        rows = []
        terms = []
        for row in (certificate.left, certificate.right):
            entries = [(f"[{', '.join(word)}]", times, plus) for word, times, plus in row]
            rows.append(", ".join(f"({w}, {number(t, p)})" for w, t, p in entries))
            terms.append(", ".join(f"({w}, {t}, {p})" for w, t, p in entries))
        way = "right" if certificate.direction is Direction.RIGHT else "left"
        size = f"{machine.n_states} {machine.n_symbols}"
        self.definitions = (
            f"{self.machine}\nnoncomputable def C (m : Nat) : Config {size} :=\n"
            f"  .rows {certificate.state} .{way} [{rows[0]}] [{rows[1]}]\n"
        )
        self.family = f"⟨{certificate.state}, .{way}, [{terms[0]}], [{terms[1]}]⟩"

    def task(self, claim: str, name: str, start: int | None = None, more: int = 0) -> Task:
        begin = "" if start is None else f" (start := {start})"
        proof = (
            f"Machine.{name} (F := {self.family}){begin} (a := {self.steps.slope}) "
            f"(b := {self.steps.constant + more}) (fuel := 60) (by decide +kernel)"
        )
        return statement(self.definitions, claim, proof)

    def leads(self, steps: Linear) -> str:
        return f"∀ m, machine.Reaches (C m) (C (m + 1)) ({number(steps.slope, steps.constant)})"


@pytest.mark.parametrize("text", MACHINES)
def test_rules_and_what_follows_are_proved(judge: Judge, text: str) -> None:
    rule = Rule(text)
    for task in (
        rule.task(rule.leads(rule.steps), "rule_of_check"),
        rule.task("∀ m, ∃ t, machine.Reaches .initial (C m) t", "passes_of_rule", rule.start),
        rule.task("machine.NeverHalts", "neverHalts_of_rule", rule.start),
    ):
        verdict = judge.check_one(task)
        assert verdict.proved, (verdict.reason, verdict.messages)


@pytest.mark.parametrize("text", MACHINES[:2])
def test_wrong_rules_are_not(judge: Judge, text: str) -> None:
    rule = Rule(text)
    more = Linear(rule.steps.slope, rule.steps.constant + 1)
    for task in (
        rule.task(rule.leads(more), "rule_of_check"),
        rule.task(rule.leads(more), "rule_of_check", more=1),
        rule.task("machine.NeverHalts", "neverHalts_of_rule", rule.start + 1),
        rule.task(rule.leads(rule.steps).replace("C (m + 1)", "C (m + 2)"), "rule_of_check"),
    ):
        assert judge.check_one(task).status is Status.WRONG


SWEEP = definition("1RB---_0RA1RB") + (
    "noncomputable def C (m : Nat) : Config 2 2 := .rows 1 .right [] [([1], m)]\n"
    "noncomputable def D (m : Nat) : Config 2 2 := .rows 0 .right [([1], m), ([0], 1)] []\n"
)
BOTH = (
    "Machine.reaches_of_check (F := ⟨1, .right, [], [([1], 1, 0)]⟩) "
    "(G := ⟨0, .right, [([1], 1, 0), ([0], 0, 1)], []⟩) (a := 1) (b := 1) (fuel := 10) "
    "(by decide +kernel)"
)


def test_a_sweep_over_a_block_of_any_length(judge: Judge) -> None:
    claim = "∀ m, machine.Reaches (C m) (D m) (m + 1)"
    verdict = judge.check_one(statement(SWEEP, claim, BOTH))
    assert verdict.proved, (verdict.reason, verdict.messages)
    wrong = claim.replace("(m + 1)", "m")
    assert judge.check_one(statement(SWEEP, wrong, BOTH)).status is Status.WRONG


def test_from_the_blank_tape(judge: Judge) -> None:
    rule = Rule(MACHINES[0])
    proof = f"Machine.start_of_check (F := {rule.family}) (fuel := 100) (by decide +kernel)"
    for steps, right in ((rule.start, True), (rule.start + 1, False)):
        claim = f"machine.Reaches .initial (C 0) {steps}"
        assert judge.check_one(statement(rule.definitions, claim, proof)).proved is right
