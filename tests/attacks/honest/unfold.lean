-- expect: proved
-- From the definition, by computation.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  unfold Machine.HaltsAfter
  refine ⟨rfl, ?_⟩
  intro t ht
  match t, ht with
  | 0, _ | 1, _ | 2, _ | 3, _ | 4, _ | 5, _ => exact fun h => nomatch h
