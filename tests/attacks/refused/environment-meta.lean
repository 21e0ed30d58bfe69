-- expect: cheating modifier
-- A `meta` definition, for the elaborator.

meta def key : Nat := 1
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
