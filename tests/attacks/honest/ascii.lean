-- expect: proved
-- ASCII in place of symbols: `<-`, `->`, `fun x =>`, `\/`, `/\`, `<=`, `!=`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h : forall x y : Nat, x <= y -> (x = y \/ x < y) /\ ¬ (y < x) := by
    intro x y h
    omega
  have h2 : 3 + 3 = 6 := rfl
  rw [<- h2]
  exact Machine.haltsAfter_of_check (by decide +kernel)
