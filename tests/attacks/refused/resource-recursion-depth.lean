-- expect: wrong sorry
-- `maxRecDepth` beyond all measure, and a deep reduction.

set_option maxRecDepth 1000000000 in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : (List.range 3000).length = 3000 := by decide
  sorry
