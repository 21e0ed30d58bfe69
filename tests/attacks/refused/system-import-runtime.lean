-- expect: wrong sorry
-- The import of the elaborator, to have programs of its own.

import Lean
import Lean.Elab.Command
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
