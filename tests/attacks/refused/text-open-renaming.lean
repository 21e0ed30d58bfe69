-- expect: wrong statement-changed
-- `open … renaming` puts another machine under our name.

def Other.m : Machine 2 2 := fun _ _ => ⟨0, .right, none⟩
open Other renaming m → machine
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
