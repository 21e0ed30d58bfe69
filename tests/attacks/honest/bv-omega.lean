-- expect: proved
-- `bv_omega`: it turns bit vectors into numbers, and no solver is asked.

theorem plus (x y : BitVec 8) (h : x.toNat + y.toNat < 256) : x ≤ x + y := by
  bv_omega

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := plus 1 2 (by decide)
  exact Machine.haltsAfter_of_check (by decide +kernel)
