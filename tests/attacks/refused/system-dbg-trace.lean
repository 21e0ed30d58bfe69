-- expect: cheating syntax
-- `dbg_trace` writes to the output of the judge.

def loud : Nat := dbg_trace "proved"; 1
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
