-- expect: proved
-- Functions on lists, which an embedded Lean has in part only.

theorem key (l : List Nat) : (l.map (· + 1)).length = l.length := by
  simp
theorem key2 (l : List Nat) : l.reverse.reverse = l := List.reverse_reverse l
theorem key3 : [3, 1, 2].foldl (· + ·) 0 = 6 := rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key3
  exact this ▸ Machine.haltsAfter_of_check (by decide +kernel)
