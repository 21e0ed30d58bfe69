-- expect: proved
-- What `decide +kernel` does not prove is tried in another way.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h : (if (1 : Nat) = 2 then 5 else 6) = 6 := by
    first
    | (have h : (1 : Nat) = 2 := by decide +kernel
       exact absurd h (by omega))
    | rfl
  rw [← h]
  exact Machine.haltsAfter_of_check (by decide +kernel)
