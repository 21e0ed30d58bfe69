-- expect: cheating attribute
-- `csimp` replaces a function in compiled code.

def lie : Bool := true
@[csimp] theorem key : @lie = @lie := rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
