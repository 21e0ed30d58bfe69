-- expect: proved
-- A default value that asks the kernel, tried first with a number for which it says no.

theorem haltsIn (n : Nat) (h : machine.haltsAfterCheck n = true := by decide +kernel) :
    machine.HaltsAfter n := Machine.haltsAfter_of_check h

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  first
  | have h := haltsIn 3
  | have h := haltsIn 6
  exact h
