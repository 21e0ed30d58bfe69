-- expect: proved
-- A definition in `do` notation.

def total : Nat := Id.run do
  let mut x := 0
  for i in [1, 2, 3] do
    x := x + i
  return x
theorem key : total = 6 := by decide
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  exact key ▸ Machine.haltsAfter_of_check (by decide +kernel)
