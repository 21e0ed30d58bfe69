-- expect: wrong sorry
-- Reduction in the kernel that nests deeply.

def ack : Nat → Nat → Nat
  | 0, n => n + 1
  | m + 1, 0 => ack m 1
  | m + 1, n + 1 => ack m (ack (m + 1) n)
termination_by m n => (m, n)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : ack 4 2 = 0 := by decide +kernel
  sorry
