-- expect: cheating command
-- `#guard_msgs` expects the error.

/-- error: failed -/
#guard_msgs (error) in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  fail "failed"
