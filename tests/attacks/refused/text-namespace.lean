-- expect: wrong theorem-missing
-- The theorem stands in a namespace.

namespace A
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
end A
