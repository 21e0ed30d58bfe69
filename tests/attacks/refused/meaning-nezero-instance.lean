-- expect: wrong statement-changed
-- Another proof that there are two states.

instance two : NeZero 2 := ⟨by decide⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
