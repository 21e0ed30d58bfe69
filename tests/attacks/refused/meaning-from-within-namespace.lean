-- expect: wrong statement-changed
-- The theorem is declared with `_root_` inside of a namespace with another machine.

namespace A
def machine : Machine 1 1 := fun _ _ => ⟨0, .right, none⟩
theorem _root_.halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 1 :=
  Machine.haltsAfter_of_check (by decide +kernel)
end A
