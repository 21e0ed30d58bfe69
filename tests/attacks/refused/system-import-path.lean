-- expect: wrong sorry
-- An import with a path in it.

import «../../etc/passwd»
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
