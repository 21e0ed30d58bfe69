-- expect: cheating syntax
-- A configuration that never ends: compiled code cannot be interrupted.

def loop (n : Nat) : Nat := if h : n = 0 then 100000 else loop (n - 1)
termination_by n
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := loop (10 ^ 30))
  sorry
