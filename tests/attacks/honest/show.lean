-- expect: proved
-- `show` and `change`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  show Machine.HaltsAfter machine 6
  change BBSynth.Machine.HaltsAfter machine (3 + 3)
  exact Machine.haltsAfter_of_check (by decide +kernel)
