module

public import BBSynth.Machine

/-!
# First facts about runs

Runs can be put together, a machine that has halted stays as it is, and there is a first time at
which it has halted. So it halts at one time only, or never.

## Main results

* `BBSynth.Config.ext`: configurations are equal if their states, heads and tapes are
* `BBSynth.Machine.run_add`: a run of `s + t` steps is a run of `s` steps and then one of `t`
* `BBSynth.Machine.run_of_halted`: a halted machine stays as it is
* `BBSynth.Machine.HaltsAfter.unique`: a machine halts at one time only
* `BBSynth.Machine.neverHalts_iff`: to never halt is not to halt
-/

@[expose] public section

namespace BBSynth

/-- Configurations are equal if their states, heads and tapes are. -/
theorem Config.ext {n k : Nat} : {c d : Config n k} → c.state = d.state → c.head = d.head →
    c.tape = d.tape → c = d
  | ⟨_, _, _⟩, ⟨_, _, _⟩, rfl, rfl, rfl => rfl

/-- The head moves by one cell at most. -/
theorem Dir.offset_near (d : Dir) : -1 ≤ d.offset ∧ d.offset ≤ 1 := by cases d <;> decide

/-- The blank tape holds `0` on every cell. -/
theorem Config.val_initial {n k : Nat} [NeZero n] [NeZero k] (i : Int) :
    ((Config.initial : Config n k).tape i).val = 0 := Nat.zero_mod k

namespace Machine

variable {n k : Nat} {M : Machine n k} {c : Config n k}

/-- A run of no steps leads nowhere else. -/
@[simp] theorem run_zero : M.run 0 c = c := rfl

/-- A run of `t + 1` steps is one step and then a run of `t`. -/
theorem run_succ (t : Nat) : M.run (t + 1) c = M.run t (M.step c) := rfl

/-- A run of `s + t` steps is a run of `s` steps and then one of `t`. -/
theorem run_add (s t : Nat) : M.run (s + t) c = M.run t (M.run s c) := by
  induction s generalizing c with
  | zero => rw [Nat.zero_add, run_zero]
  | succ s ih => rw [Nat.succ_add, run_succ, run_succ, ih]

/-- A run of `t + 1` steps is a run of `t` and then one step. -/
theorem run_succ' (t : Nat) : M.run (t + 1) c = M.step (M.run t c) := run_add t 1

/-- A step changes nothing once the machine has halted. -/
theorem step_of_halted (h : c.Halted) : M.step c = c := by
  unfold step
  rw [show c.state = none from h]

/-- A run changes nothing once the machine has halted. -/
theorem run_of_halted (h : c.Halted) (t : Nat) : M.run t c = c := by
  induction t with
  | zero => rfl
  | succ t ih => rw [run_succ, step_of_halted h, ih]

/-- Once halted, always halted. -/
theorem halted_of_le {s t : Nat} (h : s ≤ t) (hs : (M.run s c).Halted) : (M.run t c).Halted := by
  obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_le h
  rw [run_add, run_of_halted hs]
  exact hs

variable [NeZero n] [NeZero k]

/-- The halting time is unique. -/
theorem HaltsAfter.unique {N N' : Nat} (h : M.HaltsAfter N) (h' : M.HaltsAfter N') : N = N' := by
  rcases Nat.lt_trichotomy N N' with hlt | heq | hgt
  · exact absurd h.1 (h'.2 N hlt)
  · exact heq
  · exact absurd h'.1 (h.2 N' hgt)

/-- If the machine has halted at some time, then there is a first such time. -/
theorem halts_of_halted {t : Nat} (h : (M.run t .initial).Halted) : M.Halts := by
  induction t using Nat.strongRecOn with
  | _ t ih =>
    by_cases hfirst : ∃ s, s < t ∧ (M.run s .initial).Halted
    · obtain ⟨s, hs, hhalt⟩ := hfirst
      exact ih s hs hhalt
    · exact ⟨t, h, fun s hs hhalt => hfirst ⟨s, hs, hhalt⟩⟩

/-- A machine never halts if and only if it does not halt. -/
theorem neverHalts_iff : M.NeverHalts ↔ ¬ M.Halts :=
  ⟨fun h ⟨N, hN⟩ => h N hN.1, fun h _ ht => h (halts_of_halted ht)⟩

end Machine

end BBSynth
