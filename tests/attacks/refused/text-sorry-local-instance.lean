-- expect: wrong sorry
-- A local instance of a class that holds a falsity.

instance : Inhabited Empty := ⟨sorry⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  (default : Empty).elim
