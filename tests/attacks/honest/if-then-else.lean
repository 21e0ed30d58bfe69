-- expect: proved
-- `if`, `split`, `by_cases`, `¬`.

def f (n : Nat) : Nat := if n < 3 then 6 else n
theorem key (n : Nat) (h : ¬ 3 ≤ n) : f n = 6 := by
  unfold f
  split
  · rfl
  · omega
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key 2 (by decide)
  exact this ▸ Machine.haltsAfter_of_check (by decide +kernel)
