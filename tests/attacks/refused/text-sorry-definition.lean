-- expect: wrong sorry
-- `sorry` in a definition that the proof computes with.

def certificate : { n : Nat // machine.HaltsAfter 7 } := ⟨0, sorry⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  certificate.property
