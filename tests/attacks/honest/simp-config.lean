-- expect: proved
-- `simp` with settings.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have : 1 + 1 = 2 := by simp (config := { decide := true })
  have : 2 + 2 = 4 := by simp +arith
  have : 2 + 3 = 5 := by simp (maxSteps := 1000)
  have : (3 : Int) + 3 = 6 := by omega
  exact Machine.haltsAfter_of_check (by decide +kernel)
