-- expect: wrong elaboration
-- Auto-bound implicit: `machine'`, a slip of the pen, is any machine, and the hypothesis is the claim.

set_option autoImplicit true
theorem halts_after_1RB1LB_1LA1RZ (h : machine'.HaltsAfter 7) : machine'.HaltsAfter 7 :=
  h
