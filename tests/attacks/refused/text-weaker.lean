-- expect: wrong statement-changed
-- Weakened: it has halted after 7 steps, but not for the first time.

theorem halts_after_1RB1LB_1LA1RZ : (machine.run 7 .initial).Halted := by
  rfl
