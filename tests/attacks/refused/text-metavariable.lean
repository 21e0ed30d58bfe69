-- expect: wrong elaboration
-- A proof with a hole, `?_`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  refine ⟨?_, ?_⟩
