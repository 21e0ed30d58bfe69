module

public import BBSynth.Halting
public import BBSynth.Simulate
public import BBSynth.Predicates

/-!
# Bounds on the halting time, and what is not so

What follows from a run that halts, computed in blocks (see `BBSynth.Halting`), or from one that is
still going on. In all of these `steps` is a number that is no less than the halting time.

## Main results

* `BBSynth.Machine.halts_of_check`, `BBSynth.Machine.haltsWithin_of_check`,
  `BBSynth.Machine.runsFor_of_check`, `BBSynth.Machine.runsFor_of_run`
* `BBSynth.Machine.not_haltsAfter_of_check`, `BBSynth.Machine.not_haltsWithin_of_check`,
  `BBSynth.Machine.not_runsFor_of_check`, `BBSynth.Machine.not_neverHalts_of_check`,
  `BBSynth.Machine.not_haltsLeaving_of_check`: the negations, for machines that halt
* `BBSynth.Machine.not_haltsAfter_of_run`, `BBSynth.Machine.not_haltsWithin_of_run`: the negations,
  for machines that are still running
* `BBSynth.Machine.NeverHalts.not_haltsAfter` and others: the negations, for machines that never
  halt
-/

@[expose] public section

namespace BBSynth

namespace Machine

variable {n k : Nat}

/-- Computes whether the machine halts, after at most `steps` steps and after a number of them
that satisfies `p`. -/
noncomputable def haltingTimeCheck (M : Machine n k) (steps : Nat) (p : Nat → Bool) : Bool :=
  Passage.rec (motive := fun _ => Bool) false (fun t _ => p t) (fun _ _ _ => false)
    (fun _ _ _ => false) (M.haltingPassage steps)

/-- Computes whether the machine is still running after `steps` steps; some thousands of them. -/
noncomputable def runningCheck (M : Machine n k) (steps : Nat) : Bool :=
  eager M.table fun table =>
  Option.rec (motive := fun _ => Bool) false
    (fun x => Nat.rec (motive := fun _ => Bool) false (fun _ _ => true) x.state)
    (simulate n k table steps 1 0 0 steps)

variable [NeZero n] [NeZero k] {M : Machine n k}

/-- If the check succeeds, the machine halts, after a time of which `p` holds. -/
theorem exists_haltsAfter_of_check {steps : Nat} {p : Nat → Bool}
    (h : M.haltingTimeCheck steps p = true) : ∃ t, p t = true ∧ M.HaltsAfter t := by
  obtain ⟨_, _, htells⟩ := tells_haltingPassage (M := M) steps
  unfold haltingTimeCheck at h
  generalize M.haltingPassage steps = passage at h htells
  cases passage with
  | halted t b =>
    obtain ⟨hin, -, hhalted⟩ := htells
    exact ⟨t, h, hhalted, hin.running⟩
  | _ => cases h

/-! ### Halting, within a number of steps, or not before -/

/-- **Halting, by computation**: `Machine.halts_of_check (steps := …) (by decide +kernel)`. -/
theorem halts_of_check {steps : Nat} (h : M.haltingTimeCheck steps (fun _ => true) = true) :
    M.Halts :=
  have ⟨t, _, ht⟩ := exists_haltsAfter_of_check h
  ⟨t, ht⟩

/-- **Halting within `N` steps, by computation**:
`Machine.haltsWithin_of_check (steps := …) (by decide +kernel)`. -/
theorem haltsWithin_of_check {N steps : Nat}
    (h : M.haltingTimeCheck steps (fun t => Nat.ble t N) = true) : M.HaltsWithin N :=
  have ⟨t, hle, ht⟩ := exists_haltsAfter_of_check h
  ⟨t, Nat.le_of_ble_eq_true hle, ht⟩

