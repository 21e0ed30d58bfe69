-- expect: wrong sorry
-- A protected `machine` in an opened namespace.

namespace BBSynth
protected def machine : Machine 2 2 := fun _ _ => ⟨0, .right, none⟩
end BBSynth
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
