-- expect: cheating command
-- The documentation of a constant of the library is changed.

/-- Halts. -/
add_decl_doc BBSynth.Machine.HaltsAfter
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