/-- **Not halting before `N` steps, by computation**, for a machine that halts:
`Machine.runsFor_of_check (steps := …) (by decide +kernel)`. -/
theorem runsFor_of_check {N steps : Nat}
    (h : M.haltingTimeCheck steps (fun t => Nat.ble N t) = true) : M.RunsFor N :=
  have ⟨_, hle, ht⟩ := exists_haltsAfter_of_check h
  fun s hs => ht.2 s (Nat.lt_of_lt_of_le hs (Nat.le_of_ble_eq_true hle))

/-- A machine that is still running has not halted before. -/
theorem not_halted_of_check {steps : Nat} (h : M.runningCheck steps = true) :
    ¬ (M.run steps .initial).Halted := by
  unfold runningCheck at h
  rw [eager_eq] at h
  cases hx : simulate n k M.table steps 1 0 0 steps with
  | none => rw [hx] at h; cases h
  | some x =>
    rw [hx] at h
    have hshows := (Shows.simulate (e := 0) (Shows.initial (n := n) (k := k) (steps + 0)) hx).2
    cases hq : x.state with
    | zero => simp only [hq] at h <;> cases h
    | succ q => rw [hq] at hshows; exact hshows.not_halted

/-- **Not halting before `N` steps, by computation**, for any machine:
`Machine.runsFor_of_run (by decide +kernel)`, where `N` is not more than some thousands. The check
is whether the machine is still running after `N - 1` steps. -/
theorem runsFor_of_run {N : Nat} (h : M.runningCheck (N - 1) = true) : M.RunsFor N :=
  fun _ ht hhalted => not_halted_of_check h (halted_of_le (Nat.le_sub_one_of_lt ht) hhalted)

/-- A machine that halts after `N` steps halts. -/
theorem HaltsAfter.halts {N : Nat} (h : M.HaltsAfter N) : M.Halts := ⟨N, h⟩

/-- A machine that halts after `N` steps halts within `N` or more. -/
theorem HaltsAfter.haltsWithin {N N' : Nat} (h : M.HaltsAfter N) (hle : N ≤ N') :
    M.HaltsWithin N' := ⟨N, hle, h⟩

/-- A machine that halts after `N` steps makes `N` steps, or fewer. -/
theorem HaltsAfter.runsFor {N N' : Nat} (h : M.HaltsAfter N) (hle : N' ≤ N) : M.RunsFor N' :=
  fun t ht => h.2 t (Nat.lt_of_lt_of_le ht hle)

/-- A machine that never halts makes any number of steps. -/
theorem NeverHalts.runsFor (h : M.NeverHalts) (N : Nat) : M.RunsFor N := fun t _ => h t

/-! ### The negations, for machines that halt -/

