-- expect: proved
-- `grind`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h : ∀ a b c : Nat, a = b → b = c → a + c = 2 * b := by
    intro a b c h1 h2
    grind
  exact Machine.haltsAfter_of_check (by decide +kernel)
