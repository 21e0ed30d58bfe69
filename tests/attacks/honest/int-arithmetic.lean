-- expect: proved
-- Arithmetic on integers, as the tape has it.

theorem cells (i : Int) (h : 0 ≤ i) : i + 1 - 1 = i ∧ -i ≤ 0 := by
  constructor <;> omega
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
