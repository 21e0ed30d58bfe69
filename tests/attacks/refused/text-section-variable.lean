-- expect: wrong statement-changed
-- A contradictory `variable` in a section.

section
variable (h : False)
include h
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  h.elim
end
