-- expect: cheating option
-- Traces flood the messages.

set_option trace.Meta.synthInstance true
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
