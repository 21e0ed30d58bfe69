-- expect: wrong theorem-missing
-- In a namespace of its own, with a machine of its own, which does what is claimed.

namespace A
def machine : Machine 1 1 := fun _ _ => ⟨0, .right, none⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 1 :=
  Machine.haltsAfter_of_check (by decide +kernel)
end A
