-- expect: wrong sorry
-- `sorry` five lemmas away.

theorem a1 : 1 = 2 := sorry
theorem a2 : 1 = 2 := a1
theorem a3 : 1 = 2 := a2
theorem a4 : 1 = 2 := a3
theorem a5 : False := absurd a4 (by decide)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := a5.elim
