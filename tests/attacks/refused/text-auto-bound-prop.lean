-- expect: wrong statement-changed
-- Auto-bound implicit: a name that is not there becomes any proposition.

set_option autoImplicit true
set_option relaxedAutoImplicit true
theorem halts_after_1RB1LB_1LA1RZ : Nonempty Machine.HaltsAfterSeven ∨ True :=
  .inr trivial
