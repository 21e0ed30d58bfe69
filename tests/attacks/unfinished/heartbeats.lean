-- expect: wrong elaboration
-- Lean runs out of heartbeats.

set_option maxHeartbeats 200 in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h : ∀ a b c d : Nat, a * b + c * d = d * c + b * a := by grind
  exact Machine.haltsAfter_of_check (by decide +kernel)
