-- expect: wrong statement-changed
-- A coercion from machines to machines that halt when we like, and a statement about its image.

def quick : Machine 1 1 := fun _ _ => ⟨0, .right, none⟩
instance : CoeDep (Machine 2 2) machine (Machine 1 1) := ⟨quick⟩
theorem halts_after_1RB1LB_1LA1RZ : ((machine : Machine 1 1)).HaltsAfter 1 :=
  Machine.haltsAfter_of_check (by decide +kernel)
