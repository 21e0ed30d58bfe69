-- expect: wrong local-definition
-- A `where` clause: what is local to a theorem is compiled.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  key
where key : machine.HaltsAfter 6 := Machine.haltsAfter_of_check (by decide +kernel)
