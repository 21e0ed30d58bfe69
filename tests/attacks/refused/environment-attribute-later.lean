-- expect: cheating attribute
-- A forbidden attribute, given later by `attribute`.

def mine (n : Nat) : Nat := n
attribute [local implemented_by Nat.succ] mine
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
