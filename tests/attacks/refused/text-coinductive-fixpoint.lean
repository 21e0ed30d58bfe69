-- expect: wrong elaboration
-- A predicate defined as a greatest fixpoint, and a proof by itself.

def Seven (n : Nat) : Prop := Seven (n + 1) ∧ machine.HaltsAfter 7
coinductive_fixpoint
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have h : Seven 0 := by
    refine Seven.coinduct (fun _ => True) ?_ 0 trivial
    intro n _
    exact ⟨trivial, by decide⟩
  unfold Seven at h
  exact h.2
