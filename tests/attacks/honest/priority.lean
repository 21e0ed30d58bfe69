-- expect: proved
-- Priorities in words.

@[simp high] theorem one : 1 + 0 = 1 := rfl
instance (priority := low) small : Inhabited Nat := ⟨0⟩
instance (priority := mid) smaller : Inhabited Nat := ⟨0⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
