-- expect: wrong theorem-missing
-- A namespace that is never closed.

namespace A
namespace B
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
