-- expect: wrong elaboration
-- Every tactic under `try`: nothing fails, and nothing is proved.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  try decide
  try omega
  try simp
