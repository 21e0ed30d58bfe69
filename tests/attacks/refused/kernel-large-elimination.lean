-- expect: cheating declaration
-- Elimination from a proposition into data.

inductive P : Prop | a | b
theorem key : P.a = P.b := rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
