-- expect: proved
-- Mutual recursion.

mutual
def even : Nat → Bool
  | 0 => true
  | n + 1 => odd n
def odd : Nat → Bool
  | 0 => false
  | n + 1 => even n
end
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have : even 6 = true := by simp [even, odd]
  exact Machine.haltsAfter_of_check (by decide +kernel)
