-- expect: wrong sorry
-- Fewer imports, so that names are free for a meaning of one's own.

import Init.Prelude
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
