-- expect: wrong elaboration
-- An answer that was cut off.

theorem key : machine.HaltsAfter 6 := Machine.haltsAfter_of_check (by decide +kernel)
theorem halts_after_1RB1LB_1L