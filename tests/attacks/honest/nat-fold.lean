-- expect: proved
-- A function of the core library that takes a function.

def total (n : Nat) : Nat := n.fold (fun i _ acc => acc + i) 0
theorem key (n : Nat) : total n = total n := rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key 3
  exact Machine.haltsAfter_of_check (by decide +kernel)
