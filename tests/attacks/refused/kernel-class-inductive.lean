-- expect: cheating declaration
-- A class inductive.

class inductive C : Type
  | a
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
