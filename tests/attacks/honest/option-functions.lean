-- expect: proved
-- Functions on options, arrays and strings.

theorem key : (some 6).getD 0 = 6 := rfl
theorem key2 (o : Option Nat) (h : o.isSome) : some (o.get h) = o := Option.some_get h
theorem key3 : #[1, 2, 3].size = 3 := rfl
theorem key4 : "abc".length = 3 := by decide
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key2 (some 1) rfl
  have := key3
  have := key4
  exact key ▸ Machine.haltsAfter_of_check (by decide +kernel)
