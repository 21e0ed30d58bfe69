-- expect: cheating declaration
-- An axiom inside of `mutual`.

mutual
axiom key : False
end
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key.elim
