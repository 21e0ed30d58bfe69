-- expect: cheating attribute
-- `implemented_by` gives a definition another program.

def lie : Bool := true
@[implemented_by lie] def truth : Bool := false
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Machine.haltsAfter_of_check (by native_decide)
