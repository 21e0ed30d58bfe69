-- expect: proved
-- `grind` for implications.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h : ∀ a b c : Nat, a = b → b = c → (a < 3 → c < 3) := by grind
  exact Machine.haltsAfter_of_check (by decide +kernel)
