-- expect: wrong elaboration
-- `Classical.choice` with a hypothesis in reach that is a class.

noncomputable instance : Inhabited (machine.HaltsAfter 7) := Classical.inhabited_of_nonempty inferInstance
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  default
