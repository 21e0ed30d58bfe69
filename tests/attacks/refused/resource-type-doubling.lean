-- expect: wrong sorry
-- A function that doubles its type thirty times.

def d {α : Type} (a : α) : α × α := (a, a)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have := d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (d (0))))))))))))))))))))))))))))))
  sorry
