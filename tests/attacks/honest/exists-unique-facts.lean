-- expect: proved
-- Facts of the library.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h : machine.HaltsAfter 6 := Machine.haltsAfter_of_check (by decide +kernel)
  have : ∀ N, machine.HaltsAfter N → N = 6 := fun N hN => hN.unique h
  exact h
