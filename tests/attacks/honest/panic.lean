-- expect: proved
-- A definition with `panic!` and `[]!`.

def f (l : List Nat) : Nat := l[0]! + l.head!
theorem key : f [3] = 6 := rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  key ▸ Machine.haltsAfter_of_check (by decide +kernel)
