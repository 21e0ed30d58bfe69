-- expect: cheating declaration
-- A coinductive predicate.

coinductive P : Nat → Prop
  | step : P (n + 1) → P n
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
