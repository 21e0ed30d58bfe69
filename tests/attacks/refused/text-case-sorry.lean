-- expect: wrong sorry
-- All cases but one are proved.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  refine ⟨?_, ?_⟩
  case refine_1 => rfl
  case refine_2 => sorry
