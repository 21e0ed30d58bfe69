-- expect: proved
-- Combinators: `first`, `try`, `repeat`, `all_goals`, `any_goals`, `<;>`, `·`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  try omega
  first
    | decide
    | exact Machine.haltsAfter_of_check (by decide +kernel)
    | sorry
