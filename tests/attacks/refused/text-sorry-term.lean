-- expect: wrong sorry
-- `sorry` as a term inside of a proof that looks complete.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  ⟨sorry, fun t ht => sorry⟩
