"""Counters: their rules are accepted, and nothing else."""

from __future__ import annotations

import pytest

from bbsynth.busy_beaver.deciders.counter import find_counter
from bbsynth.busy_beaver.machines import Direction, Machine
from bbsynth.busy_beaver.parametric import Family
from bbsynth.judge import Judge
from bbsynth.judge.verdict import Status, Task
from tests.lean.making import definition, statement

MACHINES = [
    "1RB1LC_0LA0RB_1LA---",
    "2RB0RB1LA_0LA1RB---",
    "0RB0LA_1RC---_1LA1RC",
    "1RB1LC_0LA0RB_1RD1LA_---0RB",
]


def word(text: str) -> str:
    return f"[{', '.join(text)}]"


def count(times: int, plus: int) -> str:
    if not times:
        return str(plus)
    term = "m" if times == 1 else f"{times} * m"
    return f"{term} + {plus}" if plus else term


class Counts:
    """What is said in Lean about a counter, and the proofs."""

    def __init__(self, text: str) -> None:
        self.machine = Machine.parse(text)
        found = find_counter(self.machine)
        assert found is not None
        self.found = found
        self.size = f"{self.machine.n_states} {self.machine.n_symbols}"
        self.definition = definition(text)
        self.family = found.family()
        rounds = len(found.digits) - found.first
        power = len(found.digits) ** found.copies
        self.digits = (
            f"⟨{found.back}, {word(found.carried[::-1])}, {word(found.returned)}, "
            f"{word(found.crossed[::-1])}, {word(found.tail[::-1])}, {found.copies}, "
            f"{word(found.digits[0])}, {word(map(word, found.digits[1:]))}, "
            f"{word(found.digits[-1])}, {word(found.digits[found.first])}, "
            f"{word(map(word, found.digits[found.first + 1 :]))}, "
            f"{found.steps.factor // power // rounds}⟩"
        )

    def rows(self, family: Family, name: str) -> str:
        way = "right" if family.direction is Direction.RIGHT else "left"
        rows = [
            "[" + ", ".join(f"({word(w)}, {count(t, p)})" for w, t, p in row) + "]"
            for row in (family.left, family.right)
        ]
        return (
            f"noncomputable def {name} (m : Nat) : Config {self.size} :=\n"
            f"  .rows {family.state} .{way} {rows[0]} {rows[1]}\n"
        )

    def term(self, family: Family) -> str:
        way = "right" if family.direction is Direction.RIGHT else "left"
        rows = [
            "[" + ", ".join(f"({word(w)}, {t}, {p})" for w, t, p in row) + "]"
            for row in (family.left, family.right)
        ]
        return f"⟨{family.state}, .{way}, {rows[0]}, {rows[1]}⟩"

    def task(self, claim: str, name: str, *, more: int = 0, start: int | None = None) -> Task:
        steps = self.found.steps
        plus, minus = max(0, steps.constant + more), max(0, -steps.constant - more)
        begin = "" if start is None else f" (start := {start}) (fuel := {start + 10})"
        proof = (
            f"Machine.{name} (F := {self.term(self.family)}) (K := {self.digits}){begin} "
            f"(a := {steps.factor}) (b := {steps.base}) (p := {plus}) (s := {minus}) "
            "(by decide +kernel)"
        )
        return statement(self.definition + "\n" + self.rows(self.family, "C"), claim, proof)

    def leads(self, more: int = 0) -> str:
        steps = self.found.steps
        constant = steps.constant + more
        shift = f" {'-' if constant < 0 else '+'} {abs(constant)}" if constant else ""
        return f"∀ m, machine.Reaches (C m) (C (m + 1)) ({steps.factor} * {steps.base} ^ m{shift})"

    def carry(self, beyond: str, more: int = 0) -> Task:
        before, after, steps = self.found.carry(0, beyond)
        proof = (
            f"Machine.reaches_of_check (F := {self.term(before)}) (G := {self.term(after)}) "
            f"(a := {steps.slope}) (b := {steps.constant}) (fuel := 100) (by decide +kernel)"
        )
        return statement(
            self.definition + "\n" + self.rows(before, "C") + self.rows(after, "D"),
            f"∀ m, machine.Reaches (C m) (D m) ({count(steps.slope, steps.constant + more)})",
            proof,
        )


@pytest.mark.parametrize("text", MACHINES)
def test_rules_and_what_follows_are_proved(judge: Judge, text: str) -> None:
    one = Counts(text)
    start = one.found.start
    for task in (
        one.task(one.leads(), "counter_of_check"),
        one.task("∀ m, ∃ t, machine.Reaches .initial (C m) t", "passes_of_counter", start=start),
        one.task("machine.NeverHalts", "neverHalts_of_counter", start=start),
        one.carry(""),
        one.carry("0110"),
    ):
        verdict = judge.check_one(task)
        assert verdict.proved, (verdict.reason, verdict.messages)


@pytest.mark.parametrize("text", MACHINES[1:3])
def test_wrong_rules_are_not(judge: Judge, text: str) -> None:
    one = Counts(text)
    for task in (
        one.task(one.leads(more=1), "counter_of_check"),
        one.task(one.leads(more=1), "counter_of_check", more=1),
        one.task("machine.NeverHalts", "neverHalts_of_counter", start=one.found.start + 1),
        one.task(one.leads().replace("C (m + 1)", "C (m + 2)"), "counter_of_check"),
        one.carry("", more=1),
    ):
        assert judge.check_one(task).status is Status.WRONG
