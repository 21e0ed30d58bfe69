-- expect: wrong statement-changed
-- A number that only looks like 7 through a definition.

def seven : Nat := 6
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter seven :=
  Machine.haltsAfter_of_check (N := 6) (by decide +kernel)
