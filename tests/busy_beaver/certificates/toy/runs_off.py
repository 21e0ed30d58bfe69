"""A kind of certificate for `test_one_place`: state A stays, and moves away over blanks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bbsynth.busy_beaver.certificate import Budget, Certificate, Search, one_by_one
from bbsynth.busy_beaver.machines import Direction, Machine


@dataclass(frozen=True)
class RunsOff(Certificate):
    """On a blank, state A moves in `direction` and stays."""

    kind = "runs_off"
    order = 1_000
    budget = Budget("glances", 1, "Glances at the table.")
    stratum = "runs-off"
    stratum_rank = 1_000
    weight = 1

    direction: Direction

    @classmethod
    def searches(cls, search_steps: int, budget: int) -> list[Search]:
        return [Search(1_000, one_by_one(partial(_found, glances=budget)))]

    def check(self, machine: Machine) -> bool:
        return _on_blank(machine) is self.direction

    def in_words(self) -> str:
        side = "left" if self.direction is Direction.LEFT else "right"
        return f"Never halts: it runs off to the {side} at once."

    def reason(self) -> str:
        return "it runs off at once"


def _found(machine: Machine, glances: int) -> RunsOff | None:
    first = machine.transitions[0][0] if glances else None
    return None if first is None or first.next != 0 else RunsOff(first.move)


def _on_blank(machine: Machine) -> Direction | None:
    first = machine.transitions[0][0]
    return first.move if first is not None and first.next == 0 else None


KIND = RunsOff
