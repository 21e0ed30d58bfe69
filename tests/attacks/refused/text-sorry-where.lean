-- expect: wrong local-definition
-- `sorry` in a `where` clause.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  go 3
where
  go : Nat → machine.HaltsAfter 7
    | 0 => sorry
    | n + 1 => go n
