-- expect: cheating attribute
-- The machine as it is, but with another implementation.

def other : Machine 2 2 := fun _ _ => ⟨0, .right, none⟩
@[implemented_by other]
def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 1⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, none⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
