-- expect: wrong local-definition
-- `sorry` in a local recursion.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  let rec go : Nat → machine.HaltsAfter 7
    | 0 => by admit
    | n + 1 => go n
  exact go 1
