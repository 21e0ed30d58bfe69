-- expect: wrong elaboration
-- A universe that does not fit.

def key : Type := Type
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  exact (nofun : key → machine.HaltsAfter 6) Nat
