-- expect: proved
-- Options about linters and printing.

set_option linter.unusedVariables false
set_option pp.all true
set_option autoImplicit false
set_option relaxedAutoImplicit false
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
