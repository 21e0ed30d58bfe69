-- expect: cheating syntax
-- Tactics that write.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  trace_state
  dbg_trace "proved"
  sorry
