-- expect: cheating attribute
-- The attribute `init`.

def start : IO Nat := pure 1
@[init start] def one : Nat := 1
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
