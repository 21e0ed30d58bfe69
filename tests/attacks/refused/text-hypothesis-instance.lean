-- expect: wrong statement-changed
-- A contradictory hypothesis that instance search would find.

theorem halts_after_1RB1LB_1LA1RZ [h : Nonempty Empty] : machine.HaltsAfter 7 := by
  exact h.elim (fun e => e.elim)
