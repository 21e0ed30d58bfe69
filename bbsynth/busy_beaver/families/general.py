"""Facts about all machines, written by hand."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bbsynth.busy_beaver.excerpt import excerpt
from bbsynth.busy_beaver.reference import Table
from bbsynth.busy_beaver.semantics import NAMESPACE, bare_header
from bbsynth.problems.family import Claim, Fact, Fields, GeneralFamily, Parameters

__all__ = ["FAMILY", "General"]

_M = "{n k : Nat} [NeZero n] [NeZero k] (M : Machine n k)"
_MC = "{n k : Nat} (M : Machine n k) (c : Config n k)"

_TWO = ("BBSynth.BusyBeaverTwo",)
_THREE = ("BBSynth.BusyBeaverThree",)

_HEAD_STEP = """\
theorem head_step {n k : Nat} (M : Machine n k) (c : Config n k) :
    c.head - 1 ≤ (M.step c).head ∧ (M.step c).head ≤ c.head + 1 := by
  cases hc : c.state with
  | none =>
    have hs : M.step c = c := by simp only [Machine.step, hc]
    rw [hs]
    omega
  | some q =>
    have hs : (M.step c).head = c.head + (M q (c.tape c.head)).move.offset := by
      simp only [Machine.step, hc]
    rw [hs]
    cases (M q (c.tape c.head)).move <;> simp only [Dir.offset] <;> omega

"""

_ONLY_HEAD = """\
theorem only_head {n k : Nat} (M : Machine n k) (c : Config n k) (i : Int) (hi : i ≠ c.head) :
    (M.step c).tape i = c.tape i := by
  unfold Machine.step
  cases c.state with
  | none => rfl
  | some q => exact if_neg hi

