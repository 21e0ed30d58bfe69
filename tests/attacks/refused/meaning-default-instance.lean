-- expect: cheating attribute
-- A default instance decides what numerals are.

@[default_instance 5000] instance : OfNat Nat 7 := ⟨6⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