/-- A machine that halts after `N` steps does not halt after another number. -/
theorem HaltsAfter.not_haltsAfter {N N' : Nat} (h : M.HaltsAfter N) (hne : N ≠ N') :
    ¬ M.HaltsAfter N' := fun h' => hne (h.unique h')

/-- A machine that halts after `N` steps does not halt within fewer. -/
theorem HaltsAfter.not_haltsWithin {N N' : Nat} (h : M.HaltsAfter N) (hlt : N' < N) :
    ¬ M.HaltsWithin N' := fun ⟨t, hle, ht⟩ => by have := h.unique ht; omega

/-- A machine that halts after `N` steps does not make more. -/
theorem HaltsAfter.not_runsFor {N N' : Nat} (h : M.HaltsAfter N) (hlt : N < N') :
    ¬ M.RunsFor N' := fun h' => h' N hlt h.1

/-- A machine that halts is not one that never does. -/
theorem Halts.not_neverHalts (h : M.Halts) : ¬ M.NeverHalts := fun h' => neverHalts_iff.mp h' h

/-- **Not halting after exactly `N` steps**, for a machine that halts after another number of them:
`Machine.not_haltsAfter_of_check (steps := …) (by decide +kernel)`. -/
theorem not_haltsAfter_of_check {N steps : Nat}
    (h : M.haltingTimeCheck steps (fun t => Bool.not (Nat.beq t N)) = true) : ¬ M.HaltsAfter N := by
  obtain ⟨t, hne, ht⟩ := exists_haltsAfter_of_check h
  refine ht.not_haltsAfter ?_
  rintro rfl
  rw [Nat.beq_refl t] at hne
  cases hne

/-- **Not halting within `N` steps**, for a machine that halts later:
`Machine.not_haltsWithin_of_check (steps := …) (by decide +kernel)`. -/
theorem not_haltsWithin_of_check {N steps : Nat}
    (h : M.haltingTimeCheck steps (fun t => Nat.ble (Nat.succ N) t) = true) : ¬ M.HaltsWithin N :=
  have ⟨_, hlt, ht⟩ := exists_haltsAfter_of_check h
  ht.not_haltsWithin (Nat.le_of_ble_eq_true hlt)

/-- **Halting before `N` steps**, as the negation of `RunsFor`:
`Machine.not_runsFor_of_check (steps := …) (by decide +kernel)`. -/
theorem not_runsFor_of_check {N steps : Nat}
    (h : M.haltingTimeCheck steps (fun t => Nat.ble (Nat.succ t) N) = true) : ¬ M.RunsFor N :=
  have ⟨_, hlt, ht⟩ := exists_haltsAfter_of_check h
  ht.not_runsFor (Nat.le_of_ble_eq_true hlt)

/-- **Halting**, as the negation of never halting:
`Machine.not_neverHalts_of_check (steps := …) (by decide +kernel)`. -/
theorem not_neverHalts_of_check {steps : Nat}
    (h : M.haltingTimeCheck steps (fun _ => true) = true) : ¬ M.NeverHalts :=
  (halts_of_check h).not_neverHalts

/-! ### The negations, for machines that are still running -/

/-- A machine that makes more than `N` steps does not halt within `N`. -/
theorem RunsFor.not_haltsWithin {N : Nat} (h : M.RunsFor (N + 1)) : ¬ M.HaltsWithin N :=
  fun ⟨t, hle, ht⟩ => h t (Nat.lt_succ_of_le hle) ht.1

/-- **Not halting within `N` steps**, for a machine that is still running after them:
`Machine.not_haltsWithin_of_run (by decide +kernel)`. -/
theorem not_haltsWithin_of_run {N : Nat} (h : M.runningCheck N = true) : ¬ M.HaltsWithin N :=
  (runsFor_of_run (N := N + 1) h).not_haltsWithin

/-- **Not halting after exactly `N` steps**, for a machine that is still running after them:
`Machine.not_haltsAfter_of_run (by decide +kernel)`. -/
theorem not_haltsAfter_of_run {N : Nat} (h : M.runningCheck N = true) : ¬ M.HaltsAfter N :=
  fun h' => not_halted_of_check h h'.1

/-! ### The negations, for machines that never halt -/

/-- A machine that never halts does not halt. -/
theorem NeverHalts.not_halts (h : M.NeverHalts) : ¬ M.Halts := neverHalts_iff.mp h

/-- A machine that never halts does not halt after `N` steps. -/
theorem NeverHalts.not_haltsAfter (h : M.NeverHalts) (N : Nat) : ¬ M.HaltsAfter N :=
  fun h' => h N h'.1

/-- A machine that never halts does not halt within `N` steps. -/
theorem NeverHalts.not_haltsWithin (h : M.NeverHalts) (N : Nat) : ¬ M.HaltsWithin N :=
  fun ⟨t, _, ht⟩ => h t ht.1

/-- A machine that never halts does not halt leaving `s` cells that are not blank. -/
theorem NeverHalts.not_haltsLeaving (h : M.NeverHalts) (s : Nat) : ¬ M.HaltsLeaving s :=
  fun ⟨N, hN, _⟩ => h N hN.1

/-- A machine that never halts does not halt having visited `s` cells. -/
theorem NeverHalts.not_visitsExactly (h : M.NeverHalts) (s : Nat) : ¬ M.VisitsExactly s :=
  fun ⟨N, hN, _⟩ => h N hN.1

/-- A machine that never halts does not halt with any tape. -/
theorem NeverHalts.not_haltsWith (h : M.NeverHalts) (start : Int) (symbols : List (Fin k))
    (head : Int) : ¬ M.HaltsWith start symbols head :=
  fun ⟨N, hN, _⟩ => h N hN.1

end Machine

/-! ### Numbers of cells -/

/-- A list without repetitions is no longer than one that has all its members. -/
theorem List.length_le_of_subset {xs ys : List Int} (hx : xs.Nodup) (h : ∀ i, i ∈ xs → i ∈ ys) :
    xs.length ≤ ys.length := by
  induction xs generalizing ys with
  | nil => exact Nat.zero_le _
  | cons x xs ih =>
    obtain ⟨hnot, hx⟩ := List.nodup_cons.mp hx
    have hmem := h x List.mem_cons_self
    have hle := ih (ys := ys.erase x) hx fun i hi =>
      (List.mem_erase_of_ne (by rintro rfl; exact hnot hi)).mpr (h i (List.mem_cons_of_mem x hi))
    rw [List.length_erase_of_mem hmem] at hle
    have := List.length_pos_of_mem hmem
    rw [List.length_cons]
    omega

/-- Two lists without repetition that have the same members are of the same length. -/
theorem List.length_eq_of_mem_iff {xs ys : List Int} (hx : xs.Nodup) (hy : ys.Nodup)
    (h : ∀ i, i ∈ xs ↔ i ∈ ys) : xs.length = ys.length :=
  Nat.le_antisymm (length_le_of_subset hx fun i => (h i).mp)
    (length_le_of_subset hy fun i => (h i).mpr)

namespace Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-- The number of cells that are left is unique. -/
theorem HaltsLeaving.unique {s s' : Nat} (h : M.HaltsLeaving s) (h' : M.HaltsLeaving s') :
    s = s' := by
  obtain ⟨N, hN, cells, hnodup, hlength, hmem⟩ := h
  obtain ⟨N', hN', cells', hnodup', hlength', hmem'⟩ := h'
  obtain rfl := hN.unique hN'
  rw [← hlength, ← hlength']
  exact List.length_eq_of_mem_iff hnodup hnodup' fun i => (hmem i).trans (hmem' i).symm

/-- A machine that halts leaving `s` cells that are not blank does not leave another number. -/
theorem HaltsLeaving.not_haltsLeaving {s s' : Nat} (h : M.HaltsLeaving s) (hne : s ≠ s') :
    ¬ M.HaltsLeaving s' := fun h' => hne (h.unique h')

/-- Computes whether the machine halts after at most `steps` steps, and leaves a number of
non-blank cells that is not `s`. -/
noncomputable def leavesOtherCheck (M : Machine n k) (steps s : Nat) : Bool :=
  Passage.rec (motive := fun _ => Bool) false (fun _ b => Bool.not (Nat.beq b.nonBlank s))
    (fun _ _ _ => false) (fun _ _ _ => false) (M.haltingPassage steps)

/-- **Not leaving exactly `s` cells**, for a machine that halts and leaves another number:
`Machine.not_haltsLeaving_of_check (steps := …) (by decide +kernel)`. -/
theorem not_haltsLeaving_of_check {s steps : Nat} (h : M.leavesOtherCheck steps s = true) :
    ¬ M.HaltsLeaving s := by
  unfold leavesOtherCheck at h
  cases hpassage : M.haltingPassage steps with
  | halted t b =>
    rw [hpassage] at h
    have hcheck : M.haltsLeavingCheck steps b.nonBlank = true := by
      unfold haltsLeavingCheck
      rw [hpassage]
      exact Nat.beq_refl _
    refine (haltsLeaving_of_check hcheck).not_haltsLeaving ?_
    rintro rfl
    simp only [Nat.beq_refl] at h
    cases h
  | _ => rw [hpassage] at h; cases h

end Machine

end BBSynth
