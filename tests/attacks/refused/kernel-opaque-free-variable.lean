-- expect: cheating declaration
-- The body of an opaque constant.

opaque key (n : Nat) : { m : Nat // m = n } := ⟨n, rfl⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
