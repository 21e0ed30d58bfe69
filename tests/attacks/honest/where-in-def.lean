-- expect: proved
-- Local definitions of a definition and of an example.

def six : Nat := go 6
where
  go : Nat → Nat
    | 0 => 0
    | n + 1 => go n + 1

example : True := trivial
where five : Nat := 5

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have : six = 6 := rfl
  rw [← this]
  exact Machine.haltsAfter_of_check (by decide +kernel)
