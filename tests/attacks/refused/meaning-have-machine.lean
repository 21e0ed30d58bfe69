-- expect: wrong statement-changed
-- A `have` in the statement hides what the machine is.

theorem halts_after_1RB1LB_1LA1RZ : have seven := 6; machine.HaltsAfter seven :=
  Machine.haltsAfter_of_check (N := 6) (by decide +kernel)
