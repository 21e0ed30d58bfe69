-- expect: proved
-- `rw` and `nth_rewrite`-like settings.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h : ∀ a b : Nat, a + b + (a + b) = b + a + (a + b) := by
    intro a b
    rw (occs := .pos [1]) [Nat.add_comm a b]
  exact Machine.haltsAfter_of_check (by decide +kernel)
