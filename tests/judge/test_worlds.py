"""What a problem does not import, its candidates do not have."""

from __future__ import annotations

import psutil

from bbsynth.judge import Judge, Task
from bbsynth.judge.verdict import Status

LIBRARY = "exact BBSynth.Machine.haltsAfter_of_check (N := 1) (M := m) (by decide +kernel)"

MACHINE = (
    "def m : BBSynth.Machine 1 2\n  | 0, 0 => ⟨1, .right, none⟩\n  | 0, 1 => ⟨1, .right, none⟩\n\n"
)
WITH = f"import BBSynth\n\n{MACHINE}theorem t : m.HaltsAfter 1 := by\n  "
WITHOUT = "theorem t : 2 + 2 = 4 := by\n  "


def task(reference: str, candidate: str) -> Task:
    return Task(name="n", theorem="t", reference=f"{reference}sorry\n", candidate=candidate)


def test_the_library_is_there_if_the_problem_imports_it(judge: Judge) -> None:
    assert judge.check_one(task(WITH, WITH + LIBRARY)).proved
    assert judge.check_one(task(WITHOUT, WITHOUT + "rfl")).proved
    assert judge.check_one(task(WITH, WITH + LIBRARY)).proved


def test_the_library_is_not_there_if_the_problem_does_not(judge: Judge) -> None:
    use = f"{WITHOUT}have := @BBSynth.Machine.haltsAfter_of_check\n  rfl\n"
    for candidate in (use, f"import BBSynth\n{use}", f"open BBSynth\n{use}", f"import Lean\n{use}"):
        verdict = judge.check_one(task(WITHOUT, candidate))
        assert verdict.status is Status.WRONG, verdict
    # A reference that only speaks of the import does not have it either.
    verdict = judge.check_one(task(f"-- import BBSynth\n{WITHOUT}", use))
    assert verdict.status is Status.WRONG


def test_two_worlds_fit_into_the_memory(judge: Judge) -> None:
    assert judge.check_one(task(WITHOUT, WITHOUT + "rfl")).proved
    sizes = [
        process.memory_info().rss
        for process in psutil.Process().children(recursive=True)
        if process.status() != psutil.STATUS_ZOMBIE
    ]
    assert sizes
    assert max(sizes) < 3.5e9
