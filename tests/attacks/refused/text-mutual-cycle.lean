-- expect: wrong elaboration
-- Two theorems that prove each other.

mutual
theorem a (n : Nat) : machine.HaltsAfter 7 := b n
theorem b (n : Nat) : machine.HaltsAfter 7 := a n
end
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  a 0
