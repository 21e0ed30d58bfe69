-- expect: wrong sorry
-- An equation of the machine that Lean makes when asked, after a false one.

@[simp] theorem machine_eq : machine 0 0 = ⟨0, .right, none⟩ := sorry
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  simp [machine, machine_eq, Machine.HaltsAfter]
