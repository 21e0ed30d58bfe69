-- expect: cheating declaration
-- An axiom in a namespace, private.

namespace A
private axiom key : False
end A
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
