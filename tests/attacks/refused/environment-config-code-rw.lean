-- expect: cheating syntax
-- The same in `rw`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    rw (occs := dbgTrace "@bbsynth" fun _ => .all) [Nat.add_comm]
  sorry
