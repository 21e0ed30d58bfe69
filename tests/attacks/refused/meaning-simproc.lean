-- expect: cheating command
-- A `simproc` is a program.

simproc seven (machine.HaltsAfter 7) := fun _ => return .continue
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  simp
