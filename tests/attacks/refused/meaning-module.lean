-- expect: wrong sorry
-- The candidate calls itself a module, in which proofs are private.

module
public import BBSynth
open BBSynth
public section
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
