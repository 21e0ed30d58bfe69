-- expect: cheating command
-- `deriving instance` for a type of the library.

deriving instance Inhabited for BBSynth.Dir
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
