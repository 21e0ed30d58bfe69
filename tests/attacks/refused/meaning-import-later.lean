-- expect: wrong sorry
-- An import in the middle of the text.

theorem easy : True := trivial
import Lean
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
