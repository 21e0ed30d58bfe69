-- expect: proved
-- `have` without a name, `this`, `‹›`, `‹_›`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have : machine.HaltsAfter 6 := Machine.haltsAfter_of_check (by decide +kernel)
  exact ‹machine.HaltsAfter 6›
