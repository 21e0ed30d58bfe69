-- expect: cheating command
-- `initialize` runs code and keeps state for the next candidate.

initialize counter : IO.Ref Nat ← IO.mkRef 0
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
