-- expect: wrong sorry
-- The machine again, in a mutual block.

mutual
def machine : Machine 2 2 := fun _ _ => ⟨0, .right, none⟩
end
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
