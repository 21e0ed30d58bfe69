-- expect: wrong sorry
-- An instance of the machine's name.

instance machine : Inhabited (Machine 2 2) := ⟨fun _ _ => ⟨0, .right, none⟩⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
