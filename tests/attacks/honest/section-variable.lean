-- expect: proved
-- A section with variables and `include`.

section
variable (n : Nat) (h : n = 6)
include h
theorem key : machine.HaltsAfter n := by
  subst h
  exact Machine.haltsAfter_of_check (by decide +kernel)
end
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  key 6 rfl
