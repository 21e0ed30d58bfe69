-- expect: proved
-- `attribute [local simp]` and `attribute [-simp]`.

attribute [local simp] Machine.run_zero
attribute [-simp] Machine.run_zero
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