"""

_FACTS = (
    Fact(
        "halting-time-unique",
        "halting",
        f"{_M} {{N N' : Nat}} (h : M.HaltsAfter N) (h' : M.HaltsAfter N') : N = N'",
        "If a machine, started on the blank tape, halts after exactly N steps and also after "
        "exactly N' steps, then N and N' are equal.",
        "h.unique h'",
        "If N were less than N', the machine would have halted after N steps, which is before the "
        "end of a run of N' steps; and the same with N and N' exchanged.",
    ),
    Fact(
        "halts-or-never",
        "halting",
        f"{_M} : M.Halts ∨ M.NeverHalts",
        "Every machine, started on the blank tape, halts or never halts.",
        "(Classical.em M.Halts).imp id Machine.neverHalts_iff.mpr",
        "If the machine has halted at some time, then there is a first such time, and it halts "
        "then. Otherwise it never halts.",
    ),
    Fact(
        "not-both",
        "halting",
        f"{_M} : ¬ (M.Halts ∧ M.NeverHalts)",
        "No machine, started on the blank tape, both halts and never halts.",
        "fun ⟨h, h'⟩ => Machine.neverHalts_iff.mp h' h",
        "If it halts after N steps, then it has halted after N steps, which it never has.",
    ),
    Fact(
        "halting-is-for-ever",
        "halting",
        f"{_MC} {{s t : Nat}} (hle : s ≤ t) (h : (M.run s c).Halted) : M.run t c = M.run s c",
        "If a machine, started in any configuration, has halted after s steps, then its "
        "configuration after t steps is that after s steps, for every t that is not less than s.",
        "by\n  obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_le hle\n"
        "  rw [Machine.run_add, Machine.run_of_halted h]",
        "A run of t steps is a run of s steps and then one of t - s; and a machine that has halted "
        "stays as it is.",
    ),
    Fact(
        "runs-in-parts",
        "runs",
        f"{_MC} (s t : Nat) : M.run (s + t) c = M.run t (M.run s c)",
        "A run of s + t steps from any configuration leads where a run of s steps and then one of "
        "t steps leads.",
        "Machine.run_add s t",
        "By induction on s, for all configurations at once: a run of s + 1 steps is a step and "
        "then a run of s steps.",
    ),
    Fact(
        "runs-commute",
        "runs",
        f"{_MC} (s t : Nat) : M.run s (M.run t c) = M.run t (M.run s c)",
        "A run of t steps and then one of s steps leads where a run of s steps and then one of t "
        "steps leads.",
        "by\n  rw [← Machine.run_add, ← Machine.run_add, Nat.add_comm]",
        "Both are runs of s + t steps.",
    ),
    Fact(
        "only-the-head-writes",
        "tape",
        f"{_MC} {{i : Int}} (h : i ≠ c.head) : (M.step c).tape i = c.tape i",
        "A step of a machine changes no cell but the one under its head.",
        "by\n  unfold Machine.step\n  cases c.state with\n  | none => rfl\n"
        "  | some q => exact if_neg h",
        "This is what a step is: a machine that has halted changes nothing, and another one writes "
        "into the cell under its head.",
    ),
    Fact(
        "the-head-moves-by-one",
        "tape",
        f"{_MC} (h : ¬ c.Halted) : (M.step c).head = c.head + 1 ∨ (M.step c).head = c.head - 1",
        "In a step of a machine that has not halted, the head moves to the right or to the left "
        "neighbour of the cell that it is on.",
        "by\n  unfold Machine.step\n  cases hc : c.state with\n  | none => exact absurd hc h\n"
        "  | some q =>\n    cases hm : (M q (c.tape c.head)).move with\n"
        "    | left => right; simp only [hm, Dir.offset]; omega\n"
        "    | right => left; simp only [hm, Dir.offset]",
        "The transition that is used says to the left or to the right.",
    ),
    Fact(
        "the-head-stays-near",
        "tape",
        f"{_M} (t : Nat) : -(t : Int) ≤ (M.run t .initial).head ∧ (M.run t .initial).head ≤ t",
        "After t steps from the blank tape, the head of a machine is at most t cells away from "
        "where it started.",
        "near M t",
        "By induction on t: in one step the head moves by at most one cell.",
        lemmas=_HEAD_STEP
        + "theorem run_last {n k : Nat} (M : Machine n k) (c : Config n k) (t : Nat) :\n"
        "    M.run (t + 1) c = M.step (M.run t c) := by\n"
        "  rw [Machine.run_add]\n  rfl\n\n"
        f"theorem near {_M} (t : Nat) :\n"
        "    -(t : Int) ≤ (M.run t .initial).head ∧ (M.run t .initial).head ≤ t := by\n"
        "  induction t with\n  | zero => exact ⟨show -((0 : Nat) : Int) ≤ 0 by omega,\n"
        "      show (0 : Int) ≤ ((0 : Nat) : Int) by omega⟩\n"
        "  | succ t ih =>\n    rw [run_last]\n"
        "    have := head_step M (M.run t .initial)\n    omega\n",
    ),
    Fact(
        "far-cells-are-blank",
        "tape",
        f"{_M} (t : Nat) (i : Int) (h : t ≤ i ∨ i ≤ -t) : (M.run t .initial).tape i = 0",
        "After t steps from the blank tape, every cell that is at least t cells away from cell 0 "
        "is blank.",
        "(far M t).2 i h",
        "By induction on t, together with the fact that the head is at most t cells away: the "
        "machine writes only where its head is.",
        lemmas="theorem run_last {n k : Nat} (M : Machine n k) (c : Config n k) (t : Nat) :\n"
        "    M.run (t + 1) c = M.step (M.run t c) := by\n"
        "  rw [Machine.run_add]\n  rfl\n\n"
        + _HEAD_STEP
        + _ONLY_HEAD
        + f"theorem far {_M} (t : Nat) :\n"
        "    (-(t : Int) ≤ (M.run t .initial).head ∧ (M.run t .initial).head ≤ t) ∧\n"
        "      ∀ i : Int, (t ≤ i ∨ i ≤ -t) → (M.run t .initial).tape i = 0 := by\n"
        "  induction t with\n"
        "  | zero => exact ⟨⟨show -((0 : Nat) : Int) ≤ 0 by omega,\n"
        "      show (0 : Int) ≤ ((0 : Nat) : Int) by omega⟩, fun _ _ => rfl⟩\n"
        "  | succ t ih =>\n    rw [run_last]\n"
        "    have hhead := head_step M (M.run t .initial)\n"
        "    refine ⟨by omega, fun i hi => ?_⟩\n"
        "    rw [only_head M _ i (by omega)]\n    exact ih.2 i (by omega)\n",
    ),
    Fact(
        "visited-stays-visited",
        "space",
        f"{_M} {{s t : Nat}} {{i : Int}} (hle : s ≤ t) "
        "(h : ∃ u, u < s ∧ (M.run u .initial).head = i) : ∃ u, u < t ∧ (M.run u .initial).head = i",
        "If the head of a machine, started on the blank tape, is on cell i before one of the first "
        "s steps, then it is there before one of the first t steps, for every t that is not less "
        "than s.",
        "have ⟨u, hu, hi⟩ := h\n  ⟨u, Nat.lt_of_lt_of_le hu hle, hi⟩",
        "A step that is one of the first s is one of the first t.",
    ),
    Fact(
        "visited-space-grows",
        "space",
        f"{_M} {{s t v : Nat}} (hle : s ≤ t) (h : M.VisitsAtLeast s v) : M.VisitsAtLeast t v",
        "If a machine, started on the blank tape, visits at least v cells in its first s steps, "
        "then it visits at least v cells in its first t steps, for every t that is not less than "
        "s. (It visits the cells that its head is on before one of the steps.)",
        "have ⟨cells, hnodup, hlength, hvisited⟩ := h\n"
        "  ⟨cells, hnodup, hlength, fun i hi =>\n"
        "    have ⟨u, hu, hhead⟩ := hvisited i hi\n"
        "    ⟨u, Nat.lt_of_lt_of_le hu hle, hhead⟩⟩",
        "They are the same cells: a step that is one of the first s is one of the first t.",
    ),
    Fact(
        "no-more-cells-than-steps",
        "space",
        f"{_M} {{N v : Nat}} (h : M.HaltsAfter N) (hv : M.VisitsExactly v) : v ≤ N",
        "If a machine, started on the blank tape, halts after exactly N steps, and has then "
        "visited exactly v cells, then v is at most N. (It has visited the cells that its head was "
        "on before one of the steps.)",
        "Machine.visitsExactly_le h hv",
        "Before each of the N steps the head is on one cell. So there are at most N cells on which "
        "it is before one of them.",
    ),
    Fact(
        "leaves-no-more-than-it-visits",
        "space",
        f"{_M} {{s v : Nat}} (hs : M.HaltsLeaving s) (hv : M.VisitsExactly v) : s ≤ v",
        "If a machine, started on the blank tape, halts with exactly s cells not blank, and has "
        "then visited exactly v cells, then s is at most v. (It has visited the cells that its "
        "head was on before one of the steps.)",
        "Machine.haltsLeaving_le_visitsExactly hs hv",
        "A cell that was not visited is blank, as it was at the start, by induction on the number "
        "of steps: only the cell under the head is written. So every cell that is not blank was "
        "visited.",
    ),
    Fact(
        "bounded-space",
        "space",
        f"{_M} {{a b : Int}} (h : M.StaysWithin a b) : "
        "M.HaltsWithin (n * ((b - a + 1).toNat * k ^ (b - a + 1).toNat)) ∨ M.NeverHalts",
        "If a machine with n states and k symbols, started on the blank tape, never moves its head "
        "out of the w cells from a to b, where w is b - a + 1, then it halts after at most "
        "n * (w * k ^ w) steps, or never halts.",
        "Machine.halts_or_not_of_staysWithin h",
        "As long as it has not halted, its configuration is one of n * (w * k ^ w): so many states "
        "there are, places of the head, and contents of the w cells, the others being blank. If it "
        "has not halted after so many steps, then by the pigeonhole principle it has been in one "
        "configuration twice, and goes through the same configurations for ever.",
    ),
    Fact(
        "bounded-space-repeats",
        "space",
        f"{_M} {{a b : Int}} (h : M.StaysWithin a b) (hnever : M.NeverHalts) : "
        "∃ s t, s < t ∧ M.run s .initial = M.run t .initial",
        "If a machine, started on the blank tape, never halts and never moves its head out of the "
        "cells from a to b, then there are s and t, s less than t, such that its configuration "
        "after s steps is that after t steps.",
        "Machine.repeats_of_staysWithin h hnever",
        "There are only so many configurations with the head in these cells and all others blank. "
        "By the pigeonhole principle one of them comes twice.",
    ),
    Fact(
        "running-is-inherited",
        "bounds",
        f"{_M} {{N N' : Nat}} (h : M.RunsFor N) (hle : N' ≤ N) : M.RunsFor N'",
        "If a machine, started on the blank tape, does not halt in fewer than N steps, then it "
        "does not halt in fewer than N' steps, for every N' that is not greater than N.",
        "fun t ht => h t (Nat.lt_of_lt_of_le ht hle)",
        "A number that is less than N' is less than N.",
    ),
    Fact(
        "bounds-may-grow",
        "bounds",
        f"{_M} {{N N' : Nat}} (h : M.HaltsWithin N) (hle : N ≤ N') : M.HaltsWithin N'",
        "If a machine, started on the blank tape, halts after at most N steps, then it halts after "
        "at most N' steps, for every N' that is not less than N.",
        "have ⟨t, ht, hM⟩ := h\n  ⟨t, Nat.le_trans ht hle, hM⟩",
        "The halting time is at most N, and so at most N'.",
    ),
    Fact(
        "within-or-beyond",
        "bounds",
        f"{_M} (N : Nat) : M.HaltsWithin N ∨ M.RunsFor (N + 1)",
        "A machine, started on the blank tape, halts after at most N steps or does not halt in "
        "fewer than N + 1 steps.",
        "by\n  by_cases h : ∃ t, t ≤ N ∧ (M.run t .initial).Halted\n"
        "  · obtain ⟨t, ht, hhalted⟩ := h\n"
        "    obtain ⟨s, hs⟩ := Machine.halts_of_halted hhalted\n"
        "    have hle := Nat.le_of_not_lt fun hlt => hs.2 t hlt hhalted\n"
        "    exact .inl ⟨s, Nat.le_trans hle ht, hs⟩\n"
        "  · exact .inr fun t ht hhalted => h ⟨t, Nat.le_of_lt_succ ht, hhalted⟩",
        "Either it has halted after some number of steps that is at most N, and then the first "
        "such number is its halting time; or it has not.",
    ),
    Fact(
        "exactly-is-both",
        "bounds",
        f"{_M} (N : Nat) : M.HaltsAfter N ↔ M.HaltsWithin N ∧ M.RunsFor N",
        "A machine, started on the blank tape, halts after exactly N steps if and only if it halts "
        "after at most N steps and does not halt in fewer than N steps.",
        "by\n  refine ⟨fun h => ⟨⟨N, Nat.le_refl N, h⟩, h.2⟩, fun ⟨⟨t, ht, hM⟩, hrun⟩ => ?_⟩\n"
        "  rcases Nat.lt_or_eq_of_le ht with hlt | rfl\n"
        "  · exact absurd hM.1 (hrun t hlt)\n  · exact hM",
        "From left to right it is what the words mean. From right to left: its halting time is at "
        "most N, and it is not less.",
    ),
    Fact(
        "never-is-longer-than-all",
        "bounds",
        f"{_M} : M.NeverHalts ↔ ∀ N, M.RunsFor N",
        "A machine, started on the blank tape, never halts if and only if for every number N it "
        "does not halt in fewer than N steps.",
        "⟨fun h _ t _ => h t, fun h t => h (t + 1) t (Nat.lt_succ_self t)⟩",
        "That it has not halted after t steps is what the right side says for N = t + 1.",
    ),
    Fact(
        "coming-back",
        "loops",
        f"{_MC} {{p : Nat}} (hp : 0 < p) (hback : M.run p c = c) (hc : ¬ c.Halted) (t : Nat) : "
        "¬ (M.run t c).Halted",
        "If a machine, started in a configuration in which it has not halted, is in the same "
        "configuration again after p steps, where p is positive, then it has not halted after t "
        "steps, for every t.",
        "by\n  have hmany : ∀ j, M.run (p * j) c = c := by\n    intro j\n    induction j with\n"
        "    | zero => rfl\n    | succ j ih => rw [Nat.mul_succ, Machine.run_add, ih, hback]\n"
        "  intro h\n"
        "  have := Machine.halted_of_le (Nat.le_mul_of_pos_left t hp) h\n"
        "  rw [hmany t] at this\n  exact hc this",
        "It is in this configuration after every multiple of p steps, by induction. If it had "
        "halted after t steps, it would still have after p times t.",
    ),
    Fact(
        "repeating-is-never-halting",
        "loops",
        f"{_M} {{m p : Nat}} (h : M.RepeatsFrom m p) : M.NeverHalts",
        "A machine that, started on the blank tape, repeats itself from step m on, with period p, "
        "never halts.",
        "h.neverHalts",
        "After m steps it has not halted, and it comes back to this configuration again and again.",
    ),
    Fact(
        "no-interval-is-left-and-kept",
        "loops",
        f"{_M} (a b : Int) : ¬ (M.LeavesEveryInterval ∧ M.StaysWithin a b)",
        "No machine, started on the blank tape, both moves its head out of every finite part of "
        "the tape and never moves its head out of the cells from a to b.",
        "by\n  rintro ⟨hleaves, hstays⟩\n  obtain ⟨t, ht⟩ := hleaves a b\n"
        "  have := hstays t\n  omega",
        "There is a time at which the head is left of cell a or right of cell b.",
    ),
    Fact(
        "most-steps-of-two-states",
        "classes",
        ": MostSteps 2 2 6",
        "Among all machines with 2 states and 2 symbols that halt, started on the blank tape, 6 "
        "is the greatest number of steps: one of them halts after exactly 6 steps, and none "
        "after more.",
        "mostSteps_two",
        "Run all machines at once, and distinguish what a transition may be when it is needed for "
        "the first time; machines that differ in the names of states not yet used, or in left and "
        "right, need to be looked at only once. Runs that have not halted after 6 steps are seen "
        "to go on for ever: they repeat themselves, or stay in a set that they cannot leave.",
        modules=_TWO,
    ),
    Fact(
        "most-cells-of-two-states",
        "classes",
        ": MostLeft 2 2 4",
        "Among all machines with 2 states and 2 symbols that halt, started on the blank tape, 4 "
        "is the greatest number of cells that are not blank then: one of them leaves exactly 4, "
        "and none leaves more.",
        "mostLeft_two",
        "The machines that halt are found by the search that also finds the greatest number of "
        "steps, and what they leave is counted.",
        modules=_TWO,
    ),
    Fact(
        "running-for-ever-with-two-states",
        "classes",
        "(M : Machine 2 2) (h : M.RunsFor 7) : M.NeverHalts",
        "A machine with 2 states and 2 symbols that, started on the blank tape, does not halt in "
        "fewer than 7 steps never halts.",
        "Machine.neverHalts_iff.mpr fun ⟨t, ht⟩ =>\n"
        "    h t (Nat.lt_succ_of_le (mostSteps_two.2 M t ht)) ht.1",
        "If it halted, it would halt after at most 6 steps, since 6 is the greatest number of "
        "steps of any such machine.",
        modules=_TWO,
    ),
    Fact(
        "most-steps-of-three-states",
        "classes",
        ": MostSteps 3 2 21",
        "Among all machines with 3 states and 2 symbols that halt, started on the blank tape, 21 "
        "is the greatest number of steps: one of them halts after exactly 21 steps, and none "
        "after more.",
        "mostSteps_three",
        "Run all machines at once, and distinguish what a transition may be when it is needed for "
        "the first time; machines that differ in the names of states not yet used, or in left and "
        "right, need to be looked at only once. Runs that have not halted after 21 steps are seen "
        "to go on for ever: they repeat themselves, or stay in a set that they cannot leave.",
        modules=_THREE,
    ),
    Fact(
        "most-cells-of-three-states",
        "classes",
        ": MostLeft 3 2 6",
        "Among all machines with 3 states and 2 symbols that halt, started on the blank tape, 6 "
        "is the greatest number of cells that are not blank then: one of them leaves exactly 6, "
        "and none leaves more.",
        "mostLeft_three",
        "The machines that halt are found by the search that also finds the greatest number of "
        "steps, and what they leave is counted.",
        modules=_THREE,
    ),
    Fact(
        "running-for-ever-with-three-states",
        "classes",
        "(M : Machine 3 2) (h : M.RunsFor 22) : M.NeverHalts",
        "A machine with 3 states and 2 symbols that, started on the blank tape, does not halt in "
        "fewer than 22 steps never halts.",
        "Machine.neverHalts_iff.mpr fun ⟨t, ht⟩ =>\n"
        "    h t (Nat.lt_succ_of_le (mostSteps_three.2 M t ht)) ht.1",
        "If it halted, it would halt after at most 21 steps, since 21 is the greatest number of "
        "steps of any such machine.",
        modules=_THREE,
    ),
    Fact(
        "renamed-states",
        "symmetry",
        f"{_M} {{σ : Fin n → Fin n}} (hσ : ∀ q, σ (σ q) = q) (hzero : σ 0 = 0) (N : Nat) : "
        "(M.rename σ).HaltsAfter N ↔ M.HaltsAfter N",
        "If states of a machine exchange their names, each with another one or with none, and the "
        "start state keeps its name, then the renamed machine halts after exactly N steps, started "
        "on the blank tape, if and only if the machine does.",
        "Machine.haltsAfter_rename hσ hzero",
        "By induction on the number of steps, the configurations of the renamed machine are those "
        "of the machine but for the names of the states, and both start in the same configuration.",
    ),
    Fact(
        "renamed-states-never-halt",
        "symmetry",
        f"{_M} {{σ : Fin n → Fin n}} (hσ : ∀ q, σ (σ q) = q) (hzero : σ 0 = 0) : "
        "(M.rename σ).NeverHalts ↔ M.NeverHalts",
        "If states of a machine exchange their names, each with another one or with none, and the "
        "start state keeps its name, then the renamed machine, started on the blank tape, never "
        "halts if and only if the machine never halts.",
        "Machine.neverHalts_rename hσ hzero",
        "If one of them halted after N steps, the other one would, too.",
    ),
    Fact(
        "mirror-images",
        "symmetry",
        f"{_M} (N : Nat) : M.mirror.HaltsAfter N ↔ M.HaltsAfter N",
        "The mirror image of a machine, in which left and right are exchanged in all transitions, "
        "halts after exactly N steps, started on the blank tape, if and only if the machine does.",
        "Machine.haltsAfter_mirror",
        "By induction on the number of steps, the configurations of the mirror image are the "
        "mirror images of those of the machine, and the blank tape is its own mirror image.",
    ),
    Fact(
        "mirror-images-leave-as-much",
        "symmetry",
        f"{_M} (s : Nat) : M.mirror.HaltsLeaving s ↔ M.HaltsLeaving s",
        "The mirror image of a machine, in which left and right are exchanged in all transitions, "
        "started on the blank tape, halts with exactly s cells not blank if and only if the "
        "machine does.",
        "Machine.haltsLeaving_mirror",
        "The tape that it leaves is the mirror image of the one that the machine leaves, and as "
        "many cells of it are not blank.",
    ),
)


class General(GeneralFamily):
    """What holds of every machine."""

    name = "general"
    summary = "(any machine) has a property that all machines have"
    title = "A fact about all machines"
    strata = ("halting", "runs", "tape", "space", "bounds", "loops", "classes", "symmetry")
    induction = False
    meanings = (
        "- **Machines.** A Turing machine has a finite number of states and a finite number of "
        "symbols, at least one of each. For each state and each symbol, its table has a "
        "transition: a symbol to write, a direction, left or right, and the next state or that it "
        "halts.",
        "- **Tape.** The tape is a row of cells, one for each integer, infinite in both "
        "directions; cell *i* + 1 is the right neighbour of cell *i*. Every cell holds one "
        "symbol. One of the symbols, 0, is the blank.",
        "- **Configurations.** A configuration is a state, or that the machine has halted; a "
        "cell, on which the head is; and a symbol for each cell. On the blank tape the machine "
        "starts in its first state, with its head on cell 0, and every cell is blank.",
        "- **Step.** In one step the machine reads the symbol in the cell under its head, and "
        "does what the transition for its state and this symbol says: it writes a symbol into "
        "this cell, moves its head to the left or right neighbour, and goes to its next state or "
        "halts. The step in which it halts writes, moves and is counted like any other. A step of "
        "a machine that has halted changes nothing.",
        "- **Halting.** The machine halts *after exactly N steps* if it has halted after *N* "
        "steps, and after any smaller number of steps it has not; *after at most N steps* if it "
        "halts after exactly *t* steps for some *t* that is not greater than *N*; and *not in "
        "fewer than N steps* if it has not halted after *t* steps for any *t* less than *N*. It "
        "*halts* if it halts after exactly *N* steps for some *N*, and *never halts* if there is "
        "no *t* such that it has halted after *t* steps.",
        "- **Repeating.** The machine *repeats itself from step m on, with period p*, if *p* is "
        "positive, it has not halted after *m* steps, its configuration after *m* + *p* steps is "
        "that after *m* steps, and its configurations after fewer than *m* + *p* steps are all "
        "different.",
        "- **Places.** The machine *moves its head out of every finite part of the tape* if for "
        "any two cells there is a time at which its head is left of both or right of both. It "
        "*never moves its head out of the cells from a to b* if at all times its head is on one "
        "of them.",
    )
    proposition = re.compile(r".*", re.DOTALL)
    sentences = (re.compile(r".*", re.DOTALL),)

    def bare_lines(self, claim: Claim) -> int | None:
        """Return how much of the library the proof of a fact needs, with its own lemmas."""
        return _bare_lines(claim.label)

    @property
    def facts(self) -> Sequence[Fact]:
        """The facts, in the order of their strata."""
        return _FACTS

    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Return None: there is no machine to be run. Lean alone decides."""
        return None


@functools.cache
def _bare_lines(name: str) -> int:
    fact = FAMILY.fact(name)
    needed = excerpt(
        fact.lemmas + fact.proof, namespace=NAMESPACE, header=bare_header(fact.proposition)
    )
    return (needed + fact.lemmas + fact.proof).count("\n") + 1


FAMILY = General()
