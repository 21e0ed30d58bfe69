-- expect: wrong sorry
-- `sorry` in a private lemma in a namespace.

namespace Hidden
private theorem key : False := sorry
theorem use : machine.HaltsAfter 7 := key.elim
end Hidden
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Hidden.use
