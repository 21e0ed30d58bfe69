module

public import BBSynth.Mirror

/-!
# Machines that behave alike

A machine does the same as its mirror image, with left and right exchanged, and the same as a
machine whose states have other names, as long as the initial state keeps its own.

## Main definitions

* `BBSynth.Machine.rename`: the machine with its states renamed

## Main results

* `BBSynth.Machine.run_rename`: the run of a machine with other names of its states
* `BBSynth.Machine.haltsAfter_mirror`, `BBSynth.Machine.haltsLeaving_mirror`,
  `BBSynth.Machine.haltsAfter_rename`, `BBSynth.Machine.haltsLeaving_rename`: they halt at the same
  time, and leave the same number of cells
-/

@[expose] public section

namespace BBSynth

/-- The configuration with another name of its state. -/
def Config.rename {n k : Nat} (σ : Fin n → Fin n) (c : Config n k) : Config n k :=
  { c with state := c.state.map σ }

/-- The machine with its states renamed, by a renaming `σ` that is its own inverse: state `σ q` does
what state `q` did. -/
def Machine.rename {n k : Nat} (σ : Fin n → Fin n) (M : Machine n k) : Machine n k := fun q s =>
  { M (σ q) s with next := (M (σ q) s).next.map σ }

/-- Two states exchanged. -/
def Fin.swap {n : Nat} (a b : Fin n) (q : Fin n) : Fin n :=
  if q = a then b else if q = b then a else q

/-- Exchanged twice, states are what they were. -/
theorem Fin.swap_swap {n : Nat} (a b q : Fin n) : swap a b (swap a b q) = q := by
  unfold swap
  by_cases ha : q = a
  · subst ha
    by_cases hb : b = q
    · rw [if_pos rfl, if_pos hb, hb]
    · rw [if_pos rfl, if_neg hb, if_pos rfl]
  · by_cases hb : q = b
    · subst hb
      rw [if_neg ha, if_pos rfl, if_pos rfl]
    · rw [if_neg ha, if_neg hb, if_neg ha, if_neg hb]

/-- Other states are not exchanged. -/
theorem Fin.swap_of_ne {n : Nat} {a b q : Fin n} (ha : q ≠ a) (hb : q ≠ b) : swap a b q = q := by
  unfold swap
  rw [if_neg ha, if_neg hb]

/-- The first of two states becomes the second. -/
theorem Fin.swap_left {n : Nat} (a b : Fin n) : swap a b a = b := if_pos rfl

namespace Machine

variable {n k : Nat} {M : Machine n k} {c : Config n k} {σ : Fin n → Fin n}

/-- A machine with its states renamed makes the same step, states renamed. -/
theorem step_rename (hσ : ∀ q, σ (σ q) = q) :
    (M.rename σ).step (c.rename σ) = (M.step c).rename σ := by
  cases hc : c.state with
  | none =>
    have hq : (c.rename σ).Halted := by show c.state.map σ = none; rw [hc]; rfl
    rw [step_of_halted hc, step_of_halted hq]
  | some q =>
    have hq : (c.rename σ).state = some (σ q) := by show c.state.map σ = _; rw [hc]; rfl
    unfold step
    rw [hc, hq]
    simp only [Config.rename, rename, hσ]

/-- A machine with its states renamed makes the same run, states renamed. -/
theorem run_rename (hσ : ∀ q, σ (σ q) = q) (t : Nat) :
    (M.rename σ).run t (c.rename σ) = (M.run t c).rename σ := by
  induction t generalizing c with
  | zero => rfl
  | succ t ih => rw [run_succ, run_succ, step_rename hσ, ih]

/-- Renaming states does not matter to whether a machine has halted. -/
theorem halted_rename : (c.rename σ).Halted ↔ c.Halted := by
  show c.state.map σ = none ↔ c.state = none
  exact Option.map_eq_none_iff

/-- Renaming states and the mirror image may be taken in either order. -/
theorem mirror_rename : (M.rename σ).mirror = M.mirror.rename σ := rfl

/-- The mirror image of the mirror image is the machine. -/
theorem mirror_mirror : M.mirror.mirror = M := by
  funext q s
  show ((M q s).mirror).mirror = M q s
  unfold Transition.mirror
  cases M q s with
  | mk write move next => cases move <;> rfl

variable [NeZero n] [NeZero k]

/-- A machine with its states renamed, the initial one left as it is, makes the same run from the
blank tape, states renamed. -/
theorem run_rename_initial (hσ : ∀ q, σ (σ q) = q) (hzero : σ 0 = 0) (t : Nat) :
    (M.rename σ).run t .initial = (M.run t .initial).rename σ := by
  rw [← run_rename hσ]
  congr 1
  unfold Config.rename Config.initial
  simp only [Option.map_some, hzero]

/-- A machine with renamed states halts at the same time. -/
theorem haltsAfter_rename (hσ : ∀ q, σ (σ q) = q) (hzero : σ 0 = 0) {N : Nat} :
    (M.rename σ).HaltsAfter N ↔ M.HaltsAfter N := by
  unfold HaltsAfter
  simp only [run_rename_initial hσ hzero, halted_rename]

/-- A machine with renamed states leaves as many cells. -/
theorem haltsLeaving_rename (hσ : ∀ q, σ (σ q) = q) (hzero : σ 0 = 0) {s : Nat} :
    (M.rename σ).HaltsLeaving s ↔ M.HaltsLeaving s := by
  unfold HaltsLeaving
  simp only [haltsAfter_rename hσ hzero, run_rename_initial hσ hzero]
  exact Iff.rfl

/-- The mirror image of a machine halts at the same time. -/
theorem haltsAfter_mirror {N : Nat} : M.mirror.HaltsAfter N ↔ M.HaltsAfter N := by
  unfold HaltsAfter
  rw [← mirror_initial]
  simp only [run_mirror]
  exact Iff.rfl

/-- A machine halts leaving as many cells that are not blank as its mirror image. -/
theorem haltsLeaving_of_mirror {s : Nat} (h : M.mirror.HaltsLeaving s) : M.HaltsLeaving s := by
  obtain ⟨N, hN, cells, hnodup, hlength, hmem⟩ := h
  refine ⟨N, haltsAfter_mirror.mp hN, cells.map fun i => -i, ?_, by rw [List.length_map, hlength],
    fun i => ?_⟩
  · refine List.pairwise_map.mpr (hnodup.imp ?_)
    intro a b hab heq
    omega
  · rw [← mirror_initial, run_mirror] at hmem
    have htape : ∀ j, ((M.run N .initial).mirror).tape j = (M.run N .initial).tape (-j) :=
      fun _ => rfl
    rw [List.mem_map]
    constructor
    · rintro ⟨j, hj, rfl⟩
      have := (hmem j).mp hj
      rwa [htape] at this
    · intro hi
      exact ⟨-i, (hmem (-i)).mpr (by rwa [htape, Int.neg_neg]), Int.neg_neg i⟩

/-- The mirror image of a machine leaves as many cells. -/
theorem haltsLeaving_mirror {s : Nat} : M.mirror.HaltsLeaving s ↔ M.HaltsLeaving s :=
  ⟨haltsLeaving_of_mirror, fun h => haltsLeaving_of_mirror (by rwa [mirror_mirror])⟩

end Machine

end BBSynth
