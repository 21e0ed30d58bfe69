-- expect: cheating declaration
-- A class.

class C (α : Type) where
  x : α
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
