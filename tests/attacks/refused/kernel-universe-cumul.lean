-- expect: wrong elaboration
-- A universe that lies in itself, by unification.

def U.{u} : Type u := Sort u
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  exact (U : False)
