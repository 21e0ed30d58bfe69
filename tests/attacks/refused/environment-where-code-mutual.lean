-- expect: wrong local-definition
-- Code: a local definition of a theorem in a `mutual` block, after `open … in`.

open Nat in
mutual

theorem helper : True := trivial
where evil : Nat := 5

theorem other : True := trivial

end

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
