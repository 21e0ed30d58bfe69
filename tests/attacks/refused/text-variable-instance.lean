-- expect: wrong statement-changed
-- A contradictory instance as a `variable`.

variable [h : Inhabited Empty]
include h
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  h.default.elim
