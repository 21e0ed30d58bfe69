-- expect: wrong local-definition
-- A local recursion: what is local to a theorem is compiled.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  let rec go : Nat → machine.HaltsAfter 6
    | 0 => Machine.haltsAfter_of_check (by decide +kernel)
    | n + 1 => go n
  exact go 3
