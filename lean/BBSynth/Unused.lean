module

public import BBSynth.Run
public import BBSynth.Predicates

/-!
# Transitions that are never used

If a machine whose transition for state `q` and symbol `s` is changed into a halt never halts, then
the machine never comes to use that transition. So whatever proves that machines never halt also
proves that transitions are never used.

## Main definitions

* `BBSynth.Machine.without`: the machine with a transition changed into a halt

## Main results

* `BBSynth.Machine.neverUses_of_neverHalts`: the argument
* `BBSynth.Machine.neverHalts_of_neverUses`: the converse, for the machine without the transition
-/

@[expose] public section

namespace BBSynth.Machine

variable {n k : Nat}

/-- The machine that halts where the machine would use the transition for state `q` and symbol
`s`. -/
def without (M : Machine n k) (q : Fin n) (s : Fin k) : Machine n k := fun q' s' =>
  if q' = q ∧ s' = s then { M q' s' with next := none } else M q' s'

variable {M : Machine n k} {c : Config n k} {q : Fin n} {s : Fin k}

/-- Without a transition that is not used, a step is the same. -/
theorem step_without (h : ¬ (c.state = some q ∧ c.tape c.head = s)) :
    (M.without q s).step c = M.step c := by
  unfold step
  cases hc : c.state with
  | none => rfl
  | some q' =>
    have : ¬ (q' = q ∧ c.tape c.head = s) := fun h' => h ⟨by rw [hc, h'.1], h'.2⟩
    simp only [without, if_neg this]

/-- Without the transition that is used, the step halts. -/
theorem halted_step_without (h : c.state = some q ∧ c.tape c.head = s) :
    ((M.without q s).step c).Halted := by
  unfold step Config.Halted
  simp only [h.1, without, h.2, and_self, if_true]

/-- Without a transition that is not used, a run is the same. -/
theorem run_without {t : Nat}
    (h : ∀ t', t' < t → ¬ ((M.run t' c).state = some q ∧ (M.run t' c).tape (M.run t' c).head = s)) :
    (M.without q s).run t c = M.run t c := by
  induction t generalizing c with
  | zero => rfl
  | succ t ih =>
    rw [run_succ, run_succ, step_without (c := c) (h 0 (Nat.succ_pos t))]
    exact ih fun t' ht' => h (t' + 1) (Nat.succ_lt_succ ht')

variable [NeZero n] [NeZero k]

/-- **A transition that is never used**: prove that the machine without it never halts, for example
`Machine.neverUses_of_neverHalts (Machine.neverHalts_of_noReachableHalt (by decide +kernel))`. -/
theorem neverUses_of_neverHalts (h : (M.without q s).NeverHalts) : M.NeverUses q s := by
  intro t
  induction t using Nat.strongRecOn with
  | _ t ih =>
    intro hused
    apply h (t + 1)
    rw [run_add, run_without ih]
    exact halted_step_without hused

/-- If a transition is never used, and the machine never halts, then it never halts without that
transition either. -/
theorem neverHalts_of_neverUses (h : M.NeverUses q s) (hM : M.NeverHalts) :
    (M.without q s).NeverHalts := by
  intro t
  rw [run_without fun t' _ => h t']
  exact hM t

end BBSynth.Machine
