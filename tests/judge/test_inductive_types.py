"""Inductive types: in problems always, in candidates where the kernel is sound."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bbsynth._common.resources import lean_dir
from bbsynth.judge import Judge, Task, process
from bbsynth.judge.verdict import Status
from bbsynth.lean.toolchain import Toolchain

TYPES = {
    "an enumeration": "inductive Side where\n  | left | right\n",
    "a predicate": "inductive Even : Nat → Prop where\n  | zero : Even 0\n"
    "  | step (n : Nat) (h : Even n) : Even (n + 2)\n",
    "parameters and indices": "inductive Vec (T : Type u) : Nat → Type u where\n"
    "  | nil : Vec T 0\n  | cons {n : Nat} (a : T) (as : Vec T n) : Vec T (n + 1)\n",
    "nested": "inductive Tree where\n  | node (children : List Tree) : Tree\n",
    "mutual": "mutual\ninductive A where\n  | zero : A\n  | up (b : B) : A\n"
    "inductive B where\n  | up (a : A) : B\nend\n",
    "a structure": "structure Pair (T : Type u) where\n  first : T\n  second : T := first\n",
    "a structure that extends one": "structure P where\n  x : Nat\n"
    "structure Q extends P where\n  y : Nat\n  h : x = y\n",
    "a class": "class Good (T : Type u) where\n  good : T\n\ninstance : Good Nat := ⟨0⟩\n",
}

USES = {
    "an enumeration": "theorem t (s : Side) (h : s ≠ .left) : s = .right := by\n"
    "  cases s <;> simp_all",
    "a predicate": "theorem t : Even 4 ∧ ¬Even 1 := by\n"
    "  refine ⟨.step 2 (.step 0 .zero), ?_⟩\n  intro h\n  cases h",
    "parameters and indices": "theorem t : ∃ v : Vec Nat 2, v = .cons 1 (.cons 2 .nil) :=\n"
    "  ⟨_, rfl⟩",
    "nested": "theorem t (a b : List Tree) (h : Tree.node a = .node b) : a = b := by\n"
    "  injection h",
    "mutual": "theorem t (a : A) : A.up (.up a) ≠ .zero := by simp",
    "a structure": "theorem t : (Pair.mk 1 2).first = 1 ∧ (⟨3, 4⟩ : Pair Nat).second = 4 :=\n"
    "  ⟨rfl, rfl⟩",
    "a structure that extends one": "theorem t (q : Q) : q.toP.x = q.y := q.h",
    "a class": "theorem t : (Good.good : Nat) = 0 := rfl",
}


@pytest.fixture(scope="module")
def sound_judge(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    """A judge that takes the kernel to be sound, whatever its version."""
    folder = tmp_path_factory.mktemp("lean")
    table = (lean_dir() / "gate.tsv").read_text(encoding="utf-8")
    (folder / "gate.tsv").write_text(table.replace("\tsound\t", "\tallowed\t"), encoding="utf-8")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(process, "lean_dir", lambda: folder)
        with Judge(toolchain=toolchain, jobs=1, remember=False) as judge:
            yield judge


def task(before: str, theorem: str, candidate: str) -> Task:
    statement, _, _ = theorem.partition(" :=")
    return Task(
        name="n",
        theorem="t",
        reference=f"{before}{statement} := by\n  sorry\n",
        candidate=candidate,
    )


@pytest.mark.parametrize("name", list(TYPES))
def test_in_problems(judge: Judge, name: str) -> None:
    theorem = f"{USES[name]}\n"
    for before in (TYPES[name], f"namespace A\n\n{TYPES[name]}\nend A\n\nopen A\n"):
        for candidate in (before + theorem, theorem):
            verdict = judge.check_one(task(before, USES[name], candidate))
            assert verdict.proved, (verdict.reason, verdict.messages)


@pytest.mark.parametrize("name", list(TYPES))
def test_in_candidates(judge: Judge, sound_judge: Judge, name: str) -> None:
    # The problem knows nothing of the type; a lemma about it is what the proof rests on.
    lemma = USES[name].replace("theorem t", "theorem lemma_", 1)
    candidate = f"{TYPES[name]}{lemma}\ntheorem t : 1 + 1 = 2 := by\n  have := @lemma_\n  rfl\n"
    one = task("", "theorem t : 1 + 1 = 2 := by", candidate)
    verdict = sound_judge.check_one(one)
    assert verdict.proved, (verdict.reason, verdict.messages)
    refused = judge.check_one(one)
    if not verdict.toolchain.startswith(("Lean (version 4.33.1", "Lean (version 4.34")):
        assert (refused.status, refused.rule) == (Status.CHEATING, "declaration")


def test_a_type_that_is_changed(judge: Judge) -> None:
    for name, old, new in (
        ("an enumeration", "| left | right", "| left"),
        ("a predicate", "| zero : Even 0", "| zero : Even 1"),
        ("a structure", ":= first", ""),
    ):
        changed = TYPES[name].replace(old, new)
        assert changed != TYPES[name]
        verdict = judge.check_one(task(TYPES[name], USES[name], f"{changed}{USES[name]}\n"))
        assert verdict.status in (Status.WRONG, Status.CHEATING), verdict


def test_a_type_that_the_kernel_refuses(sound_judge: Judge) -> None:
    candidate = (
        "inductive Bad : Type where\n  | mk (f : Bad → Bool) : Bad\n"
        "theorem t : 1 + 1 = 3 := by\n  exact nomatch (⟨fun _ => true⟩ : Bad)\n"
    )
    verdict = sound_judge.check_one(task("", "theorem t : 1 + 1 = 3 := by", candidate))
    assert verdict.status is Status.WRONG
