-- expect: proved
-- A protected lemma in a namespace.

namespace A
protected theorem key : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
end A
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  A.key
