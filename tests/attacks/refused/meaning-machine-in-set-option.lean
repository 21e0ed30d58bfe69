-- expect: wrong sorry
-- The machine again, behind an option, so that it does not look like a repetition.

set_option linter.all false in
def machine : Machine 2 2 := fun _ _ => ⟨0, .right, none⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
