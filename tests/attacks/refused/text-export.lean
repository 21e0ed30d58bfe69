-- expect: cheating command
-- `export` changes what a name means at the root.

def Other.machine : Machine 2 2 := fun _ _ => ⟨0, .right, none⟩
export Other (machine)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
