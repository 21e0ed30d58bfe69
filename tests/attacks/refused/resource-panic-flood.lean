-- expect: cheating
-- A million messages of compiled code.
-- reference: true.lean

def flood : Nat → Nat
  | 0 => 0
  | n + 1 => dbgTrace "flood" fun _ => flood n
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have : flood 1000 = 0 := by decide +native
  exact Machine.haltsAfter_of_check (by decide +kernel)
