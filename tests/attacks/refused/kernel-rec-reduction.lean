-- expect: wrong sorry
-- Recursion on an equation that does not hold.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have h : @Eq.rec Nat 0 (fun n _ => Nat) (0 : Nat) 1 sorry = 1 := rfl
  exact sorry
