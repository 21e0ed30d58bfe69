-- expect: wrong
-- The same with the whole configuration given.

namespace A
def true : Bool := panic! "@bbsynth"
theorem _root_.halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (config := { decide := true })
  sorry
