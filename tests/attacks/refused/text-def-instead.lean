-- expect: wrong not-a-theorem
-- A `def` where a theorem was asked for.

def halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
