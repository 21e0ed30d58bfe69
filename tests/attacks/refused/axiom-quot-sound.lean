-- expect: wrong elaboration
-- `Quot.sound` for things that are not related.

theorem key : 6 = 7 :=
  congrArg (Quot.lift id (fun _ _ h => h.elim)) (Quot.sound (r := fun (_ _ : Nat) => False) trivial)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key ▸ Machine.haltsAfter_of_check (by decide +kernel)
