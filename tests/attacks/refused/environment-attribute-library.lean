-- expect: wrong elaboration
-- Attributes of the library's constants are changed.

attribute [simp] BBSynth.Machine.HaltsAfter
attribute [irreducible] BBSynth.Machine.run
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  simp
