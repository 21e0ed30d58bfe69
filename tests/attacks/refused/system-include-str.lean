-- expect: cheating syntax
-- A file is read into a string while elaborating.

def secret := include_str "Judge.lean"
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
