-- expect: proved
-- `end` with and without names.

namespace A.B
section C
end C
end A.B
section
end
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
