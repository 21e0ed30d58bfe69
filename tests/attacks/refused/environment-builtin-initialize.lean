-- expect: cheating command
-- `builtin_initialize` does so for the whole process.

builtin_initialize counter : IO.Ref Nat ← IO.mkRef 0
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
