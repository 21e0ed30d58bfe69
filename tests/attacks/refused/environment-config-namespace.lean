-- expect: cheating syntax
-- A constant of Lean's in a configuration, shadowed in a namespace.

namespace A
def all : Nat := panic! "@bbsynth"
theorem _root_.halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := all)
  sorry
