-- expect: wrong elaboration
-- Universe tricks: a statement over `Type 1` that looks the same.

universe u
variable {α : Type u}
theorem halts_after_1RB1LB_1LA1RZ.{v} : machine.HaltsAfter 7 := by
  sorry
