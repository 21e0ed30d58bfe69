-- expect: proved
-- `simp` and `simp only`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h : 2 + 4 = 6 := by simp
  have : ¬ 7 ≤ 6 := by simp only [Nat.reduceLeDiff, not_false_eq_true]
  simpa only [← h] using Machine.haltsAfter_of_check (by decide +kernel)
