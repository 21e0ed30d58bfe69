-- expect: proved
-- Cases by `omega`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  refine ⟨rfl, fun t ht h => ?_⟩
  have : t = 0 ∨ t = 1 ∨ t = 2 ∨ t = 3 ∨ t = 4 ∨ t = 5 := by omega
  rcases this with rfl | rfl | rfl | rfl | rfl | rfl <;> exact nomatch h
